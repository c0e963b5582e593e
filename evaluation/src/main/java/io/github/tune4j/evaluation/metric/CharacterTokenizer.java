package io.github.tune4j.evaluation.metric;

import java.util.List;

/** Every code point that is not white space. */
record CharacterTokenizer(String name) implements Tokenizer {
    static final CharacterTokenizer INSTANCE = new CharacterTokenizer("char");

    @Override
    public List<String> tokens(String text) {
        return text.codePoints()
                .filter(c -> !WhitespaceTokenizer.isSpace(c))
                .mapToObj(Character::toString)
                .toList();
    }
}
