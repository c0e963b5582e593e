package io.github.tune4j.dataset.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.tune4j.model.BaseModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The reference cases and their files, written from their recipes. */
final class ValidatorCases {
    static final Path GOLDEN = Path.of("src/test/resources/golden/validator");
    private static final ObjectMapper JSON = new ObjectMapper();

    private ValidatorCases() {}

    static List<JsonNode> all(Path folder) throws IOException {
        List<JsonNode> cases = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("cases.jsonl"))) {
            cases.add(JSON.readTree(line));
        }
        return cases;
    }

    /** Writes what a case's recipe says: segments, each repeated. */
    static Path write(JsonNode file, Path to) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (JsonNode segment : file.path("recipe")) {
            byte[] part = segment.has("hex")
                    ? HexFormat.of().parseHex(segment.path("hex").textValue())
                    : segment.path("utf8").textValue().getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < segment.path("times").intValue(); i++) {
                bytes.write(part);
            }
        }
        return Files.write(to, bytes.toByteArray());
    }

    static DatasetValidator validator() {
        return DatasetValidator.builder(BaseModel.CLAUDE_3_HAIKU.limits())
                .tokenEstimator(TokenEstimator.awsLengthOverThree())
                .build();
    }
}
