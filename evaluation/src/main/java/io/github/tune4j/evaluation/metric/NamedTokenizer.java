package io.github.tune4j.evaluation.metric;

import java.util.List;

/** A tokenizer under another name. */
record NamedTokenizer(Tokenizer tokenizer, String name) implements Tokenizer {
    @Override
    public List<String> tokens(String text) {
        return tokenizer.tokens(text);
    }
}
