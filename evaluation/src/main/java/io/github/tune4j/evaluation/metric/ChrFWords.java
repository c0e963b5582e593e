package io.github.tune4j.evaluation.metric;

/** The words of chrF++: parted at white space, with one ASCII punctuation mark taken off the end or else the start. */
record ChrFWords(String name) implements TokenScanner {
    static final ChrFWords INSTANCE = new ChrFWords("chrf-words");

    @Override
    public void scan(String text, TokenSink sink) {
        WhitespaceTokenizer.NONE.scan(text, (letters, from, to) -> {
            if (Character.offsetByCodePoints(letters, from, to - from, from, 1) == to) {
                sink.accept(letters, from, to);
            } else if (isPunctuation(letters[to - 1])) {
                sink.accept(letters, from, to - 1);
                sink.accept(letters, to - 1, to);
            } else if (isPunctuation(letters[from])) {
                sink.accept(letters, from, from + 1);
                sink.accept(letters, from + 1, to);
            } else {
                sink.accept(letters, from, to);
            }
        });
    }

    private static boolean isPunctuation(char c) {
        return c > ' ' && c < 127 && !Character.isLetterOrDigit(c);
    }
}
