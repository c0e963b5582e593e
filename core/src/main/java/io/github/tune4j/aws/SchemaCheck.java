package io.github.tune4j.aws;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tune4j.chat.AnswerSchema;
import io.github.tune4j.json.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Whether a value has the shape that was asked for. Checks what models get wrong: {@code type}, {@code required},
 * {@code properties}, {@code additionalProperties}, {@code items}, {@code enum}, {@code const}, and the bounds of
 * numbers, texts and lists. Other keywords are left to the reader of the answer.
 */
final class SchemaCheck {
    private final List<String> problems = new ArrayList<>();

    private SchemaCheck() {}

    /** What does not fit, by place; none when all fits. No value is quoted: it may be a customer's. */
    static List<String> problems(JsonNode value, AnswerSchema schema) {
        SchemaCheck check = new SchemaCheck();
        check.check(value, tree(schema), "");
        return check.problems;
    }

    static JsonNode tree(AnswerSchema schema) {
        return Json.parse(schema.jsonSchema(), "The answer schema '" + schema.name() + "'");
    }

    private void check(JsonNode value, JsonNode schema, String place) {
        JsonNode type = schema.path("type");
        if (!type.isMissingNode() && !isOf(value, type)) {
            problem(place, "must be " + (type.isArray() ? "one of " + type : article(type.asText())));
            return;
        }
        if (schema.has("enum") && !contains(schema.get("enum"), value)) {
            problem(place, "must be one of " + schema.get("enum"));
        }
        if (schema.has("const") && !same(schema.get("const"), value)) {
            problem(place, "must be " + schema.get("const"));
        }
        if (value.isNumber()) {
            bound(place, "be at least", schema.path("minimum"), value.decimalValue(), 1);
            bound(place, "be at most", schema.path("maximum"), value.decimalValue(), -1);
        } else if (value.isTextual()) {
            int length = value.textValue().codePointCount(0, value.textValue().length());
            bounds(place, "character(s)", schema.path("minLength"), schema.path("maxLength"), length);
        } else if (value.isArray()) {
            bounds(place, "item(s)", schema.path("minItems"), schema.path("maxItems"), value.size());
            for (int i = 0; schema.path("items").isObject() && i < value.size(); i++) {
                check(value.get(i), schema.get("items"), place + "/" + i);
            }
        } else if (value.isObject()) {
            object(value, schema, place);
        }
    }

    private void object(JsonNode value, JsonNode schema, String place) {
        for (JsonNode name : schema.path("required")) {
            if (!value.has(name.asText())) {
                problem(place, "lacks \"" + name.asText() + "\"");
            }
        }
        JsonNode properties = schema.path("properties");
        value.properties().forEach(field -> {
            JsonNode known = properties.path(field.getKey());
            if (known.isObject()) {
                check(field.getValue(), known, place + "/" + field.getKey());
            } else if (schema.path("additionalProperties").isBoolean()
                    && !schema.get("additionalProperties").booleanValue()) {
                problem(place, "has a field that the schema does not know");
            }
        });
    }

    private static boolean isOf(JsonNode value, JsonNode type) {
        if (type.isArray()) {
            for (JsonNode each : type) {
                if (isOf(value, each)) {
                    return true;
                }
            }
            return false;
        }
        return switch (type.asText()) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "number" -> value.isNumber();
            case "integer" ->
                value.isNumber() && value.decimalValue().stripTrailingZeros().scale() <= 0;
            case "boolean" -> value.isBoolean();
            case "null" -> value.isNull();
            default -> true;
        };
    }

    private static String article(String type) {
        return (Set.of("object", "array", "integer").contains(type) ? "an " : type.equals("null") ? "" : "a ") + type;
    }

    private static boolean contains(JsonNode values, JsonNode value) {
        for (JsonNode each : values) {
            if (same(each, value)) {
                return true;
            }
        }
        return false;
    }

    private static boolean same(JsonNode a, JsonNode b) {
        return a.isNumber() && b.isNumber() ? a.decimalValue().compareTo(b.decimalValue()) == 0 : a.equals(b);
    }

    private void bounds(String place, String unit, JsonNode min, JsonNode max, int size) {
        bound(place, "have at least", min, BigDecimal.valueOf(size), 1, unit);
        bound(place, "have at most", max, BigDecimal.valueOf(size), -1, unit);
    }

    private void bound(String place, String verb, JsonNode limit, BigDecimal value, int wrongSide, String... unit) {
        if (limit.isNumber() && limit.decimalValue().compareTo(value) == wrongSide) {
            problem(place, "must " + verb + " " + limit.asText() + (unit.length == 0 ? "" : " " + unit[0]));
        }
    }

    private void problem(String place, String what) {
        problems.add((place.isEmpty() ? "the whole" : place) + " " + what);
    }
}
