package io.github.tune4j.dataset;

import io.github.tune4j.CancelledException;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.TuneException;
import io.github.tune4j.chat.ChatModel;
import io.github.tune4j.chat.ChatOptions;
import io.github.tune4j.chat.ModelCallException;
import io.github.tune4j.run.BudgetExceededException;
import io.github.tune4j.run.ProgressListener;
import io.github.tune4j.work.Crew;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Has a model grade question/answer pairs, each against its source where that is known, and sets aside what is not good
 * enough. Nothing is deleted: what is set aside keeps its grade and the reason. Immutable and thread-safe; one run at a
 * time on a file.
 *
 * <p>The grades are a model's opinion. Read some of what it kept and some of what it set aside before you rely on it.
 */
public final class DatasetCurator {
    private final Settings settings;

    /** What a run is made with. */
    record Settings(
            ChatModel judge,
            Scale scale,
            double threshold,
            List<Path> documents,
            @Nullable PromptTemplate prompt,
            boolean japanese,
            String language,
            ChatOptions options,
            Crew crew) {

        PromptTemplate template(boolean sourced) {
            String purpose =
                    (scale == Scale.ONE_TO_TEN ? "grade-score" : "grade-correct") + (sourced ? "" : "-unsourced");
            return prompt != null ? prompt : PromptTemplate.bundled(purpose, japanese);
        }
    }

    private DatasetCurator(Settings settings) {
        this.settings = settings;
    }

    /** By what a pair is graded. */
    public enum Scale {
        /** A whole number from 1 to 10 with a reason, in a forced answer schema. */
        ONE_TO_TEN,
        /** Correct or incorrect, with a reason of at most four sentences, in XML tags. */
        CORRECT_OR_INCORRECT
    }

    /**
     * What came of it.
     *
     * @param kept how many pairs are good enough
     * @param setAside how many are not
     * @param unread how many have no grade, because the judge's replies could not be read or it did not reply; they are
     *     with those that were set aside, and asked about again by the same call
     */
    public record Curation(long kept, long setAside, long unread) {}

    /**
     * Begins a curator.
     *
     * @param judge who grades; its pace and its price are its own
     * @return a builder: a scale of 1 to 10, pairs kept from 7 on, English prompts
     */
    public static Builder builder(ChatModel judge) {
        return new Builder(judge);
    }

    /**
     * Grades pairs and divides them.
     *
     * <p>Both files are JSON arrays like the one the pairs came from, readable by {@link QaPair#read} and
     * {@link DatasetConverter}; each pair has its {@code grade} with it. Until they are complete, grades are appended to
     * {@code <kept>.part}, so the same call goes on after a crash without paying again. A pair that has a grade in either
     * file, given by the same prompt and from the same source, is not graded again: another threshold costs nothing.
     *
     * @param pairs a JSON array, or one object a line, with {@code question}, {@code answer} and, where there is one,
     *     {@code source}
     * @param kept where the good ones go
     * @param setAside where the others go, with the reason
     * @return how many are where
     * @throws InvalidInputException if a file cannot be read, two of the files are the same, or a document cannot be read
     * @throws ModelCallException if the judge does not answer several calls in a row; the grades so far are kept
     * @throws BudgetExceededException if the budget of the judge does not suffice; the grades so far are kept
     * @throws CancelledException if the thread is interrupted; the grades so far are kept
     * @throws TuneException if a file cannot be written
     */
    public Curation curate(Path pairs, Path kept, Path setAside) {
        return new Curating(settings, pairs, kept, setAside).run();
    }

    /** Collects the settings of a curator. Not thread-safe. */
    public static final class Builder {
        @NotNull
        private final ChatModel judge;

        @NotNull
        private Scale scale = Scale.ONE_TO_TEN;

        @DecimalMin(value = "1", message = "must be at least 1")
        @DecimalMax(value = "10", message = "must be at most 10")
        private double threshold = 7;

        @NotNull
        private List<Path> documents = List.of();

        @NotNull
        private ChatOptions options =
                ChatOptions.builder().maxTokens(1_000).temperature(0).build();

        @Positive
        private int parallelism = 4;

        private Locale language = Locale.ENGLISH;
        private @Nullable String prompt;
        private @Nullable Executor executor;
        private @Nullable ProgressListener progress;

        private Builder(ChatModel judge) {
            this.judge = judge;
        }

        /**
         * Sets by what a pair is graded.
         *
         * @param scale 1 to 10 unless set
         * @return this builder
         */
        public Builder scale(Scale scale) {
            this.scale = scale;
            return this;
        }

        /**
         * Sets from which score on a pair is kept, on the scale of 1 to 10. On the other scale the correct ones are kept.
         *
         * @param score 1 to 10; 7 unless set
         * @return this builder
         */
        public Builder threshold(double score) {
            this.threshold = score;
            return this;
        }

        /**
         * Sets the documents that the pairs were drawn from. A pair is graded against the part that its source names; a
         * pair whose document is not among them is graded without a source.
         *
         * @param documents as they were given to {@link DatasetGenerator#generate}; none unless set
         * @return this builder
         */
        public Builder documents(List<Path> documents) {
            this.documents = List.copyOf(documents);
            return this;
        }

        /**
         * Sets the language of the reasons. For Japanese the prompt is Japanese too.
         *
         * @param language English unless set
         * @return this builder
         */
        public Builder language(Locale language) {
            this.language = language;
            return this;
        }

        /**
         * Replaces the prompt. {@code {question}}, {@code {answer}}, {@code {language}} and {@code {mark}} (a word that
         * does not occur in question and answer, to fence them with) are filled in. On the scale of 1 to 10 the form of the
         * reply is asked for by itself; on the other it must be {@code <reason>…</reason>} and
         * {@code <verdict>correct</verdict>} or {@code <verdict>incorrect</verdict>}.
         *
         * @param template the prompt
         * @return this builder
         */
        public Builder prompt(String template) {
            this.prompt = template;
            return this;
        }

        /**
         * Sets the options of each call.
         *
         * @param options the options; replies of up to 1,000 tokens at temperature 0 unless set
         * @return this builder
         */
        public Builder options(ChatOptions options) {
            this.options = options;
            return this;
        }

        /**
         * Sets the most calls at a time; the judge's pace decides below it.
         *
         * @param calls from 1; 4 unless set
         * @return this builder
         */
        public Builder parallelism(int calls) {
            this.parallelism = calls;
            return this;
        }

        /**
         * Sets whose threads make the calls; it is not shut down.
         *
         * @param executor threads of one's own; without it there are some for each run
         * @return this builder
         */
        public Builder executor(Executor executor) {
            this.executor = executor;
            return this;
        }

        /**
         * Hears how many pairs have been graded.
         *
         * @param listener who hears
         * @return this builder
         */
        public Builder progress(ProgressListener listener) {
            this.progress = listener;
            return this;
        }

        /**
         * Ends the settings.
         *
         * @return the curator
         * @throws InvalidInputException if a setting is out of its range
         */
        public DatasetCurator build() {
            InvalidInputException.check(this);
            boolean japanese = PromptTemplate.japanese(language);
            PromptTemplate template = prompt == null
                    ? null
                    : new PromptTemplate(prompt)
                            .allowing("prompt", Map.of("question", "", "answer", "", "language", "", "mark", ""));
            return new DatasetCurator(new Settings(
                    judge,
                    scale,
                    threshold,
                    documents,
                    template,
                    japanese,
                    language.getDisplayLanguage(japanese ? Locale.JAPANESE : Locale.ENGLISH),
                    options,
                    new Crew(parallelism, executor, progress)));
        }
    }
}
