package io.github.tune4j.dataset.validation;

import static io.github.tune4j.json.StringLiterals.UNUSUAL;

import io.github.tune4j.json.StringLiterals;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Passes Claude's records that are right and ordinary in one walk over their bytes, and says nothing of any other: known
 * keys, once each and without escapes; two or more turns in order; texts that are not empty.
 */
final class OrdinaryRecord {
    private static final Word SYSTEM = new Word("\"system\"");
    private static final Word MESSAGES = new Word("\"messages\"");
    private static final Word ROLE = new Word("\"role\"");
    private static final Word CONTENT = new Word("\"content\"");
    private static final Word USER = new Word("\"user\"");
    private static final Word ASSISTANT = new Word("\"assistant\"");

    private final StringLiterals texts;

    private OrdinaryRecord(StringLiterals texts) {
        this.texts = texts;
    }

    /** The walk for reserved words that all follow a newline; null for others, which cannot be seen in passing. */
    static @Nullable OrdinaryRecord of(List<String> reservedWords) {
        byte[][] words = new byte[reservedWords.size()][];
        for (int i = 0; i < words.length; i++) {
            String word = reservedWords.get(i);
            if (!word.matches("\n[A-Za-z:]+")) {
                return null;
            }
            words[i] = word.substring(1).getBytes(StandardCharsets.US_ASCII);
        }
        return new OrdinaryRecord(new StringLiterals(words));
    }

    /**
     * Walks over a record.
     *
     * @return the index behind it, or {@link StringLiterals#UNUSUAL}
     */
    int end(byte[] bytes, int from, int to) {
        if (from >= to || bytes[from] != '{') {
            return UNUSUAL;
        }
        boolean system = false;
        boolean messages = false;
        int i = from;
        do {
            i = skipSpace(bytes, i + 1, to);
            if (!messages && MESSAGES.isAt(bytes, i, to)) {
                messages = true;
                i = turns(bytes, colon(bytes, i + MESSAGES.length, to), to);
            } else if (!system && SYSTEM.isAt(bytes, i, to)) {
                system = true;
                i = text(bytes, colon(bytes, i + SYSTEM.length, to), to);
            } else {
                return UNUSUAL;
            }
            i = skipSpace(bytes, i, to);
        } while (is(bytes, i, to, ','));
        return messages && is(bytes, i, to, '}') ? i + 1 : UNUSUAL;
    }

    /** The index behind the list of turns. */
    private int turns(byte[] bytes, int from, int to) {
        if (!is(bytes, from, to, '[')) {
            return UNUSUAL;
        }
        int i = from;
        boolean user = true;
        do {
            i = turn(bytes, skipSpace(bytes, i + 1, to), to, user ? USER : ASSISTANT);
            i = skipSpace(bytes, i, to);
            user = !user;
        } while (is(bytes, i, to, ','));
        return user && is(bytes, i, to, ']') ? i + 1 : UNUSUAL;
    }

    private int turn(byte[] bytes, int from, int to, Word expected) {
        if (!is(bytes, from, to, '{')) {
            return UNUSUAL;
        }
        boolean role = false;
        boolean content = false;
        int i = from;
        do {
            i = skipSpace(bytes, i + 1, to);
            if (!role && ROLE.isAt(bytes, i, to)) {
                role = true;
                i = colon(bytes, i + ROLE.length, to);
                i = expected.isAt(bytes, i, to) ? i + expected.length : UNUSUAL;
            } else if (!content && CONTENT.isAt(bytes, i, to)) {
                content = true;
                i = text(bytes, colon(bytes, i + CONTENT.length, to), to);
            } else {
                return UNUSUAL;
            }
            i = skipSpace(bytes, i, to);
        } while (is(bytes, i, to, ','));
        return role && content && is(bytes, i, to, '}') ? i + 1 : UNUSUAL;
    }

    /** The index behind a text that is not empty. */
    private int text(byte[] bytes, int from, int to) {
        if (!is(bytes, from, to, '"')) {
            return UNUSUAL;
        }
        int end = texts.end(bytes, from + 1, to);
        return end > from + 1 ? end + 1 : UNUSUAL;
    }

    /** The index of the value behind a colon. */
    private static int colon(byte[] bytes, int from, int to) {
        int i = skipSpace(bytes, from, to);
        return is(bytes, i, to, ':') ? skipSpace(bytes, i + 1, to) : UNUSUAL;
    }

    private static boolean is(byte[] bytes, int i, int to, char expected) {
        return i >= 0 && i < to && bytes[i] == expected;
    }

    /** Over spaces and tabs; a line end would end the record. What is unusual stays so. */
    private static int skipSpace(byte[] bytes, int from, int to) {
        int i = from;
        while (i >= 0 && i < to && (bytes[i] == ' ' || bytes[i] == '\t')) {
            i++;
        }
        return i;
    }

    /** An ASCII word, compared eight bytes at a time; not found in the last seven bytes. */
    private static final class Word {
        private static final VarHandle LONGS =
                MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

        final int length;
        private final long head;
        private final long mask;
        private final byte[] bytes;

        Word(String word) {
            bytes = word.getBytes(StandardCharsets.US_ASCII);
            length = bytes.length;
            byte[] padded = Arrays.copyOf(bytes, Math.max(8, length));
            head = (long) LONGS.get(padded, 0);
            mask = length >= 8 ? -1 : (1L << 8 * length) - 1;
        }

        boolean isAt(byte[] text, int at, int to) {
            if (at < 0 || at + Math.max(8, length) > to || ((long) LONGS.get(text, at) & mask) != head) {
                return false;
            }
            for (int i = 8; i < length; i++) {
                if (text[at + i] != bytes[i]) {
                    return false;
                }
            }
            return true;
        }
    }
}
