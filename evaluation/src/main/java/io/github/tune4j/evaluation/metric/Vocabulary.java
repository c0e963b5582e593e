package io.github.tune4j.evaluation.metric;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Numbers the different tokens of a few texts, from 0 in the order of their first appearance, so that metrics compare
 * integers. A token is known by its bytes, eight of them in a number. Made for one comparison and thrown away; not
 * thread-safe.
 */
final class Vocabulary implements TokenScanner.TokenSink {
    /** Marks the number of a pair; no UTF-8 text has a byte of this value. */
    private static final long PAIR = 0xFEL << 56;

    private static final int PAIR_BITS = 28;

    private final Numbering tokens;
    private @Nullable Numbering parts;

    private int[] sequence = new int[64];
    private int length;

    /** Prepared for texts of together so many characters; grows beyond. */
    Vocabulary(int characters) {
        tokens = new Numbering(characters / 6);
    }

    /** How many different tokens there are. */
    int size() {
        return tokens.size();
    }

    /** The tokens of a text as numbers. */
    int[] idsOf(String text, Tokenizer tokenizer) {
        return idsOf(text, tokenizer, this);
    }

    /** The tokens of a text as numbers, each handed on by way of a sink that ends in this vocabulary. */
    int[] idsOf(String text, Tokenizer tokenizer, TokenScanner.TokenSink sink) {
        length = 0;
        if (tokenizer instanceof TokenScanner scanner) {
            scanner.scan(text, sink);
        } else {
            for (String token : tokenizer.tokens(text)) {
                byte[] utf8 = token.getBytes(StandardCharsets.UTF_8);
                sink.accept(Arrays.copyOf(utf8, utf8.length + TokenScanner.PADDING), 0, utf8.length);
            }
        }
        return Arrays.copyOf(sequence, length);
    }

    @Override
    public void accept(byte[] bytes, int from, int to) {
        if (length == sequence.length) {
            sequence = Arrays.copyOf(sequence, length * 2);
        }
        sequence[length++] = tokens.number(key(bytes, from, to));
    }

    /** Up to eight bytes are the key; of more, the numbers of the beginning and of the next eight make a pair. */
    private long key(byte[] bytes, int from, int to) {
        long key = ByteWords.at(bytes, from, to);
        if (to - from <= Long.BYTES) {
            return key;
        }
        if (parts == null) {
            parts = new Numbering(16);
        }
        for (int i = from + Long.BYTES; i < to; i += Long.BYTES) {
            key = PAIR | (long) parts.number(key) << PAIR_BITS | parts.number(ByteWords.at(bytes, i, to));
        }
        return key;
    }
}
