package io.github.tune4j.testkit.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tune4j.testkit.wire.ServiceError;

/** JSON values as the types that a request wants. */
final class Types {
    private Types() {}

    static String text(JsonNode value) throws ServiceError {
        if (!value.isTextual()) {
            throw mismatch(kind(value), "String");
        }
        return value.textValue();
    }

    static long whole(JsonNode value) throws ServiceError {
        if (!value.isNumber()) {
            throw mismatch(kind(value), "Integer");
        }
        if (!value.canConvertToLong() || value.doubleValue() != value.longValue()) {
            throw mismatch("DECIMAL_VALUE", "Integer");
        }
        return value.longValue();
    }

    static String kind(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> "STRING_VALUE";
            case NUMBER -> "NUMBER_VALUE";
            case BOOLEAN -> value.booleanValue() ? "TRUE_VALUE" : "FALSE_VALUE";
            case ARRAY -> "START_ARRAY";
            case OBJECT -> "START_OBJECT";
            default -> "NULL_VALUE";
        };
    }

    static ServiceError mismatch(String found, String wanted) {
        return new ServiceError(400, "SerializationException", found + " cannot be converted to " + wanted);
    }
}
