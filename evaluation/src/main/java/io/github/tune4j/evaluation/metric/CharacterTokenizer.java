package io.github.tune4j.evaluation.metric;

/** Every code point that is not white space. */
record CharacterTokenizer(String name) implements TokenScanner {
    static final CharacterTokenizer INSTANCE = new CharacterTokenizer("char");

    @Override
    public void scan(String text, TokenSink sink) {
        char[] letters = text.toCharArray();
        for (int i = 0, next; i < letters.length; i = next) {
            next = i + Character.charCount(Character.codePointAt(letters, i));
            if (!WhitespaceTokenizer.isSpace(letters[i])) {
                sink.accept(letters, i, next);
            }
        }
    }
}
