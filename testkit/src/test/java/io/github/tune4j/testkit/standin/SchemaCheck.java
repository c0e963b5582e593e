package io.github.tune4j.testkit.standin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Says where a JSON value does not fit a JSON schema; knows the keywords that the tests use. */
final class SchemaCheck {
    private final JsonNode root;
    private final List<String> problems = new ArrayList<>();

    private SchemaCheck(JsonNode root) {
        this.root = root;
    }

    static List<String> problems(JsonNode value, JsonNode schema) {
        SchemaCheck check = new SchemaCheck(schema);
        check.check("#", value, schema);
        return check.problems;
    }

    private void that(boolean holds, String at, String what) {
        if (!holds) {
            problems.add(at + ": " + what);
        }
    }

    private void check(String at, JsonNode value, JsonNode schema) {
        if (schema.has("$ref")) {
            check(at, value, root.at(schema.path("$ref").asText().substring(1)));
        }
        schema.path("allOf").forEach(part -> check(at, value, part));
        if (schema.has("anyOf")) {
            boolean any = false;
            for (JsonNode part : schema.path("anyOf")) {
                SchemaCheck one = new SchemaCheck(root);
                one.check(at, value, part);
                any |= one.problems.isEmpty();
            }
            that(any, at, "fits no alternative");
        }
        if (schema.has("const")) {
            that(value.equals(schema.get("const")), at, "not the constant");
        }
        if (schema.has("enum")) {
            boolean one = false;
            for (JsonNode choice : schema.path("enum")) {
                one |= choice.equals(value);
            }
            that(one, at, "not in the enum");
        }
        if (schema.has("type")) {
            boolean fits = false;
            for (JsonNode type : schema.path("type").isArray() ? schema.path("type") : List.of(schema.path("type"))) {
                fits |= isOf(value, type.asText());
            }
            that(fits, at, value + " is not of type " + schema.path("type"));
        }
        if (value.isNumber()) {
            double number = value.doubleValue();
            that(number >= schema.path("minimum").asDouble(number), at, "below the minimum");
            that(number <= schema.path("maximum").asDouble(number), at, "above the maximum");
            that(number > schema.path("exclusiveMinimum").asDouble(number - 1), at, "not above");
            that(number < schema.path("exclusiveMaximum").asDouble(number + 1), at, "not below");
            that(number % schema.path("multipleOf").asDouble(number == 0 ? 1 : number) == 0, at, "no multiple");
        }
        if (value.isTextual()) {
            String text = value.textValue();
            that(text.length() >= schema.path("minLength").asInt(0), at, "too short");
            that(text.length() <= schema.path("maxLength").asInt(Integer.MAX_VALUE), at, "too long");
            that(Pattern.compile(schema.path("pattern").asText()).matcher(text).find(), at, text + " does not match");
        }
        if (value.isArray()) {
            that(value.size() >= schema.path("minItems").asInt(0), at, "too few");
            that(value.size() <= schema.path("maxItems").asInt(Integer.MAX_VALUE), at, "too many");
            Set<JsonNode> distinct = new HashSet<>();
            value.forEach(distinct::add);
            that(!schema.path("uniqueItems").asBoolean() || distinct.size() == value.size(), at, "not unique");
            value.forEach(item -> check(at + "/-", item, schema.path("items")));
        }
        if (value.isObject()) {
            schema.path("required").forEach(name -> that(value.has(name.asText()), at, "lacks " + name));
            for (Map.Entry<String, JsonNode> property :
                    schema.path("properties").properties()) {
                if (value.has(property.getKey())) {
                    check(at + "/" + property.getKey(), value.get(property.getKey()), property.getValue());
                }
            }
        }
    }

    private static boolean isOf(JsonNode value, String type) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            default -> value.isNull();
        };
    }
}
