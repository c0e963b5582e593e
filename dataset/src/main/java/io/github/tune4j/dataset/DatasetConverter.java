package io.github.tune4j.dataset;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.TuneException;
import io.github.tune4j.run.FinishedFile;
import io.github.tune4j.run.Progress;
import io.github.tune4j.run.ProgressListener;
import io.github.tune4j.run.TimeSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Turns records of one format into another, one at a time and in constant memory: files of any size, records of at
 * most 4 MiB, and where a record has to be parsed, at most 100 levels, 300,000 values and keys, keys of 50,000
 * characters and numbers of 100 digits; an error names the limit. Output is UTF-8, one record a line, and stands in
 * {@code <file>.part} until it is finished.
 *
 * <p>Sources are JSON arrays, JSON Lines and comma-separated values with a header, told from their first character; the
 * format is told from the first record. What the target has no place for (tools, images, several system turns, turns
 * that do not alternate) is an error, or is left out and reported when asked. Further keys of a record, such as an id or
 * a category, are not carried over; which ones these were is told or logged.
 *
 * <p>Immutable and thread-safe.
 */
public final class DatasetConverter {
    private final ConversionSettings settings;
    private final @Nullable ProgressListener listener;

    private DatasetConverter(ConversionSettings settings, @Nullable ProgressListener listener) {
        this.settings = settings;
        this.listener = listener;
    }

    /**
     * Begins a converter to Claude's format, with the keys {@code question} and {@code answer} and without a system
     * prompt.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Converts a file.
     *
     * @param source a JSON array, JSON Lines or comma-separated values
     * @param target the file to write, replaced when it exists; missing folders are made
     * @return the new data set
     * @throws InvalidInputException if the source cannot be read or a record cannot be converted, naming the record;
     *     nothing new stands under the target's name then
     * @throws TuneException if the target cannot be written
     */
    public Dataset convert(Path source, Path target) {
        return convert(settings, source, target);
    }

    /**
     * Converts a data set, whose format is known.
     *
     * @param source the data set
     * @param target the file to write, replaced when it exists; missing folders are made
     * @return the new data set
     * @throws InvalidInputException if the source cannot be read or a record cannot be converted, naming the record
     * @throws TuneException if the target cannot be written
     */
    public Dataset convert(Dataset source, Path target) {
        return convert(settings.from(source.format()), source.file(), target);
    }

    /**
     * Converts what comes in while it comes, such as standard input. Neither stream is closed, and what has been written
     * before an error stays written.
     *
     * @param source a JSON array, JSON Lines or comma-separated values
     * @param target where the records go
     * @return how many records were written
     * @throws InvalidInputException if the source cannot be read or a record cannot be converted, naming the record
     * @throws TuneException if the target cannot be written
     */
    public long convert(InputStream source, OutputStream target) {
        try (MeasuredOutput measured = MeasuredOutput.counted(target)) {
            long records = run(settings, source, "the input", null, measured);
            target.flush();
            return records;
        } catch (IOException e) {
            throw new TuneException(
                    "The output cannot be written: " + e.getMessage() + ".", "see who reads it, or the free space.", e);
        }
    }

    /**
     * Converts what comes in while it comes, such as standard input, into a file.
     *
     * @param source a JSON array, JSON Lines or comma-separated values; not closed
     * @param target the file to write, replaced when it exists; missing folders are made
     * @return the new data set
     * @throws InvalidInputException if the source cannot be read or a record cannot be converted, naming the record;
     *     nothing new stands under the target's name then
     * @throws TuneException if the target cannot be written
     */
    public Dataset convert(InputStream source, Path target) {
        return write(settings, source, "the input", null, target);
    }

    private Dataset convert(ConversionSettings settings, Path source, Path target) {
        try (InputStream in = Files.newInputStream(source)) {
            if (Files.exists(target) && Files.isSameFile(source, target)) {
                throw InvalidInputException.of(
                        "Source and target are the same file, " + source + ".", "give the target another name.");
            }
            return write(settings, in, source.toString(), Files.size(source), target);
        } catch (IOException e) {
            throw Records.unreadable(source.toString(), e);
        }
    }

    private Dataset write(ConversionSettings settings, InputStream in, String name, @Nullable Long bytes, Path target) {
        List<Dataset> result = new ArrayList<>();
        FinishedFile.write(target, part -> {
            try (OutputStream out = Files.newOutputStream(part);
                    MeasuredOutput measured = MeasuredOutput.digested(out)) {
                long records = run(settings, in, name, bytes, measured);
                result.add(new Dataset(target, settings.target(), records, measured.written(), measured.sha256Hex()));
            }
        });
        return result.get(0);
    }

    private long run(ConversionSettings settings, InputStream in, String name, @Nullable Long bytes, MeasuredOutput out)
            throws IOException {
        try (Progress.Meter meter = Progress.meter("converting bytes", bytes, listener, TimeSource.system())) {
            long records = new Conversion(settings, Records.open(in, name, settings.source()), out, meter).run();
            out.flush();
            return records;
        }
    }

    /** Collects what a conversion needs. Not thread-safe. */
    public static final class Builder {
        private @Nullable DatasetFormat source;

        private DatasetFormat target = DatasetFormat.CLAUDE_MESSAGES;

