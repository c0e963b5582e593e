package io.github.tune4j.dataset;

import static io.github.tune4j.json.StringLiterals.UNFINISHED;
import static io.github.tune4j.json.StringLiterals.UNUSUAL;

import io.github.tune4j.json.StringLiterals;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Copies the string literals of a flat record as they are, escapes included, between constant texts. Takes objects
 * whose values are all strings; the rest is unusual.
 */
final class RawPairs implements JsonRecords.Look {
    private static final StringLiterals LITERALS = new StringLiterals();
    private static final byte[] NOTHING = {};

    /** A record with any further key beside the wanted ones is unusual. */
    private static final int MOST_OTHERS = 16;

    private final byte[][] keys;
    private final byte[][] constants;
    private final int[] order;
    private final int[] starts;
    private final int[] ends;
    private final List<String> otherKeys = new ArrayList<>();
    private final byte[][] others = new byte[MOST_OTHERS][];
    private final boolean[] present = new boolean[MOST_OTHERS];
    private final long[] counts = new long[MOST_OTHERS];
    private byte[] bytes = NOTHING;

    private RawPairs(List<KeyPath> keys, List<byte[]> constants, List<Integer> order) {
        this.keys = new byte[keys.size()][];
        for (int i = 0; i < keys.size(); i++) {
            this.keys[i] = keys.get(i).path().getBytes(StandardCharsets.UTF_8);
        }
        this.constants = constants.toArray(new byte[0][]);
        this.order = new int[order.size()];
        for (int i = 0; i < order.size(); i++) {
            this.order[i] = order.get(i);
        }
        this.starts = new int[keys.size()];
        this.ends = new int[keys.size()];
    }

    /** A sample text for the key of that position: letters from Unicode's private area, which no escape touches. */
    static String sample(int key) {
        return "\uE0F0" + (char) ('\uE0F1' + key) + "\uE0F0";
    }

    /**
     * Learns the constant texts from an example whose texts are samples.
     *
     * @param keys the keys whose values the samples stand for
     * @return null when the format has no place for one of them, or the example cannot be written
     */
    static @Nullable RawPairs learn(List<KeyPath> keys, Example example, RecordShape shape) {
        JsonText json = new JsonText();
        try {
            shape.write(example, json);
        } catch (NotCarriedOverException e) {
            return null;
        }
        List<byte[]> constants = new ArrayList<>();
        List<Integer> order = new ArrayList<>();
        String rest = new String(json.line(), StandardCharsets.UTF_8);
        for (int at = rest.indexOf('\uE0F0'); at >= 0; at = rest.indexOf('\uE0F0')) {
            int key = rest.charAt(at + 1) - '\uE0F1';
            if (key < 0 || key >= keys.size() || !rest.startsWith(sample(key), at)) {
                return null;
            }
            constants.add(rest.substring(0, at).getBytes(StandardCharsets.UTF_8));
            order.add(key);
            rest = rest.substring(at + sample(key).length());
        }
        constants.add(rest.getBytes(StandardCharsets.UTF_8));
        return new RawPairs(keys, constants, order);
    }

    @Override
    public int end(byte[] record, int from, int to) {
        bytes = record;
        Arrays.fill(starts, 0);
        Arrays.fill(present, false);
        if (record[from] != '{') {
            return UNUSUAL;
        }
        int i = from;
        do {
            int key = skipSpace(record, i + 1, to);
            int keyEnd = literal(record, key, to);
            if (keyEnd < 0) {
                return keyEnd;
            }
            int colon = skipSpace(record, keyEnd, to);
            if (colon < to && record[colon] != ':') {
                return UNUSUAL;
            }
            int value = skipSpace(record, colon + 1, to);
            int valueEnd = literal(record, value, to);
            if (valueEnd < 0) {
                return valueEnd;
            }
            if (!note(key + 1, keyEnd - 1, value + 1, valueEnd - 1)) {
                return UNUSUAL;
            }
            i = skipSpace(record, valueEnd, to);
        } while (i < to && record[i] == ',');
        if (i >= to) {
            return UNFINISHED;
        }
        return record[i] == '}' && complete() ? i + 1 : UNUSUAL;
    }

    /** Writes the record that was looked at last. */
    void writeTo(OutputStream out) throws IOException {
        for (int i = 0; i < order.length; i++) {
            out.write(constants[i], 0, constants[i].length);
            out.write(bytes, starts[order[i]], ends[order[i]] - starts[order[i]]);
        }
        out.write(constants[order.length], 0, constants[order.length].length);
        for (int i = 0; i < otherKeys.size(); i++) {
            counts[i] += present[i] ? 1 : 0;
        }
    }

    /** The index behind the closing quote. */
    private static int literal(byte[] record, int at, int to) {
        if (at >= to) {
            return UNFINISHED;
        }
        if (record[at] != '"') {
            return UNUSUAL;
        }
        int end = LITERALS.end(record, at + 1, to);
        return end < 0 ? end : end + 1;
    }

    /** Keeps the value if its key is wanted; false when that is not certain or it was there before. */
    private boolean note(int key, int keyEnd, int value, int valueEnd) {
        for (int i = 0; i < keys.length; i++) {
            if (Arrays.equals(keys[i], 0, keys[i].length, bytes, key, keyEnd)) {
                boolean first = starts[i] == 0;
                starts[i] = value;
                ends[i] = valueEnd;
                return first;
            }
        }
        return noteOther(key, keyEnd);
    }

    /** Notes a key that is to be left out; false when it is not known as such or stands twice. */
    private boolean noteOther(int key, int keyEnd) {
        for (int i = 0; i < otherKeys.size(); i++) {
            if (Arrays.equals(others[i], 0, others[i].length, bytes, key, keyEnd)) {
                boolean first = !present[i];
                present[i] = true;
                return first;
            }
        }
        return false;
    }

    /** Makes a key that is to be left out an ordinary one. */
    void leaveOut(String key) {
        if (otherKeys.size() < MOST_OTHERS && !otherKeys.contains(key)) {
            others[otherKeys.size()] = key.getBytes(StandardCharsets.UTF_8);
            otherKeys.add(key);
        }
    }

    /** Adds what was left out of the records that were written. */
    void addTo(LeftOut leftOut) {
        for (int i = 0; i < otherKeys.size(); i++) {
            if (counts[i] > 0) {
                leftOut.add(otherKeys.get(i), counts[i]);
            }
        }
    }

    private boolean complete() {
        for (int start : starts) {
            if (start == 0) {
                return false;
            }
        }
        return true;
    }

    private static int skipSpace(byte[] record, int from, int to) {
        int i = from;
        while (i < to && (record[i] == ' ' || record[i] == '\n' || record[i] == '\r' || record[i] == '\t')) {
            i++;
        }
        return i;
    }
}
