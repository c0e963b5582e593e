package io.github.tune4j.evaluation.metric;

import java.util.ArrayList;
import java.util.List;

/** The words of chrF++: parted at white space, with one ASCII punctuation mark taken off the end or else the start. */
record ChrFWords(String name) implements Tokenizer {
    static final ChrFWords INSTANCE = new ChrFWords("chrf-words");

    @Override
    public List<String> tokens(String text) {
        List<String> words = new ArrayList<>();
        for (String word : WhitespaceTokenizer.NONE.tokens(text)) {
            int last = word.length() - 1;
            if (word.codePointCount(0, word.length()) == 1) {
                words.add(word);
            } else if (isPunctuation(word.charAt(last))) {
                words.add(word.substring(0, last));
                words.add(word.substring(last));
            } else if (isPunctuation(word.charAt(0))) {
                words.add(word.substring(0, 1));
                words.add(word.substring(1));
            } else {
                words.add(word);
            }
        }
        return words;
    }

    private static boolean isPunctuation(char c) {
        return c > ' ' && c < 127 && !Character.isLetterOrDigit(c);
    }
}
