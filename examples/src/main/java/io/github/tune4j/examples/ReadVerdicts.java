package io.github.tune4j.examples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.evaluation.judge.Judge;
import io.github.tune4j.evaluation.judge.Rubric;
import io.github.tune4j.examples.cli.CommandLine;
import io.github.tune4j.examples.cli.Console;
import io.github.tune4j.examples.cli.Options;
import io.github.tune4j.run.FinishedFile;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Reads the numbers out of judges' replies, without asking any model. */
public final class ReadVerdicts {
    private static final ObjectMapper JSON = new ObjectMapper();

    static final CommandLine COMMAND = CommandLine.of(
                    ReadVerdicts.class,
                    "Reads judges' replies: lines {id, text} in, lines {id, outcome, score} out. Outcomes are scored,\n"
                            + "unreadable, refused and out_of_range; the score is null unless scored.")
            .required("--texts JSONL", "the replies")
            .required("--output JSONL", "what they say")
            .option(
                    "--mode MODE",
                    "robust (default): a score of 1 to 10 in any form; compatible: as LangChain's\nlabelled score parser reads it")
            .json()
            .example("--texts replies.jsonl --output readings.jsonl");

    private ReadVerdicts() {}

    /**
     * Runs it.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        COMMAND.run(args, ReadVerdicts::run);
    }

    static int run(Options options, Console console) {
        Judge.Mode mode = mode(options);
        Path texts = Path.of(options.required("--texts"));
        Map<Judge.Outcome, Integer> counts = new EnumMap<>(Judge.Outcome.class);
        FinishedFile.write(Path.of(options.required("--output")), part -> {
            try (BufferedReader in = reader(texts);
                    BufferedWriter out = Files.newBufferedWriter(part)) {
                int number = 0;
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    number++;
                    if (!line.isBlank()) {
                        JsonNode reply = parsed(line, texts + ", line " + number);
                        Judge.Reading reading = Judge.Reading.of(
                                mode, Rubric.CORRECTNESS, reply.get("text").textValue());
                        counts.merge(reading.outcome(), 1, Integer::sum);
                        ObjectNode result = JSON.createObjectNode();
                        result.set("id", reply.get("id"));
                        result.put("outcome", reading.outcome().name().toLowerCase(Locale.ROOT));
                        result.put("score", reading.score());
                        out.write(result + "\n");
                    }
                }
            }
        });
        ObjectNode found = JSON.createObjectNode();
        counts.forEach((outcome, count) -> found.put(outcome.name().toLowerCase(Locale.ROOT), count));
        console.object(found.toString());
        counts.forEach((outcome, count) ->
                console.say(outcome.name().toLowerCase(Locale.ROOT).replace('_', ' ') + ": " + count));
        return 0;
    }

    static Judge.Mode mode(Options options) {
        return options.oneOf("--mode", "robust", "robust", "compatible").equals("robust")
                ? Judge.Mode.ROBUST
                : Judge.Mode.LANGCHAIN_LABELLED_SCORE;
    }

    private static BufferedReader reader(Path texts) {
        try {
            return Files.newBufferedReader(texts);
        } catch (IOException e) {
            throw InvalidInputException.of(texts + " cannot be read", "check that it exists.", e);
        }
    }

    private static JsonNode parsed(String line, String place) {
        try {
            JsonNode reply = JSON.readTree(line);
            if (reply.hasNonNull("id") && reply.path("text").isTextual()) {
                return reply;
            }
        } catch (IOException e) {
            throw InvalidInputException.of(place + " is not JSON", "write one object a line.", e);
        }
        throw InvalidInputException.of(place + " has no id or no text", "write {\"id\": …, \"text\": …} there.");
    }
}
