package io.github.tune4j.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.json.Json;
import io.github.tune4j.json.StringLiterals;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The elements of a JSON array, or JSON values one after another (JSON Lines), found in the bytes without parsing them.
 * Holds one record at a time; a record has at most 4 MiB.
 */
final class JsonRecords extends Records {
    private static final int FIRST_BUFFER = 1 << 17;
    private static final int LONGEST_RECORD = 1 << 22;

    private byte[] buffer = new byte[FIRST_BUFFER];
    private int position;
    private int limit;
    private boolean sourceEnded;
    private boolean array;
    private boolean over;
    private boolean waiting;

    JsonRecords(InputStream in, String source) {
        super(in, source);
    }

    /** Looks at a record where it stands in the bytes. */
    @FunctionalInterface
    interface Look {
        /**
         * Finds the end of a record.
         *
         * @return the index behind it, {@link StringLiterals#UNUSUAL} or {@link StringLiterals#UNFINISHED}
         */
        int end(byte[] bytes, int from, int to);
    }

    /**
     * Takes the present record as bytes, if the look understands it. What the look noted of indexes holds until the
     * next call of any method here.
     *
     * @return false when the record is too unusual: take it as a tree
     */
    boolean take(Look look) {
        while (true) {
            int end = look.end(buffer, position, limit);
            if (end >= 0) {
                position = end;
                waiting = false;
                return true;
            }
            if (end == StringLiterals.UNUSUAL || !fill()) {
                return false;
            }
        }
    }

    /**
     * Writes the present record as it stands, without its line ends, which JSON has between tokens only; instead of taking
     * it as a tree.
     */
    void copyTo(OutputStream out) throws IOException {
        int length = valueLength(); // reading more moves the position
        int end = position + length;
        for (int from = position; from < end; ) {
            int to = from;
            while (to < end && buffer[to] != '\n' && buffer[to] != '\r') {
                to++;
            }
            out.write(buffer, from, to - from);
            from = to + 1;
        }
        position = end;
        waiting = false;
    }

    @Override
    boolean advance(long passed) {
        if (waiting) {
            int length = valueLength(); // reading more moves the position
            position += length;
            waiting = false;
        }
        if (over) {
            return false;
        }
        int b = peek();
        if (passed == 0) {
            b = begin(b);
        } else if (array && b == ',') {
            position++;
            b = peek();
            if (b == ']') {
                throw broken("is followed by a comma and no further record", "remove the comma");
            }
        } else if (array && b >= 0 && b != ']') {
            throw broken("is followed by neither a comma nor the end of the array", "correct the JSON there");
        }
        if (array && b == ']') {
            position++;
            over = true;
            if (peek() >= 0) {
                throw broken("ends the array, but more follows", "remove what follows the array");
            }
        } else if (b < 0) {
            over = true;
            if (array) {
                throw broken("is the last one, but the array is not closed", "see whether the file was cut off");
            }
        }
        waiting = !over;
        return waiting;
    }

    private int begin(int first) {
        int b = first;
        if (b == 0xEF && ensure(3) && (buffer[position + 1] & 0xFF) == 0xBB && (buffer[position + 2] & 0xFF) == 0xBF) {
            position += 3;
            b = peek();
        }
        if (b < 0) {
            throw InvalidInputException.of(source() + " is empty.", "give it at least one record, or [] for none.");
        }
        if (b == '[') {
            array = true;
            position++;
            b = peek();
        }
        return b;
    }

    @Override
    JsonNode tree(String place) {
        int length = valueLength();
        ByteBuffer bytes = ByteBuffer.wrap(buffer, position, length);
        position += length;
        waiting = false;
        try {
            return Json.record(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString(), place);
        } catch (CharacterCodingException e) {
            throw InvalidInputException.of(place + " is not UTF-8.", "save the file as UTF-8.", e);
        }
    }

    /**
     * The length of the value at the position: to its closing bracket or quote, or to what separates values. A line end
     * inside a text ends it too, so that an unclosed quote does not swallow the records that follow.
     */
    private int valueLength() {
        int depth = 0;
        boolean text = false;
        for (int i = 0; ensure(i + 1); i++) {
            int b = buffer[position + i];
            if (text) {
                if (b == '\\') {
                    i++;
                } else if (b >= 0 && b < ' ') {
                    return i + 1;
                }
                text = b != '"';
            } else if (b == '"') {
                text = true;
            } else if (b == '{' || b == '[') {
                depth++;
            } else if (b == '}' || b == ']') {
                depth--;
            } else if (depth == 0 && (b == ',' || b <= ' ' && b >= 0)) {
                return i;
            }
            if (depth == 0 && !text && (b == '}' || b == ']' || b == '"')) {
                return i + 1;
            }
            if (depth < 0) {
                return i;
            }
        }
        if (depth > 0 || text) {
            throw broken("is not finished: the source ends inside it", "see whether the file was cut off");
        }
        return limit - position;
    }

    /** The next byte that is not white space, not taken; negative at the end. */
    private int peek() {
        while (ensure(1)) {
            int b = buffer[position] & 0xFF;
            if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                return b;
            }
            position++;
        }
        return -1;
    }

    private boolean ensure(int bytes) {
        while (limit - position < bytes) {
            if (!fill()) {
                return false;
            }
        }
        return true;
    }

    /** Reads more behind what is there, keeping everything from the position on. */
    private boolean fill() {
        if (sourceEnded) {
            return false;
        }
        if (position > 0) {
            System.arraycopy(buffer, position, buffer, 0, limit - position);
            limit -= position;
            position = 0;
        }
        if (limit == buffer.length) {
            if (limit >= LONGEST_RECORD) {
                throw broken("has more than " + LONGEST_RECORD + " bytes", "shorten or split the record");
            }
            buffer = Arrays.copyOf(buffer, limit * 2);
        }
        int read = read(buffer, limit, buffer.length - limit);
        sourceEnded = read < 0;
        limit += Math.max(0, read);
        return read > 0;
    }

    private InvalidInputException broken(String what, String remedy) {
        return InvalidInputException.of(place() + " " + what + ".", remedy + ".");
    }
}
