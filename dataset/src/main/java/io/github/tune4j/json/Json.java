package io.github.tune4j.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.TuneException;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Trees of JSON, read under limits that a hostile file cannot pass, each with an error that names it: texts up to 20
 * million characters, keys up to 50,000, 100 levels, numbers up to 100 digits, and in a record of many up to 300,000
 * values and keys. A key that stands twice in one object, or anything after the end, is an error.
 */
public final class Json {
    /** Read and written without an object mapper, whose start would take longer than most of what this library does. */
    private static final JsonFactory FACTORY = factory(Long.MAX_VALUE);

    /** A record's tree stays small beside a heap of 64 MiB, whatever the record holds. */
    private static final JsonFactory OF_RECORDS = factory(300_000);

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Json() {}

    private static JsonFactory factory(long mostTokens) {
        return JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxStringLength(20_000_000)
                        .maxNameLength(50_000)
                        .maxNestingDepth(100)
                        .maxNumberLength(100)
                        .maxTokenCount(mostTokens)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                .build();
    }

    /** An empty object. */
    public static ObjectNode object() {
        return NODES.objectNode();
    }

    /** An empty array. */
    public static ArrayNode array() {
        return NODES.arrayNode();
    }

    /**
     * Reads a file whole.
     *
     * @throws InvalidInputException if it cannot be read, is not UTF-8 or not one JSON value
     */
    public static JsonNode read(Path file) {
        try {
            return parse(Files.readString(file), file.toString());
        } catch (CharacterCodingException e) {
            throw notUtf8(file, e);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /** Reads what is packed beside a class; a broken one is a defect of the build. */
    public static JsonNode resource(Class<?> owner, String name) {
        try (InputStream in = owner.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not packed beside " + owner.getName());
            }
            return tree(new String(in.readAllBytes(), StandardCharsets.UTF_8), FACTORY);
        } catch (IOException e) {
            throw new IllegalStateException(name + " beside " + owner.getName() + " is broken", e);
        }
    }

    /**
     * Reads a text.
     *
     * @param place where it comes from, for the message
     * @throws InvalidInputException if it is not one JSON value
     */
    public static JsonNode parse(String text, String place) {
        return parse(text, place, FACTORY);
    }

    /**
     * Reads one record of a file that may hold any number of them.
     *
     * @param place where it stands, for the message
     * @throws InvalidInputException if it is not one JSON value, or larger than a record can sensibly be
     */
    public static JsonNode record(String text, String place) {
        return parse(text, place, OF_RECORDS);
    }

    private static JsonNode parse(String text, String place, JsonFactory factory) {
        try {
            String json = text.startsWith("\uFEFF") ? text.substring(1) : text;
            JsonNode node = tree(json, factory);
            if (node.isMissingNode()) {
                throw InvalidInputException.of(place + " is empty.", "give it a JSON value.");
            }
            return node;
        } catch (StreamConstraintsException e) {
            throw InvalidInputException.of(place + " " + limitPassed(e) + ".", "shorten or split it.");
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            String where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
            // The parser's own message quotes the text, which may be a customer's.
            if (String.valueOf(e.getOriginalMessage()).startsWith("Duplicate field")) {
                throw InvalidInputException.of(
                        place + " has a key twice in one object" + where + ".", "leave one of the two out.");
            }
            throw InvalidInputException.of(place + " is not JSON" + where + ".", "correct the JSON there.");
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory does not fail", e);
        }
    }

    /** Which of the limits was passed; the parser tells it only in words. */
    private static String limitPassed(StreamConstraintsException e) {
        String reason = String.valueOf(e.getOriginalMessage());
        if (reason.startsWith("String")) {
            return "has a text of more than 20,000,000 characters";
        }
        if (reason.startsWith("Number")) {
            return "has a number of more than 100 digits";
        }
        if (reason.startsWith("Name")) {
            return "has a key of more than 50,000 characters";
        }
        return reason.startsWith("Token")
                ? "has more than 300,000 values and keys"
                : "is nested deeper than 100 levels";
    }

    /** The one value of a text; a missing node when there is none. */
    private static JsonNode tree(String text, JsonFactory factory) throws IOException {
        try (JsonParser parser = factory.createParser(text)) {
            if (parser.nextToken() == null) {
                return NODES.missingNode();
            }
            JsonNode value = value(parser);
            if (parser.nextToken() != null) {
                throw new JsonParseException(parser, "more follows");
            }
            return value;
        }
    }

    private static JsonNode value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                ObjectNode object = NODES.objectNode();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    object.set(name, value(parser));
                }
                yield object;
            }
            case START_ARRAY -> {
                ArrayNode array = NODES.arrayNode();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    array.add(value(parser));
                }
                yield array;
            }
            case VALUE_STRING -> NODES.textNode(parser.getText());
            case VALUE_NUMBER_INT -> wholeNumber(parser);
            case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDecimalValue());
            case VALUE_TRUE, VALUE_FALSE -> NODES.booleanNode(parser.getBooleanValue());
            default -> NODES.nullNode();
        };
    }

    private static JsonNode wholeNumber(JsonParser parser) throws IOException {
        return switch (parser.getNumberType()) {
            case INT -> NODES.numberNode(parser.getIntValue());
            case LONG -> NODES.numberNode(parser.getLongValue());
            default -> NODES.numberNode(parser.getBigIntegerValue());
        };
    }

    /** One line, without a line end. */
    public static String line(JsonNode node) {
        return write(node, false);
    }

    /** Indented for people, characters as they are, with a line end. */
    public static String indented(JsonNode node) {
        return write(node, true) + "\n";
    }

    private static String write(JsonNode node, boolean indented) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(text)) {
            if (indented) {
                generator.setPrettyPrinter(new DefaultPrettyPrinter());
            }
            write(node, generator);
        } catch (IOException e) {
            throw new TuneException("JSON cannot be written.", "report this as a defect.", e);
        }
        return escaped(text.toString());
    }

    /** Half of a surrogate pair stands in a text of some model; UTF-8 cannot hold it, an escape can. */
    private static String escaped(String json) {
        if (json.codePoints().noneMatch(Json::isHalfPair)) {
            return json;
        }
        StringBuilder escaped = new StringBuilder(json.length() + 16);
        json.codePoints().forEach(c -> {
            if (isHalfPair(c)) {
                escaped.append("\\u").append(Integer.toHexString(c));
            } else {
                escaped.appendCodePoint(c);
            }
        });
        return escaped.toString();
    }

    private static boolean isHalfPair(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    private static void write(JsonNode node, JsonGenerator generator) throws IOException {
        switch (node.getNodeType()) {
            case OBJECT -> {
                generator.writeStartObject();
                for (Map.Entry<String, JsonNode> field : node.properties()) {
                    generator.writeFieldName(field.getKey());
                    write(field.getValue(), generator);
                }
                generator.writeEndObject();
            }
            case ARRAY -> {
                generator.writeStartArray();
                for (JsonNode element : node) {
                    write(element, generator);
                }
                generator.writeEndArray();
            }
            case STRING -> generator.writeString(node.textValue());
            case NUMBER -> writeNumber(node, generator);
            case BOOLEAN -> generator.writeBoolean(node.booleanValue());
            case NULL -> generator.writeNull();
            default -> throw new IllegalArgumentException("not a value of JSON: " + node.getNodeType());
        }
    }

    private static void writeNumber(JsonNode node, JsonGenerator generator) throws IOException {
        switch (node.numberType()) {
            case INT, LONG -> generator.writeNumber(node.longValue());
            case BIG_INTEGER -> generator.writeNumber(node.bigIntegerValue());
            case FLOAT -> generator.writeNumber(node.floatValue());
            case DOUBLE -> generator.writeNumber(node.doubleValue());
            default -> generator.writeNumber(node.decimalValue());
        }
    }

    static InvalidInputException notUtf8(Path file, CharacterCodingException cause) {
        return InvalidInputException.of(file + " is not UTF-8.", "save the file as UTF-8.", cause);
    }

    static InvalidInputException unreadable(Path file, IOException cause) {
        return InvalidInputException.of(
                file + " cannot be read.", "check that the file exists and is readable.", cause);
    }
}
