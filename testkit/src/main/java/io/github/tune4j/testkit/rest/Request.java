package io.github.tune4j.testkit.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * A request that satisfies its constraints.
 *
 * @param region where it was made
 * @param input all members, whether they came in the path, the query or the body
 */
public record Request(String region, ObjectNode input) {

    /** A member of text that must be there. */
    public String text(String name) {
        return input.get(name).textValue();
    }

    /** A member of text that may be there. */
    public Optional<String> optional(String name) {
        return Optional.ofNullable(input.path(name).textValue());
    }

    /** Any member; a missing node when it is not there. */
    public JsonNode get(String name) {
        return input.path(name);
    }
}
