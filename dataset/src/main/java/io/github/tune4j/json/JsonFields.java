package io.github.tune4j.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tune4j.InvalidInputException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object that knows where it stands, so that a missing or mistyped field is reported with its place. A field
 * that is null counts as absent.
 */
public final class JsonFields {
    private final JsonNode object;
    private final String place;

    private JsonFields(JsonNode object, String place) {
        this.object = object;
        this.place = place;
    }

    /**
     * Takes an object.
     *
     * @throws InvalidInputException if the node is anything else
     */
    public static JsonFields of(JsonNode node, String place) {
        if (!node.isObject()) {
            throw InvalidInputException.of(place + " is not a JSON object.", "write an object there.");
        }
        return new JsonFields(node, place);
    }

    public String place() {
        return place;
    }

    public boolean has(String key) {
        return object.hasNonNull(key);
    }

    public String text(String key) {
        return required(key, textOrNull(key));
    }

    public @Nullable String textOrNull(String key) {
        JsonNode node = object.path(key);
        if (absent(node)) {
            return null;
        }
        if (!node.isTextual()) {
            throw wrong(key, "a text");
        }
        return node.textValue();
    }

    /** An identifier: a text, or a whole number as its digits. */
    public @Nullable String idOrNull(String key) {
        JsonNode node = object.path(key);
        return node.isIntegralNumber() ? node.asText() : textOrNull(key);
    }

    /** Yes or no; no when absent. */
    public boolean flag(String key) {
        JsonNode node = object.path(key);
        if (!absent(node) && !node.isBoolean()) {
            throw wrong(key, "true or false");
        }
        return node.asBoolean();
    }

    public OptionalLong wholeNumber(String key) {
        JsonNode node = object.path(key);
        if (absent(node)) {
            return OptionalLong.empty();
        }
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            throw wrong(key, "a whole number");
        }
        return OptionalLong.of(node.longValue());
    }

    /** A number, or a text that is one, exactly as written. */
    public @Nullable BigDecimal decimalOrNull(String key) {
        JsonNode node = object.path(key);
        if (absent(node)) {
            return null;
        }
        try {
            return node.isTextual() ? new BigDecimal(node.textValue()) : number(key, node);
        } catch (NumberFormatException e) {
            throw wrong(key, "a number");
        }
    }

    public BigDecimal decimal(String key) {
        return required(key, decimalOrNull(key));
    }

    public LocalDate date(String key) {
        return required(key, dateOrNull(key));
    }

    public @Nullable LocalDate dateOrNull(String key) {
        String text = textOrNull(key);
        try {
            return text == null ? null : LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw wrong(key, "a date such as 2026-11-23");
        }
    }

    /** One of an enum's names. */
    public <E extends Enum<E>> E oneOf(Class<E> type, String key) {
        String name = text(key);
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(name)) {
                return constant;
            }
        }
        throw wrong(key, "one of " + List.of(type.getEnumConstants()));
    }

    /** Texts in order; none when absent. */
    public List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        for (JsonNode node : array(key)) {
            if (!node.isTextual()) {
                throw wrong(key, "a list of texts");
            }
            texts.add(node.textValue());
        }
        return texts;
    }

    public Optional<JsonFields> object(String key) {
        JsonNode node = object.path(key);
        return absent(node) ? Optional.empty() : Optional.of(of(node, place + "/" + key));
    }

    /** Objects in order; none when absent. */
    public List<JsonFields> objects(String key) {
        List<JsonFields> objects = new ArrayList<>();
        for (JsonNode node : array(key)) {
            objects.add(of(node, place + "/" + key + "/" + (objects.size() + 1)));
        }
        return objects;
    }

    public JsonNode node() {
        return object;
    }

    private JsonNode array(String key) {
        JsonNode node = object.path(key);
        if (!absent(node) && !node.isArray()) {
            throw wrong(key, "a list");
        }
        return node;
    }

    private BigDecimal number(String key, JsonNode node) {
        if (!node.isNumber()) {
            throw wrong(key, "a number");
        }
        return node.decimalValue();
    }

    private <T> T required(String key, @Nullable T value) {
        if (value == null) {
            throw InvalidInputException.of(place + " has no \"" + key + "\".", "add the field \"" + key + "\".");
        }
        return value;
    }

    private InvalidInputException wrong(String key, String expected) {
        return InvalidInputException.of(
                place + ": \"" + key + "\" is not " + expected + ".", "write " + expected + " there.");
    }

    private static boolean absent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }
}
