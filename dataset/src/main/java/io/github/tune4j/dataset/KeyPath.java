package io.github.tune4j.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.json.JsonFields;
import java.util.Set;

/**
 * A key of a record, or a path to a nested one with dots between keys and positions from 0, such as {@code qa.0.text}.
 * A key that itself holds dots is found as it stands.
 */
record KeyPath(String path) {

    /** Adds the keys of a record under which the path may begin. */
    void addTo(Set<String> keys) {
        keys.add(path);
        int dot = path.indexOf('.');
        if (dot > 0) {
            keys.add(path.substring(0, dot));
        }
    }

    /** The node there; a missing node when there is none. */
    JsonNode find(JsonNode record) {
        if (record.has(path)) {
            return record.get(path);
        }
        JsonNode node = record;
        for (String step : path.split("\\.")) {
            node = node.isArray() && step.matches("\\d{1,9}") ? node.path(Integer.parseInt(step)) : node.path(step);
        }
        return node;
    }

    /**
     * The text there.
     *
     * @throws InvalidInputException if there is none
     */
    String text(JsonFields record) {
        JsonNode node = find(record.node());
        if (node.isTextual()) {
            return node.textValue();
        }
        if (node.isMissingNode() || node.isNull()) {
            throw InvalidInputException.of(
                    record.place() + " has no \"" + path + "\".",
                    "add it, or name the key under which it stands (promptKey, completionKey, systemPromptKey).");
        }
        throw InvalidInputException.of(
                record.place() + ": \"" + path + "\" is not a text.", "write it in double quotes.");
    }
}
