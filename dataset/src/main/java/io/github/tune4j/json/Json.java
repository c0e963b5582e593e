package io.github.tune4j.json;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.TuneException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Trees of JSON, read under limits that a hostile file cannot pass: texts up to 20 million characters, 100 levels,
 * numbers up to 100 digits. A key that stands twice in one object, or anything after the end, is an error.
 */
public final class Json {
    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(20_000_000)
                            .maxNestingDepth(100)
                            .maxNumberLength(100)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private Json() {}

    /** An empty object. */
    public static ObjectNode object() {
        return MAPPER.createObjectNode();
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
            return MAPPER.readTree(in);
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
        try {
            String json = text.startsWith("\uFEFF") ? text.substring(1) : text;
            JsonNode node = MAPPER.readTree(json);
            if (node.isMissingNode()) {
                throw InvalidInputException.of(place + " is empty.", "give it a JSON value.");
            }
            return node;
        } catch (JacksonException e) {
            JsonLocation at = e.getLocation();
            String where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
            // The parser's own message quotes the text, which may be a customer's.
            throw InvalidInputException.of(place + " is not JSON" + where + ".", "correct the JSON there.");
        }
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
        try {
            return (indented ? MAPPER.writerWithDefaultPrettyPrinter() : MAPPER.writer())
                    .with(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
                    .writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new TuneException("JSON cannot be written.", "report this as a defect.", e);
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
