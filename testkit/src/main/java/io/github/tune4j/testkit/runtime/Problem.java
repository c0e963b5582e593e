package io.github.tune4j.testkit.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tune4j.testkit.wire.ServiceError;
import java.util.ArrayList;
import java.util.List;

/** Refusals in the words of Bedrock Runtime. */
final class Problem {
    private Problem() {}

    static ServiceError validation(String message) {
        return new ServiceError(400, "ValidationException", message);
    }

    /** What is wrong with the form of a model's own body: one problem is told, several are counted. */
    static final class Malformed {
        private final List<String> problems = new ArrayList<>();

        void add(String problem) {
            problems.add(problem);
        }

        void missing(String at, String key) {
            add(at + ": required key [" + key + "] not found");
        }

        void wrongType(String at, String expected, String found) {
            add(at + ": expected type: " + expected + ", found: " + found);
        }

        void orThrow() throws ServiceError {
            if (!problems.isEmpty()) {
                throw malformed(
                        ": " + (problems.size() == 1 ? problems.get(0) : problems.size() + " schema violations found"));
            }
        }
    }

    /** A body that cannot be read. */
    static ServiceError malformed(String what) {
        return validation("Malformed input request" + what + ", please reformat your input and try again.");
    }

    /** The kind of a JSON value as such messages call it. */
    static String kind(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> "String";
            case NUMBER -> value.isIntegralNumber() ? "Integer" : "BigDecimal";
            case BOOLEAN -> "Boolean";
            case ARRAY -> "JSONArray";
            case OBJECT -> "JSONObject";
            default -> "Null";
        };
    }
}
