package io.github.tune4j.evaluation.metric;

import java.nio.charset.StandardCharsets;

/**
 * The tokens of mteval-v13a.pl as sacreBLEU has them, in one pass instead of four rules applied one after another:
 * symbols stand alone, a dash stands alone after a digit, full stops and commas stand alone unless between digits.
 */
record Mteval13aTokenizer(String name) implements TokenScanner {
    static final Mteval13aTokenizer INSTANCE = new Mteval13aTokenizer("13a");

    private static final String SPACES = " ".repeat(PADDING);

    private static final byte LETTER = 0;
    private static final byte SPACE = 1;
    private static final byte SYMBOL = 2;
    private static final byte STOP = 3;
    private static final byte DASH = 4;

    private static final byte[] KINDS = new byte[128];

    static {
        for (char c = 0; c < 128; c++) {
            if (WhitespaceTokenizer.isSpace(c)) {
                KINDS[c] = SPACE;
            } else if (c == '.' || c == ',') {
                KINDS[c] = STOP;
            } else if (c == '-') {
                KINDS[c] = DASH;
            } else if (c > ' ' && c < 127 && c != '\'' && !Character.isLetterOrDigit(c)) {
                KINDS[c] = SYMBOL;
            }
        }
    }

    @Override
    public void scan(String text, TokenSink sink) {
        byte[] letters = bytes(withoutMarkup(text));
        int start = 0;
        int i = 0;
        while (i < letters.length) {
            int next = i + 1;
            byte kind = kind(letters[i]);
            if (kind == STOP) {
                next = endOfStops(letters, next);
                boolean lastBelongsToNumber = lastBelongsToNumber(letters, i, next);
                if (!lastBelongsToNumber || next - i > 1) {
                    emit(letters, start, i, sink);
                    start = lastBelongsToNumber ? next - 1 : next;
                    emitEach(letters, i, start, sink);
                }
            } else if (kind == SPACE || kind == SYMBOL || (kind == DASH && isDigit(letters, i - 1))) {
                emit(letters, start, i, sink);
                if (kind != SPACE) {
                    sink.accept(letters, i, next);
                }
                start = next;
            }
            i = next;
        }
        emit(letters, start, letters.length, sink);
    }

    private static String withoutMarkup(String text) {
        String line = text.replace("<skipped>", "").replace("-\n", "");
        if (line.indexOf('&') >= 0) {
            line = line.replace("&quot;", "\"")
                    .replace("&amp;", "&")
                    .replace("&lt;", "<")
                    .replace("&gt;", ">");
        }
        return line + SPACES;
    }

    /** The text's bytes; in one that is not all ASCII, every white space becomes a plain one. */
    private static byte[] bytes(String line) {
        byte[] utf8 = line.getBytes(StandardCharsets.UTF_8);
        if (utf8.length == line.length()) {
            return utf8;
        }
        StringBuilder plain = new StringBuilder(line.length());
        line.chars().forEach(c -> plain.append(WhitespaceTokenizer.isSpace(c) ? ' ' : (char) c));
        return plain.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte kind(byte b) {
        return b < 0 ? LETTER : KINDS[b];
    }

    private static int endOfStops(byte[] letters, int from) {
        int end = from;
        while (end < letters.length && kind(letters[end]) == STOP) {
            end++;
        }
        return end;
    }

    /**
     * Whether the last of the stops between two positions stays with the digit after it. The rule that parts a stop
     * from what is not a digit before it takes two characters at a time, so in a row of stops it reaches every second
     * one; the last is left over when the row is odd after a digit, or even after anything else.
     */
    private static boolean lastBelongsToNumber(byte[] letters, int from, int to) {
        boolean oddRow = (to - from & 1) == 1;
        return isDigit(letters, to) && isDigit(letters, from - 1) == oddRow;
    }

    private static boolean isDigit(byte[] letters, int index) {
        return index >= 0 && index < letters.length && letters[index] >= '0' && letters[index] <= '9';
    }

    private static void emit(byte[] letters, int from, int to, TokenSink sink) {
        if (from < to) {
            sink.accept(letters, from, to);
        }
    }

    private static void emitEach(byte[] letters, int from, int to, TokenSink sink) {
        for (int i = from; i < to; i++) {
            sink.accept(letters, i, i + 1);
        }
    }
}
