package io.github.tune4j.testkit.s3;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * An upload in parts that is neither completed nor aborted.
 *
 * @param algorithm the checksum that the client announced
 * @param composite whether the object's checksum is to be made of those of its parts
 * @param parts by number
 */
record Upload(
        String id,
        String key,
        Instant initiated,
        Attributes attributes,
        Optional<ChecksumAlgorithm> algorithm,
        boolean composite,
        ConcurrentNavigableMap<Integer, Part> parts) {

    static Upload read(JsonNode json) {
        return new Upload(
                json.path("id").asText(),
                json.path("key").asText(),
                Instant.parse(json.path("initiated").asText()),
                Attributes.read(json.path("attributes")),
                Optional.ofNullable(json.path("algorithm").textValue()).map(ChecksumAlgorithm::valueOf),
                json.path("composite").asBoolean(),
                new ConcurrentSkipListMap<>());
    }

    void write(ObjectNode json) {
        json.put("id", id)
                .put("key", key)
                .put("initiated", initiated.toString())
                .put("composite", composite);
        algorithm.ifPresent(value -> json.put("algorithm", value.name()));
        attributes.write(json.putObject("attributes"));
    }

    /** How the object's checksum will be made. */
    String checksumType() {
        return composite ? "COMPOSITE" : "FULL_OBJECT";
    }
}
