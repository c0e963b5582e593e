package io.github.tune4j.evaluation.metric;

/**
 * Counts the n-grams that a prediction shares with its references, each at most as often as the reference with most of
 * them has it. An n-gram is known by the number of its first n - 1 tokens and its last token, so any order and any
 * vocabulary is exact.
 */
final class NgramMatches {
    private final int[] prediction;
    private final int[][] references;
    /** For each position the number of the n-gram that begins there; unknown where no reference has it. */
    private final int[] predicted;
    /** The same for each reference, where every n-gram is known. */
    private final int[][] expected;

    private NgramMatches(int[] prediction, int[][] references) {
        this.prediction = prediction;
        this.references = references;
        this.predicted = prediction.clone();
        this.expected = new int[references.length][];
        for (int r = 0; r < references.length; r++) {
            expected[r] = references[r].clone();
        }
    }

    /**
     * The matches by order, from 1.
     *
     * @param prediction tokens as numbers below {@code vocabulary}
     * @param references tokens as numbers below {@code vocabulary}
     * @param vocabulary how many different tokens there are
     * @param orders the length of the longest n-grams
     */
    static int[] count(int[] prediction, int[][] references, int vocabulary, int orders) {
        NgramMatches ngrams = new NgramMatches(prediction, references);
        int[] matches = new int[orders];
        matches[0] = ngrams.matches(vocabulary, 1);
        if (orders > 1 && matches[0] > 0) {
            Numbering numbering = new Numbering(ngrams.positions());
            for (int order = 2; order <= orders && matches[order - 2] > 0; order++) {
                numbering.clear();
                ngrams.extend(numbering, order);
                matches[order - 1] = ngrams.matches(numbering.size(), order);
            }
        }
        return matches;
    }

    private int positions() {
        int total = 0;
        for (int[] reference : references) {
            total += reference.length;
        }
        return total;
    }

    private void extend(Numbering numbering, int order) {
        for (int r = 0; r < references.length; r++) {
            int[] numbers = expected[r];
            int[] tokens = references[r];
            for (int i = 0; i + order <= tokens.length; i++) {
                numbers[i] = numbering.number((long) numbers[i] << 32 | tokens[i + order - 1]);
            }
        }
        for (int i = 0; i + order <= prediction.length; i++) {
            if (predicted[i] != Numbering.UNKNOWN) {
                predicted[i] = numbering.find((long) predicted[i] << 32 | prediction[i + order - 1]);
            }
        }
    }

    private int matches(int ngrams, int order) {
        int[] allowed = expected.length == 1 ? counts(expected[0], ngrams, order) : mostOfAnyReference(ngrams, order);
        int matches = 0;
        for (int i = 0; i + order <= predicted.length; i++) {
            int number = predicted[i];
            if (number != Numbering.UNKNOWN && allowed[number] > 0) {
                allowed[number]--;
                matches++;
            }
        }
        return matches;
    }

    private int[] mostOfAnyReference(int ngrams, int order) {
        int[] most = new int[ngrams];
        for (int[] numbers : expected) {
            int[] counts = counts(numbers, ngrams, order);
            for (int i = 0; i < ngrams; i++) {
                most[i] = Math.max(most[i], counts[i]);
            }
        }
        return most;
    }

    private static int[] counts(int[] numbers, int ngrams, int order) {
        int[] counts = new int[ngrams];
        for (int i = 0; i + order <= numbers.length; i++) {
            counts[numbers[i]]++;
        }
        return counts;
    }
}
