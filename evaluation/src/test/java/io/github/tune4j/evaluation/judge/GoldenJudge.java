package io.github.tune4j.evaluation.judge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.tune4j.testing.SharedData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** Rows of the reference tables. */
final class GoldenJudge {
    private static final ObjectMapper JSON = new ObjectMapper();

    private GoldenJudge() {}

    static List<JsonNode> rows(String table) {
        try {
            List<JsonNode> rows = new ArrayList<>();
            for (String line : Files.readAllLines(SharedData.golden(table))) {
                rows.add(JSON.readTree(line));
            }
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
