package io.github.tune4j.job;

import io.github.tune4j.dataset.Dataset;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Small data sets: questions about invented instruments. */
public final class TrainingData {
    private TrainingData() {}

    /** As many records as asked for, each with an answer of its own. */
    public static Dataset claude(Path file, int records) {
        return write(
                file,
                records,
                i -> "{\"system\":\"You know instruments.\",\"messages\":["
                        + "{\"role\":\"user\",\"content\":\"" + question(i) + "\"},"
                        + "{\"role\":\"assistant\",\"content\":\"" + answer(i) + "\"}]}");
    }

    /** The same in the format of Nova and Llama 3.3. */
    public static Dataset converse(Path file, int records) {
        return write(
                file,
                records,
                i -> "{\"schemaVersion\":\"bedrock-conversation-2024\","
                        + "\"system\":[{\"text\":\"You know instruments.\"}],\"messages\":["
                        + "{\"role\":\"user\",\"content\":[{\"text\":\"" + question(i) + "\"}]},"
                        + "{\"role\":\"assistant\",\"content\":[{\"text\":\"" + answer(i) + "\"}]}]}");
    }

    private static String question(int i) {
        return "What does gauge " + i + " of the tower measure?";
    }

    private static String answer(int i) {
        return "Gauge " + i + " measures the wind at level " + (i * 7 % 31) + ".";
    }

    private static Dataset write(Path file, int records, IntFunction<String> line) {
        String lines = IntStream.range(0, records).mapToObj(line).collect(Collectors.joining("\n", "", "\n"));
        try {
            return Dataset.open(Files.writeString(file, lines));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
