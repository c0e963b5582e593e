package io.github.tune4j.evaluation.metric;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A tokenizer that finds its tokens in a text's UTF-8 bytes, without making a string of each. */
interface TokenScanner extends Tokenizer {
    /** How many bytes may be read behind the end of a token, whatever they hold. */
    int PADDING = Long.BYTES;

    /** Hands over each token in order. */
    void scan(String text, TokenSink sink);

    @Override
    default List<String> tokens(String text) {
        List<String> tokens = new ArrayList<>();
        scan(text, (bytes, from, to) -> tokens.add(new String(bytes, from, to - from, StandardCharsets.UTF_8)));
        return tokens;
    }

    /** Takes tokens as ranges of an array that is only valid during the call. */
    @FunctionalInterface
    interface TokenSink {
        void accept(byte[] bytes, int from, int to);
    }
}
