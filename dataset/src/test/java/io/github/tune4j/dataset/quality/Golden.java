package io.github.tune4j.dataset.quality;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tune4j.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The reference tables of the doctor, copied from the shared reference data. */
final class Golden {
    static final Path FOLDER = Path.of("src/test/resources/golden/doctor");

    private Golden() {}

    static List<JsonNode> lines(Path file) {
        try {
            return Files.readAllLines(file).stream()
                    .map(line -> Json.parse(line, file.toString()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<JsonNode> lines(String file) {
        return lines(FOLDER.resolve(file));
    }
}
