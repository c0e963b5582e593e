package io.github.tune4j.evaluation.metric;

/** Splits at white space, which is here what Python's {@code str.split()} takes for it. */
record WhitespaceTokenizer(String name) implements TokenScanner {
    static final WhitespaceTokenizer NONE = new WhitespaceTokenizer("none");

    @Override
    public void scan(String text, TokenSink sink) {
        char[] letters = text.toCharArray();
        int start = 0;
        for (int i = 0; i <= letters.length; i++) {
            if (i == letters.length || isSpace(letters[i])) {
                if (start < i) {
                    sink.accept(letters, start, i);
                }
                start = i + 1;
            }
        }
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
