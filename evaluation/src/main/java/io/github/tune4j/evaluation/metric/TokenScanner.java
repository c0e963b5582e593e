package io.github.tune4j.evaluation.metric;

import java.util.ArrayList;
import java.util.List;

/** A tokenizer that finds its tokens in one pass over the characters, without making a string of each. */
interface TokenScanner extends Tokenizer {

    /** Hands over each token in order, as a range of an array that is only valid during the call. */
    void scan(String text, TokenSink sink);

    @Override
    default List<String> tokens(String text) {
        List<String> tokens = new ArrayList<>();
        scan(text, (letters, from, to) -> tokens.add(new String(letters, from, to - from)));
        return tokens;
    }

    /** Takes tokens. */
    @FunctionalInterface
    interface TokenSink {
        void accept(char[] letters, int from, int to);
    }
}
