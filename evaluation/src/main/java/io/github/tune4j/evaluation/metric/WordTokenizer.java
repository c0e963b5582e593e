package io.github.tune4j.evaluation.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Runs of letters, marks and digits of any script in lower case; each letter of Han, kana and Hangul by itself. */
record WordTokenizer(String name) implements Tokenizer {
    static final WordTokenizer INSTANCE = new WordTokenizer("words");

    @Override
    public List<String> tokens(String text) {
        List<String> tokens = new ArrayList<>();
        String lowerCase = text.toLowerCase(Locale.ROOT);
        int start = 0;
        for (int i = 0, next; i < lowerCase.length(); i = next) {
            int c = lowerCase.codePointAt(i);
            next = i + Character.charCount(c);
            boolean cjk = RougeTokenizer.isCjk(c);
            if (cjk || !isPartOfWord(c)) {
                if (start < i) {
                    tokens.add(lowerCase.substring(start, i));
                }
                if (cjk) {
                    tokens.add(lowerCase.substring(i, next));
                }
                start = next;
            }
        }
        if (start < lowerCase.length()) {
            tokens.add(lowerCase.substring(start));
        }
        return tokens;
    }

    private static boolean isPartOfWord(int codePoint) {
        return Character.isLetterOrDigit(codePoint)
                || switch (Character.getType(codePoint)) {
                    case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK -> true;
                    default -> false;
                };
    }
}