        private @Nullable String systemPrompt;
        private @Nullable String systemPromptKey;

        private String promptKey = "question";

        private String completionKey = "answer";

        private @Nullable String promptTemplate;
        private @Nullable String completionTemplate;
        private @Nullable Consumer<? super String> skipped;
        private @Nullable ObjLongConsumer<? super String> leftOut;

        private @Nullable ProgressListener listener;

        private Builder() {}

        /**
         * Sets the format of the source; not set, it is told from the first record.
         *
         * @param format the format
         * @return this builder
         */
        public Builder source(DatasetFormat format) {
            this.source = format;
            return this;
        }

        /**
         * Sets the format to write; not set, Claude's. Questions and answers, Alpaca and ShareGPT are written as JSON
         * Lines.
         *
         * @param format the format
         * @return this builder
         */
        public Builder target(DatasetFormat format) {
            this.target = format;
            return this;
        }

        /**
         * Sets one system prompt for all records; it takes the place of a record's own.
         *
         * @param text the prompt
         * @return this builder
         */
        public Builder systemPrompt(String text) {
            this.systemPrompt = text;
            return this;
        }

        /**
         * Sets where each record has its system prompt. When only the target consists of questions and answers, it is
         * written there.
         *
         * @param key a key, or a path of keys with dots between
         * @return this builder
         */
        public Builder systemPromptKey(String key) {
            this.systemPromptKey = key;
            return this;
        }

        /**
         * Sets where a record has its question; not set, {@code question}.
         *
         * @param key a key, or a path of keys with dots between
         * @return this builder
         */
        public Builder promptKey(String key) {
            this.promptKey = key;
            return this;
        }

        /**
         * Sets where a record has its answer; not set, {@code answer}.
         *
         * @param key a key, or a path of keys with dots between
         * @return this builder
         */
        public Builder completionKey(String key) {
            this.completionKey = key;
            return this;
        }

        /**
         * Sets what the user's turns are made into, such as {@code <question>{prompt}</question>}. Places in braces
         * stand for what is said ({@code {prompt}}, required), the system prompt ({@code {system}}) or a key of the
         * record; doubled braces stand for themselves.
         *
         * @param template the text with its places
         * @return this builder
         */
        public Builder promptTemplate(String template) {
            this.promptTemplate = template;
            return this;
        }

        /**
         * Sets what the model's turns are made into, such as {@code <why>{rationale}</why><answer>{completion}</answer>}.
         * Places as in {@link #promptTemplate}; {@code {completion}} is required.
         *
         * @param template the text with its places
         * @return this builder
         */
        public Builder completionTemplate(String template) {
            this.completionTemplate = template;
            return this;
        }

        /**
         * Leaves out what cannot be carried over instead of ending with an error.
         *
         * @param told hears a sentence for each record left out, and at the end how many there were
         * @return this builder
         */
        public Builder skipWhatCannotBeCarriedOver(Consumer<? super String> told) {
            this.skipped = told;
            return this;
        }

        /**
         * Sets who hears which keys of the records were no part of their format, such as an id, and so were not carried
         * over; not set, they are logged as a warning.
         *
         * @param told hears at the end each such key and in how many converted records it stood; from the hundredth on,
         *     keys are told together as {@code (others)}
         * @return this builder
         */
        public Builder keysLeftOut(ObjLongConsumer<? super String> told) {
            this.leftOut = told;
            return this;
        }

        /**
         * Sets who hears how many bytes of the source have been read.
         *
         * @param listener the listener
         * @return this builder
         */
        public Builder progress(ProgressListener listener) {
            this.listener = listener;
            return this;
        }

        /**
         * Ends the settings.
         *
         * @return the converter
         * @throws InvalidInputException if a setting is wrong
         */
        public DatasetConverter build() {
            checkKeys();
            if (systemPrompt != null && systemPromptKey != null) {
                throw InvalidInputException.of(
                        "Both systemPrompt and systemPromptKey are set.", "choose one prompt for all or one a record.");
            }
            PairKeys keys = new PairKeys(
                    new KeyPath(promptKey),
                    new KeyPath(completionKey),
                    systemPromptKey == null ? null : new KeyPath(systemPromptKey));
            Template prompt =
                    promptTemplate == null ? null : Template.parse("promptTemplate", promptTemplate, "prompt");
            Template completion = completionTemplate == null
                    ? null
                    : Template.parse("completionTemplate", completionTemplate, "completion");
            return new DatasetConverter(
                    new ConversionSettings(source, target, systemPrompt, keys, prompt, completion, skipped, leftOut),
                    listener);
        }

        /** By hand: the engine of constraints takes longer to start than 100 MB take to be converted. */
        private void checkKeys() {
            List<String> problems = new ArrayList<>();
            if (promptKey.isBlank()) {
                problems.add("promptKey must not be blank");
            }
            if (completionKey.isBlank()) {
                problems.add("completionKey must not be blank");
            }
            if (systemPromptKey != null && systemPromptKey.isBlank()) {
                problems.add("systemPromptKey must not be blank");
            }
            if (!problems.isEmpty()) {
                throw InvalidInputException.of(problems, "correct the named settings.");
            }
        }
    }
}
