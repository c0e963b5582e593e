package io.github.tune4j.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds the ends of JSON string literals in UTF-8 without decoding them, eight bytes at a time. What it passes is a
 * correct literal in correct UTF-8; what it does not pass may still be one, and is for a full parser to judge.
 */
public final class StringLiterals {
    /** The literal is wrong, or too unusual for this class. */
    public static final int UNUSUAL = -1;

    /** The bytes end before the literal does. */
    public static final int UNFINISHED = -2;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long QUOTES = ONES * '"';
    private static final long BACKSLASHES = ONES * '\\';
    private static final long SPACES = ONES * ' ';

    /** Two characters of three bytes each: their marking bits, and what these must be. */
    private static final long TWO_WIDE_MASK = 0xC0C0F0C0C0F0L;

    private static final long TWO_WIDE = 0x8080E08080E0L;

    private final byte[][] afterNewline;

    /**
     * A scanner that calls a literal unusual when one of these texts directly follows an escaped newline.
     *
     * @param afterNewline ASCII letters and colons
     */
    public StringLiterals(byte[]... afterNewline) {
        this.afterNewline = afterNewline;
    }

    /**
     * Finds the end of a literal.
     *
     * @param bytes what holds it
     * @param from the first byte after the opening quote
     * @param to where the bytes end
     * @return the index of the closing quote, {@link #UNUSUAL} or {@link #UNFINISHED}
     */
    public int end(byte[] bytes, int from, int to) {
        int i = from;
        while (true) {
            i = skipPlain(bytes, i, to);
            if (i >= to) {
                return UNFINISHED;
            }
            int b = bytes[i];
            if (b == '"') {
                return i;
            }
            i = b == '\\' ? afterEscape(bytes, i + 1, to) : b < 0 ? afterWide(bytes, i, to) : UNUSUAL;
            if (i < 0) {
                return i;
            }
        }
    }

    /** To the first byte that is a quote, a backslash, a control character or not ASCII. */
    private static int skipPlain(byte[] bytes, int from, int to) {
        int i = from;
        while (i + 8 <= to) {
            long word = (long) LONGS.get(bytes, i);
            long quote = word ^ QUOTES;
            long backslash = word ^ BACKSLASHES;
            // Each term marks its first match exactly; borrows can only mark bytes behind a match.
            long special = ((quote - ONES) & ~quote | (backslash - ONES) & ~backslash | (word - SPACES) | word) & HIGHS;
            if (special != 0) {
                return i + (Long.numberOfTrailingZeros(special) >>> 3);
            }
            i += 8;
        }
        while (i < to && bytes[i] >= ' ' && bytes[i] != '"' && bytes[i] != '\\') {
            i++;
        }
        return i;
    }

    private int afterEscape(byte[] bytes, int i, int to) {
        if (i >= to) {
            return UNFINISHED;
        }
        return switch (bytes[i]) {
            case '"', '\\', '/', 'b', 'f', 'r', 't' -> i + 1;
            case 'n' -> mayBeginReserved(bytes, i + 1, to) ? UNUSUAL : i + 1;
            case 'u' -> afterUnicodeEscape(bytes, i + 1, to);
            default -> UNUSUAL;
        };
    }

    private static int afterUnicodeEscape(byte[] bytes, int i, int to) {
        if (i + 4 > to) {
            return UNFINISHED;
        }
        int unit = hex(bytes, i);
        if (unit < 0 || unit == '\n' || unit >= 0xDC00 && unit <= 0xDFFF) {
            return UNUSUAL;
        }
        if (unit < 0xD800 || unit > 0xDBFF) {
            return i + 4;
        }
        if (i + 10 > to) {
            return UNFINISHED;
        }
        boolean pair = bytes[i + 4] == '\\' && bytes[i + 5] == 'u' && (hex(bytes, i + 6) & ~0x3FF) == 0xDC00;
        return pair ? i + 10 : UNUSUAL;
    }

    /** The value of four hexadecimal digits; negative when one is none. */
    private static int hex(byte[] bytes, int i) {
        return Character.digit(bytes[i], 16) << 12
                | Character.digit(bytes[i + 1], 16) << 8
                | Character.digit(bytes[i + 2], 16) << 4
                | Character.digit(bytes[i + 3], 16);
    }

    /** Whether a reserved text follows, or an escaped letter that would have to be decoded to know. */
    private boolean mayBeginReserved(byte[] bytes, int from, int to) {
        for (byte[] word : afterNewline) {
            int i = 0;
            while (i < word.length && from + i < to && bytes[from + i] == word[i]) {
                i++;
            }
            boolean escapedAscii = from + i + 3 < to
                    && bytes[from + i] == '\\'
                    && bytes[from + i + 1] == 'u'
                    && bytes[from + i + 2] == '0'
                    && bytes[from + i + 3] == '0';
            if (i == word.length || escapedAscii) {
                return true;
            }
        }
        return false;
    }

    private static int afterWide(byte[] bytes, int from, int to) {
        int i = from;
        while (i + 8 <= to) {
            long word = (long) LONGS.get(bytes, i);
            if ((word & TWO_WIDE_MASK) != TWO_WIDE || !ordinaryLead(bytes[i]) || !ordinaryLead(bytes[i + 3])) {
                break;
            }
            i += 6;
        }
        return i > from ? i : afterCharacter(bytes, i, to);
    }

    /** E0 and ED allow only half of the continuations. */
    private static boolean ordinaryLead(byte lead) {
        return lead != (byte) 0xE0 && lead != (byte) 0xED;
    }

    /** One character beyond ASCII in its shortest form, as the Unicode standard's table of well-formed UTF-8 has it. */
    private static int afterCharacter(byte[] bytes, int i, int to) {
        int lead = bytes[i] & 0xFF;
        int length = lead < 0xC2 || lead > 0xF4 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        if (length == 0) {
            return UNUSUAL;
        }
        if (i + length > to) {
            return UNFINISHED;
        }
        int second = bytes[i + 1] & 0xFF;
        int lowest = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        int highest = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        if (second < lowest || second > highest) {
            return UNUSUAL;
        }
        for (int k = 2; k < length; k++) {
            if ((bytes[i + k] & 0xC0) != 0x80) {
                return UNUSUAL;
            }
        }
        return i + length;
    }
}
