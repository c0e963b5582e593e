package io.github.tune4j.evaluation.metric;

import java.util.Arrays;

/**
 * Counts the n-grams that a prediction shares with its references, each at most as often as the reference with most of
 * them has it. An n-gram is known by the number of its first n - 1 tokens and its last token, so any order and any
 * vocabulary is exact.
 */
final class NgramMatches {
    private static final int UNKNOWN = -1;

    private long[] keys = new long[0];
    private int[] ids = new int[0];
    private int known;

    private NgramMatches() {}

    /**
     * The matches by order, from 1.
     *
     * @param prediction tokens as numbers below {@code vocabulary}
     * @param references tokens as numbers below {@code vocabulary}
     * @param vocabulary how many different tokens there are
     * @param orders the length of the longest n-grams
     */
    static int[] count(int[] prediction, int[][] references, int vocabulary, int orders) {
        return new NgramMatches().countAll(prediction, references, vocabulary, orders);
    }

    private int[] countAll(int[] prediction, int[][] references, int vocabulary, int orders) {
        int[] matches = new int[orders];
        int[] predicted = prediction.clone();
        int[][] expected = new int[references.length][];
        Arrays.setAll(expected, r -> references[r].clone());
        known = vocabulary;
        for (int order = 1; order <= orders; order++) {
            if (order > 1) {
                extend(predicted, prediction, expected, references, order);
            }
            matches[order - 1] = clippedMatches(predicted, expected, order);
            if (matches[order - 1] == 0) {
                break;
            }
        }
        return matches;
    }

    /** Replaces the numbers of (n-1)-grams by those of n-grams; one that no reference has is unknown to the prediction. */
    private void extend(int[] predicted, int[] prediction, int[][] expected, int[][] references, int order) {
        clear(references);
        for (int r = 0; r < references.length; r++) {
            int[] numbers = expected[r];
            int[] tokens = references[r];
            for (int i = 0; i + order <= tokens.length; i++) {
                numbers[i] = number(numbers[i], tokens[i + order - 1], true);
            }
        }
        for (int i = 0; i + order <= prediction.length; i++) {
            if (predicted[i] != UNKNOWN) {
                predicted[i] = number(predicted[i], prediction[i + order - 1], false);
            }
        }
    }

    private void clear(int[][] references) {
        if (keys.length == 0) {
            int total = 0;
            for (int[] reference : references) {
                total += reference.length;
            }
            keys = new long[Integer.highestOneBit(Math.max(16, total)) * 4];
            ids = new int[keys.length];
        }
        Arrays.fill(keys, UNKNOWN);
        known = 0;
    }

    private int number(int prefix, int token, boolean add) {
        long key = (long) prefix << 32 | token;
        int mask = keys.length - 1;
        long mixed = key * 0x9E3779B97F4A7C15L;
        int slot = (int) (mixed >>> 32) & mask;
        while (keys[slot] != UNKNOWN) {
            if (keys[slot] == key) {
                return ids[slot];
            }
            slot = (slot + 1) & mask;
        }
        if (!add) {
            return UNKNOWN;
        }
        keys[slot] = key;
        ids[slot] = known;
        return known++;
    }

    private int clippedMatches(int[] predicted, int[][] expected, int order) {
        int[] allowed = new int[known];
        if (expected.length == 1) {
            for (int i = 0; i + order <= expected[0].length; i++) {
                allowed[expected[0][i]]++;
            }
        } else {
            mostOfAnyReference(allowed, expected, order);
        }
        int matches = 0;
        for (int i = 0; i + order <= predicted.length; i++) {
            int number = predicted[i];
            if (number != UNKNOWN && allowed[number] > 0) {
                allowed[number]--;
                matches++;
            }
        }
        return matches;
    }

    private void mostOfAnyReference(int[] allowed, int[][] expected, int order) {
        int[] counts = new int[known];
        for (int[] numbers : expected) {
            for (int i = 0; i + order <= numbers.length; i++) {
                int count = ++counts[numbers[i]];
                allowed[numbers[i]] = Math.max(allowed[numbers[i]], count);
            }
            for (int i = 0; i + order <= numbers.length; i++) {
                counts[numbers[i]] = 0;
            }
        }
    }
}
