package io.github.tune4j.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.json.Json;
import io.github.tune4j.json.JsonFields;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * Comma-separated values with a header, as RFC 4180 has them: fields may be quoted, a quote inside is doubled, quoted
 * fields may hold line ends. Each row becomes an object of texts. A field has at most 4 million characters.
 */
final class CsvRecords extends Records {
    private static final int LONGEST_FIELD = 4_000_000;
    private static final int END = -1;

    private final Reader reader;
    private List<String> header = List.of();
    private List<String> row = List.of();
    private int ahead;

    CsvRecords(InputStream in, String source) {
        super(in, source);
        this.reader = new BufferedReader(new InputStreamReader(bytes(), StandardCharsets.UTF_8.newDecoder()), 1 << 16);
    }

    private InputStream bytes() {
        return new InputStream() {
            @Override
            public int read() {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] bytes, int from, int length) {
                return CsvRecords.this.read(bytes, from, length);
            }
        };
    }

    @Override
    boolean advance(long passed) {
        if (header.isEmpty()) {
            ahead = character();
            if (ahead == '\uFEFF') {
                ahead = character();
            }
            header = readRow();
            if (new HashSet<>(header).size() < header.size()) {
                throw InvalidInputException.of(
                        "The header of " + source() + " names a column twice: " + header + ".", "rename the column.");
            }
        }
        row = readRow();
        while (row.size() == 1 && row.get(0).isEmpty() && header.size() > 1) {
            row = readRow();
        }
        return !row.isEmpty();
    }

    /** A record as the header promises it, with empty texts; for a source without rows. */
    JsonFields promised() {
        ObjectNode record = Json.object();
        header.forEach(name -> record.put(name, ""));
        return JsonFields.of(record, source() + ", the header");
    }

    @Override
    JsonNode tree(String place) {
        if (row.size() != header.size()) {
            throw InvalidInputException.of(
                    place + " has " + row.size() + " fields under a header of " + header.size() + ".",
                    "put fields that hold a comma, a quote or a line end in double quotes.");
        }
        ObjectNode record = Json.object();
        for (int i = 0; i < row.size(); i++) {
            record.put(header.get(i), row.get(i));
        }
        return record;
    }

    /** The fields of the next row; none at the end. */
    private List<String> readRow() {
        List<String> fields = new ArrayList<>();
        if (ahead == END) {
            return fields;
        }
        while (true) {
            fields.add(ahead == '"' ? quoted() : plain());
            int separator = ahead;
            if (separator != END) {
                ahead = character();
            }
            if (separator == '\r' && ahead == '\n') {
                ahead = character();
            }
            if (separator != ',') {
                return fields;
            }
        }
    }

    private String plain() {
        StringBuilder field = new StringBuilder();
        while (!endsField(ahead)) {
            append(field);
        }
        return field.toString();
    }

    private String quoted() {
        StringBuilder field = new StringBuilder();
        ahead = character();
        while (true) {
            if (ahead == END) {
                throw broken("opens a quote that is never closed", "close it, or double the quotes inside a field");
            }
            if (ahead == '"') {
                ahead = character();
                if (endsField(ahead)) {
                    return field.toString();
                }
                if (ahead != '"') {
                    throw broken("has text behind a closing quote", "double the quotes inside a quoted field");
                }
            }
            append(field);
        }
    }

    private void append(StringBuilder field) {
        if (field.length() == LONGEST_FIELD) {
            throw broken("has a field of more than " + LONGEST_FIELD + " characters", "look for an unclosed quote");
        }
        field.append((char) ahead);
        ahead = character();
    }

    private static boolean endsField(int character) {
        return character == ',' || character == '\n' || character == '\r' || character == END;
    }

    private int character() {
        try {
            return reader.read();
        } catch (CharacterCodingException e) {
            throw InvalidInputException.of(
                    source() + " is not UTF-8 near record " + (number() + 1) + ".", "save the file as UTF-8.", e);
        } catch (IOException e) {
            throw unreadable(source(), e);
        }
    }

    private InvalidInputException broken(String what, String remedy) {
        return InvalidInputException.of(source() + ", record " + (number() + 1) + " " + what + ".", remedy + ".");
    }
}
