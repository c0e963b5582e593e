package io.github.tune4j.evaluation.metric;

import java.util.ArrayList;
import java.util.List;

/** Splits at white space, which is here what Python's {@code str.split()} takes for it. */
record WhitespaceTokenizer(String name) implements Tokenizer {
    static final WhitespaceTokenizer NONE = new WhitespaceTokenizer("none");

    @Override
    public List<String> tokens(String text) {
        List<String> tokens = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || isSpace(text.charAt(i))) {
                if (start < i) {
                    tokens.add(text.substring(start, i));
                }
                start = i + 1;
            }
        }
        return tokens;
    }

    static boolean isSpace(int c) {
        return c <= ' '
                ? c == ' ' || (c >= '\t' && c <= '\r') || c >= 0x1C
                : c >= 0x85 && (c == 0x85 || Character.isSpaceChar(c));
    }

    /** The text without white space at its end. */
    static String stripEnd(String text) {
        int end = text.length();
        while (end > 0 && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end);
    }
}
