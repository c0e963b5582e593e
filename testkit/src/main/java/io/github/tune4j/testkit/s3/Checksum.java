package io.github.tune4j.testkit.s3;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;

/**
 * A checksum as it is kept and shown.
 *
 * @param value in Base64; with {@code -n} behind it when it was made of the checksums of n parts
 */
record Checksum(ChecksumAlgorithm algorithm, String value) {
    static Checksum of(ChecksumAlgorithm algorithm, byte[] value) {
        return new Checksum(algorithm, Base64.getEncoder().encodeToString(value));
    }

    static Checksum read(JsonNode json) {
        return new Checksum(
                ChecksumAlgorithm.valueOf(json.path("algorithm").asText()),
                json.path("value").asText());
    }

    void write(ObjectNode json) {
        json.put("algorithm", algorithm.name()).put("value", value);
    }

    byte[] bytes() {
        return Base64.getDecoder().decode(value);
    }

    String type() {
        return value.contains("-") ? "COMPOSITE" : "FULL_OBJECT";
    }
}
