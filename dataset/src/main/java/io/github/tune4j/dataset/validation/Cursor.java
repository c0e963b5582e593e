package io.github.tune4j.dataset.validation;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Set;

/** A place in a record that moves forward, value by value. Each value is left at its last token before the next one. */
final class Cursor {
    private static final int EXCERPT = 60;
    private static final int LONGEST_POINTER = 300;
    private static final Set<String> PYTHON_NUMBERS = Set.of("NaN", "Infinity", "-Infinity");

    private final JsonParser json;

    Cursor(JsonParser json) {
        this.json = json;
    }

    /** Into the object, or on behind a value: to the next field's value; false at the object's end. */
    boolean nextField() throws IOException {
        if (json.nextToken() == JsonToken.END_OBJECT) {
            return false;
        }
        json.nextToken();
        return true;
    }

    /** Into the list, or on behind a value: to the next element; false at the list's end. */
    boolean nextElement() throws IOException {
        return json.nextToken() != JsonToken.END_ARRAY;
    }

    String name() throws IOException {
        return String.valueOf(json.currentName());
    }

    boolean isText() {
        return json.hasToken(JsonToken.VALUE_STRING);
    }

    boolean isNull() {
        return json.hasToken(JsonToken.VALUE_NULL);
    }

    boolean isObject() {
        return json.hasToken(JsonToken.START_OBJECT);
    }

    boolean isList() {
        return json.hasToken(JsonToken.START_ARRAY);
    }

    String text() throws IOException {
        return json.getText();
    }

    /** Passes over the value; numbers are looked at, because JSON has no NaN. */
    void skip(Part part) throws IOException {
        int depth = 0;
        do {
            if (json.currentToken().isStructStart()) {
                depth++;
            } else if (json.currentToken().isStructEnd()) {
                depth--;
            } else if (json.hasToken(JsonToken.VALUE_NUMBER_FLOAT) && json.isNaN()) {
                reportNotANumber(part);
            }
        } while (depth > 0 && json.nextToken() != null);
    }

    /** AWS's script takes what Python takes, which is less than what the parser takes. */
    private void reportNotANumber(Part part) throws IOException {
        if (!PYTHON_NUMBERS.contains(json.getText())) {
            throw new JsonParseException(json, "Unknown number '" + json.getText() + "'");
        }
        part.report(this, Rule.NOT_A_NUMBER, json.getText());
    }

    /** What kind of value this is, to follow "is". */
    String kind() {
        return switch (json.currentToken()) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "a list";
            case VALUE_STRING -> "a text";
            case VALUE_NULL -> "null";
            case VALUE_TRUE, VALUE_FALSE -> "true or false";
            default -> "a number";
        };
    }

    String excerpt() throws IOException {
        return switch (json.currentToken()) {
            case START_OBJECT -> "{…}";
            case START_ARRAY -> "[…]";
            case END_OBJECT, END_ARRAY -> "";
            default -> shortened(json.getText());
        };
    }

    static String shortened(String text) {
        return shortened(text, EXCERPT);
    }

    private static String shortened(String text, int characters) {
        if (text.length() <= characters) {
            return text;
        }
        int end = text.offsetByCodePoints(0, Math.min(characters, text.codePointCount(0, text.length())));
        return end < text.length() ? text.substring(0, end) + "…" : text;
    }

    /**
     * Where the value stands; at an object's or list's last token, where that stands. Keys of a million characters are
     * cut, so that a thousand such findings can be kept.
     */
    String pointer() {
        return pointer(json);
    }

    static String pointer(JsonParser json) {
        return shortened(json.getParsingContext().pathAsPointer().toString(), LONGEST_POINTER);
    }
}
