package io.github.tune4j.job;

import io.github.tune4j.dataset.Dataset;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Small data sets in Claude's format: questions about invented instruments. */
public final class TrainingData {
    private TrainingData() {}

    /** As many records as asked for, each with an answer of its own. */
    public static Dataset claude(Path file, int records) {
        String lines = IntStream.range(0, records)
                .mapToObj(i -> "{\"system\":\"You know instruments.\",\"messages\":["
                        + "{\"role\":\"user\",\"content\":\"What does gauge " + i + " of the tower measure?\"},"
                        + "{\"role\":\"assistant\",\"content\":\"Gauge " + i + " measures the wind at level "
                        + (i * 7 % 31) + ".\"}]}")
                .collect(Collectors.joining("\n", "", "\n"));
        try {
            return Dataset.open(Files.writeString(file, lines));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
