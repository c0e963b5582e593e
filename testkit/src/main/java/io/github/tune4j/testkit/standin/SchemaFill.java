package io.github.tune4j.testkit.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Makes a JSON value that fits a JSON schema. */
final class SchemaFill {
    private static final int DEEPEST = 12;

    /** Schemas that want more than this, or that never end, get no more. */
    private static final int MOST_VALUES = 10_000;

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final JsonNode root;
    private final Function<JsonNode, Optional<JsonNode>> chosen;
    private final Supplier<String> words;
    private int values;

    /**
     * Fills parts of one schema.
     *
     * @param root where references point into
     * @param chosen the value for a schema, where there is reason to prefer one
     * @param words gives text for where text is wanted
     */
    SchemaFill(JsonNode root, Function<JsonNode, Optional<JsonNode>> chosen, Supplier<String> words) {
        this.root = root;
        this.chosen = chosen;
        this.words = words;
    }

    /** A value that fits a schema or a part of it. */
    JsonNode fill(JsonNode schema) {
        return fill(schema, 0);
    }

    private JsonNode fill(JsonNode given, int depth) {
        JsonNode schema = resolved(given, 0);
        if (++values > MOST_VALUES) {
            return JSON.nullNode();
        }
        if (schema.has("const")) {
            return schema.get("const");
        }
        Optional<JsonNode> preferred = chosen.apply(schema);
        if (preferred.isPresent()) {
            return preferred.get();
        }
        if (schema.path("enum").isArray() && !schema.path("enum").isEmpty()) {
            return schema.path("enum").get(0);
        }
        return switch (type(schema)) {
            case "object" -> object(schema, depth);
            case "array" -> array(schema, depth);
            case "integer" -> JSON.numberNode((long) number(schema, true));
            case "number" -> JSON.numberNode(number(schema, false));
            case "boolean" -> JSON.booleanNode(true);
            case "null" -> JSON.nullNode();
            default -> JSON.textNode(TextSample.of(schema, words));
        };
    }

    /** A schema without references and alternatives: the first alternative is taken, parts that all hold are joined. */
    private JsonNode resolved(JsonNode given, int depth) {
        JsonNode schema = given;
        for (int i = 0; i < DEEPEST && schema.path("$ref").isTextual(); i++) {
            schema = referred(schema.path("$ref").asText());
        }
        if (depth > DEEPEST) {
            return schema;
        }
        for (String either : new String[] {"anyOf", "oneOf"}) {
            if (schema.path(either).isArray() && !schema.path(either).isEmpty()) {
                schema = joined(schema, resolved(schema.path(either).get(0), depth + 1));
            }
        }
        for (JsonNode part : schema.path("allOf")) {
            schema = joined(schema, resolved(part, depth + 1));
        }
        return schema;
    }

    private JsonNode referred(String reference) {
        String pointer = reference.replaceFirst("^#", "");
        return pointer.isEmpty() || pointer.startsWith("/") ? root.at(pointer) : root.path(pointer);
    }

    private static JsonNode joined(JsonNode schema, JsonNode part) {
        if (!(schema instanceof ObjectNode given)) {
            return part;
        }
        ObjectNode all = given.deepCopy();
        for (Map.Entry<String, JsonNode> entry : part.properties()) {
            if (all.path(entry.getKey()) instanceof ObjectNode old && entry.getValue() instanceof ObjectNode more) {
                old.setAll(more);
            } else if (all.path(entry.getKey()) instanceof ArrayNode old
                    && entry.getValue() instanceof ArrayNode more) {
                old.addAll(more);
            } else {
                all.set(entry.getKey(), entry.getValue());
            }
        }
        all.remove("anyOf");
        all.remove("oneOf");
        return all;
    }

    private static String type(JsonNode schema) {
        JsonNode type = schema.path("type");
        if (type.isArray()) {
            return type.path(0).asText();
        }
        if (type.isTextual()) {
            return type.asText();
        }
        return schema.has("properties") ? "object" : schema.has("items") ? "array" : "string";
    }

    private ObjectNode object(JsonNode schema, int depth) {
        ObjectNode object = JSON.objectNode();
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            if (depth < DEEPEST / 2 || isRequired(schema, property.getKey())) {
                object.set(property.getKey(), fill(property.getValue(), depth + 1));
            }
        }
        for (JsonNode name : schema.path("required")) {
            if (!object.has(name.asText())) {
                object.set(name.asText(), fill(schema.path("additionalProperties"), depth + 1));
            }
        }
        return object;
    }

    private static boolean isRequired(JsonNode schema, String name) {
        for (JsonNode required : schema.path("required")) {
            if (required.asText().equals(name)) {
                return true;
            }
        }
        return false;
    }

    private ArrayNode array(JsonNode schema, int depth) {
        int least = schema.path("minItems").asInt(depth < DEEPEST / 2 ? 1 : 0);
        int count = Math.min(least, schema.path("maxItems").asInt(Integer.MAX_VALUE));
        boolean distinct = schema.path("uniqueItems").asBoolean();
        ArrayNode array = JSON.arrayNode();
        JsonNode items = schema.path("items");
        JsonNode choices = resolved(items, 0).path("enum");
        for (int i = 0; i < count && values <= MOST_VALUES; i++) {
            JsonNode item = fill(items, depth + 1);
            array.add(distinct ? different(item, choices, i) : item);
        }
        return array;
    }

    private static JsonNode different(JsonNode item, JsonNode choices, int index) {
        if (choices.isArray()) {
            return choices.path(Math.min(index, choices.size() - 1));
        }
        if (item.isTextual()) {
            return index == 0 ? item : JSON.textNode(item.asText() + " " + (index + 1));
        }
        return item.isIntegralNumber() ? JSON.numberNode(item.asLong() + index) : item;
    }

    private static double number(JsonNode schema, boolean whole) {
        double least = schema.path("minimum").asDouble(Double.NEGATIVE_INFINITY);
        double most = schema.path("maximum").asDouble(Double.POSITIVE_INFINITY);
        double step = schema.path("multipleOf").asDouble(whole ? 1 : 0);
        if (schema.path("exclusiveMinimum").isNumber()) {
            double above = schema.path("exclusiveMinimum").asDouble();
            least = Math.max(least, whole ? Math.floor(above) + 1 : Math.nextUp(above));
        }
        if (schema.path("exclusiveMaximum").isNumber()) {
            double below = schema.path("exclusiveMaximum").asDouble();
            most = Math.min(most, whole ? Math.ceil(below) - 1 : Math.nextDown(below));
        }
        double middle = Double.isInfinite(least) || Double.isInfinite(most)
                ? Math.min(Math.max(1, least), most)
                : least / 2 + most / 2;
        if (step == 0) {
            return middle;
        }
        double down = Math.floor(middle / step) * step;
        return down >= least ? down : down + step;
    }
}
