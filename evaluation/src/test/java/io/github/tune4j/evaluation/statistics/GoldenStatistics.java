package io.github.tune4j.evaluation.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.tune4j.testing.SharedData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Rows of the reference tables. */
final class GoldenStatistics {
    private static final ObjectMapper JSON = new ObjectMapper();

    private GoldenStatistics() {}

    static List<JsonNode> rows(String table) {
        try {
            return Files.readAllLines(SharedData.golden("statistics/" + table + ".jsonl")).stream()
                    .map(GoldenStatistics::parse)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static double[] numbers(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToDouble(JsonNode::doubleValue)
                .toArray();
    }

    /** Equal within 1e-9, relative to values above 1; null means undefined; a missing column is not compared. */
    static void same(@Nullable Double actual, JsonNode expect, String column, String row) {
        same(actual, expect, column, 1e-9, row);
    }

    static void same(@Nullable Double actual, JsonNode expect, String column, double tolerance, String row) {
        if (!expect.has(column)) {
            return;
        }
        String what = row + " " + column;
        if (expect.get(column).isNull()) {
            assertThat(actual).as(what).isNull();
        } else {
            double wanted = expect.get(column).doubleValue();
            assertThat(actual).as(what).isNotNull();
            assertThat(actual)
                    .as(what)
                    .isCloseTo(wanted, org.assertj.core.data.Offset.offset(tolerance * Math.max(1, Math.abs(wanted))));
        }
    }
}
