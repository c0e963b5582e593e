package io.github.tune4j.evaluation.metric;

import java.util.Arrays;

/**
 * Numbers the different tokens of a few texts, from 0 in the order of their first appearance, so that metrics compare
 * integers. Made for one comparison and thrown away; not thread-safe.
 */
final class Vocabulary implements TokenScanner.TokenSink {
    private char[] letters;
    private int[] ends;
    private int[] hashes;
    private int[] slots;
    private int size;

    private int[] sequence = new int[64];
    private int length;

    /** Prepared for texts of together so many characters; grows beyond. */
    Vocabulary(int characters) {
        letters = new char[Math.max(64, characters)];
        int tokens = Integer.highestOneBit(Math.max(64, characters / 4));
        ends = new int[tokens + 1];
        hashes = new int[tokens];
        slots = new int[tokens * 4];
    }

    /** How many different tokens there are. */
    int size() {
        return size;
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
                char[] chars = token.toCharArray();
                sink.accept(chars, 0, chars.length);
            }
        }
        return Arrays.copyOf(sequence, length);
    }

    @Override
    public void accept(char[] text, int from, int to) {
        int id = idOf(text, from, to);
        if (length == sequence.length) {
            sequence = Arrays.copyOf(sequence, length * 2);
        }
        sequence[length++] = id;
    }

    private int idOf(char[] text, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = hash * 31 + text[i];
        }
        int mask = slots.length - 1;
        int slot = spread(hash) & mask;
        for (int id; (id = slots[slot] - 1) >= 0; slot = (slot + 1) & mask) {
            if (hashes[id] == hash && Arrays.equals(letters, ends[id], ends[id + 1], text, from, to)) {
                return id;
            }
        }
        slots[slot] = size + 1;
        return add(text, from, to, hash);
    }

    private int add(char[] text, int from, int to, int hash) {
        int start = ends[size];
        int end = start + to - from;
        if (end > letters.length) {
            letters = Arrays.copyOf(letters, Math.max(end, letters.length * 2));
        }
        System.arraycopy(text, from, letters, start, to - from);
        hashes[size] = hash;
        ends[++size] = end;
        if (size == hashes.length) {
            grow();
        }
        return size - 1;
    }

    private void grow() {
        ends = Arrays.copyOf(ends, size * 2 + 1);
        hashes = Arrays.copyOf(hashes, size * 2);
        slots = new int[slots.length * 2];
        int mask = slots.length - 1;
        for (int id = 0; id < size; id++) {
            int slot = spread(hashes[id]) & mask;
            while (slots[slot] != 0) {
                slot = (slot + 1) & mask;
            }
            slots[slot] = id + 1;
        }
    }

    private static int spread(int hash) {
        int mixed = hash * 0x9E3779B9;
        return mixed ^ (mixed >>> 15);
    }
}
