package io.github.tune4j.evaluation.metric;

import java.util.Locale;

/** Runs of letters, marks and digits of any script in lower case; each letter of Han, kana and Hangul by itself. */
record WordTokenizer(String name) implements TokenScanner {
    static final WordTokenizer INSTANCE = new WordTokenizer("words");

    @Override
    public void scan(String text, TokenSink sink) {
        char[] letters = text.toLowerCase(Locale.ROOT).toCharArray();
        int start = 0;
        for (int i = 0, next; i < letters.length; i = next) {
            int codePoint = Character.codePointAt(letters, i);
            next = i + Character.charCount(codePoint);
            boolean cjk = RougeTokenizer.isCjk(codePoint);
            if (cjk || !isPartOfWord(codePoint)) {
                if (start < i) {
                    sink.accept(letters, start, i);
                }
                if (cjk) {
                    sink.accept(letters, i, next);
                }
                start = next;
            }
        }
        if (start < letters.length) {
            sink.accept(letters, start, letters.length);
        }
    }

    private static boolean isPartOfWord(int codePoint) {
        return Character.isLetterOrDigit(codePoint)
                || switch (Character.getType(codePoint)) {
                    case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK -> true;
                    default -> false;
                };
    }
}
