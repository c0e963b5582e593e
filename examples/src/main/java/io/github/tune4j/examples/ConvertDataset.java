package io.github.tune4j.examples;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.dataset.Dataset;
import io.github.tune4j.dataset.DatasetConverter;
import io.github.tune4j.dataset.DatasetFormat;
import io.github.tune4j.examples.cli.CommandLine;
import io.github.tune4j.examples.cli.Console;
import io.github.tune4j.examples.cli.Options;
import io.github.tune4j.model.ModelCatalog;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Turns training data of one format into another. */
public final class ConvertDataset {
    private static final String[] FORMATS = words(DatasetFormat.values());

    static final CommandLine COMMAND = CommandLine.of(
                    ConvertDataset.class,
                    "Turns a JSON array, JSON Lines or comma-separated values into training data, record by record and in\n"
                            + "constant memory. Keys that are no part of a format are left out, and named at the end. Formats: "
                            + String.join(", ", FORMATS) + ".")
            .required("--input F", "the source; - reads standard input")
            .required("--output F", "the file to write; - writes to standard output")
            .option("--from FORMAT", "the source's format (default: told from the first record)")
            .option("--to FORMAT", "the format to write (default claude-messages)")
            .option("--model ID", "write what this model is trained with, instead of --to")
            .option("--system-prompt TEXT", "one system prompt for all records")
            .option("--system-prompt-key KEY", "where each record has its own")
            .option("--prompt-key KEY", "where a record has its question (default question); dots lead to nested keys")
            .option("--completion-key KEY", "where a record has its answer (default answer)")
            .option(
                    "--prompt-template TEXT",
                    "what a question is made into: {prompt} stands for it, {system} for the system\nprompt, {key} for another key of the record, {{ and }} for braces")
            .option("--completion-template TEXT", "the same for an answer, with {completion}")
            .flag("--skip", "leave out, and count, what cannot be carried over, instead of ending with an error")
            .json()
            .example("--input qa.json --output training.jsonl --system-prompt 'Answer briefly.'")
            .example("--input chat.jsonl --output nova.jsonl --model nova-lite --skip");

    private ConvertDataset() {}

    /**
     * Runs it.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        COMMAND.run(args, ConvertDataset::run);
    }

    static int run(Options options, Console console) {
        String input = options.required("--input");
        String output = options.required("--output");
        if (output.equals("-") && console.json()) {
            throw InvalidInputException.of(
                    "--json and --output - both claim standard output", "write to a file, or leave --json out.");
        }
        DatasetFormat target = target(options);
        AtomicLong sentences = new AtomicLong();
        Map<String, Long> leftOut = new LinkedHashMap<>();
        DatasetConverter converter = converter(options, target, console, sentences, leftOut);
        if (output.equals("-")) {
            long records = toStandardOutput(converter, input, console);
            note(leftOut, console);
            console.note(output + ": " + records + " records, " + word(target));
            return 0;
        }
        Dataset made = input.equals("-")
                ? converter.convert(System.in, Path.of(output))
                : converter.convert(Path.of(input), Path.of(output));
        note(leftOut, console);
        console.say(output + ": " + made.records() + " records, " + word(target) + ", sha256 " + made.sha256());
        if (console.json()) {
            console.object(
                    summary(output, made, Math.max(0, sentences.get() - 1), leftOut)); // the last is their number
        }
        return 0;
    }

    private static void note(Map<String, Long> leftOut, Console console) {
        for (Map.Entry<String, Long> key : leftOut.entrySet()) {
            console.note("\"" + key.getKey() + "\" is no part of the format and was left out of " + key.getValue()
                    + " records.");
        }
    }

    private static String summary(String output, Dataset made, long skipped, Map<String, Long> leftOut) {
        ObjectNode summary = JsonNodeFactory.instance.objectNode();
        summary.put("file", output).put("format", word(made.format())).put("records", made.records());
        summary.put("bytes", made.bytes()).put("sha256", made.sha256()).put("skipped", skipped);
        ObjectNode keys = summary.putObject("leftOut");
        for (Map.Entry<String, Long> key : leftOut.entrySet()) {
            keys.put(key.getKey(), key.getValue());
        }
        return summary.toString();
    }

    private static long toStandardOutput(DatasetConverter converter, String input, Console console) {
        if (input.equals("-")) {
            return converter.convert(System.in, console.results());
        }
        try (InputStream in = Files.newInputStream(Path.of(input))) {
            return converter.convert(in, console.results());
        } catch (IOException e) {
            throw InvalidInputException.of(input + " cannot be read", "check that the file exists and is readable.", e);
        }
    }

    private static DatasetFormat target(Options options) {
        Optional<String> model = options.text("--model");
        if (model.isPresent() && options.has("--to")) {
            throw InvalidInputException.of("Both --to and --model name a format", "give one of them.");
        }
        return model.map(id -> ModelCatalog.bundled().get(id).limits().format())
                .orElseGet(() -> format(options, "--to").orElse(DatasetFormat.CLAUDE_MESSAGES));
    }

    private static Optional<DatasetFormat> format(Options options, String name) {
        return options.has(name)
                ? Optional.of(DatasetFormat.values()[List.of(FORMATS).indexOf(options.oneOf(name, "", FORMATS))])
                : Optional.empty();
    }

    private static String word(DatasetFormat format) {
        return FORMATS[format.ordinal()];
    }

    /** By a loop: streams take longer to start than 10 MB take to be converted. */
    private static String[] words(DatasetFormat... formats) {
        String[] words = new String[formats.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = formats[i].name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
        return words;
    }

    private static DatasetConverter converter(
            Options options, DatasetFormat target, Console console, AtomicLong sentences, Map<String, Long> leftOut) {
        DatasetConverter.Builder builder = DatasetConverter.builder()
                .target(target)
                .progress(console.progress())
                .keysLeftOut(leftOut::put);
        format(options, "--from").ifPresent(builder::source);
        options.text("--system-prompt").ifPresent(builder::systemPrompt);
        options.text("--system-prompt-key").ifPresent(builder::systemPromptKey);
        options.text("--prompt-key").ifPresent(builder::promptKey);
        options.text("--completion-key").ifPresent(builder::completionKey);
        options.text("--prompt-template").ifPresent(builder::promptTemplate);
        options.text("--completion-template").ifPresent(builder::completionTemplate);
        if (options.has("--skip")) {
            builder.skipWhatCannotBeCarriedOver(sentence -> {
                sentences.incrementAndGet();
                console.note(sentence);
            });
        }
        return builder.build();
    }
}
