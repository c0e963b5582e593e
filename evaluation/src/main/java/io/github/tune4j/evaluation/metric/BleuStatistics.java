package io.github.tune4j.evaluation.metric;

/**
 * What a BLEU score is computed from; may be added up over texts.
 *
 * @param matches n-grams shared with a reference, by order from 1
 * @param totals n-grams of the prediction, by order from 1
 * @param length tokens of the prediction
 * @param referenceLength tokens of the reference whose length is nearest, of two equally near the shorter
 */
record BleuStatistics(long[] matches, long[] totals, long length, long referenceLength) {

    static BleuStatistics of(int[] prediction, int[][] references, int vocabulary, int orders) {
        int[] shared = NgramMatches.count(prediction, references, vocabulary, orders);
        long[] matches = new long[orders];
        long[] totals = new long[orders];
        for (int n = 0; n < orders; n++) {
            matches[n] = shared[n];
            totals[n] = Math.max(0, prediction.length - n);
        }
        return new BleuStatistics(matches, totals, prediction.length, nearestLength(prediction.length, references));
    }

    static BleuStatistics nothing(int orders) {
        return new BleuStatistics(new long[orders], new long[orders], 0, 0);
    }

    private static int nearestLength(int length, int[][] references) {
        int nearest = references[0].length;
        for (int[] reference : references) {
            int distance = Math.abs(reference.length - length) - Math.abs(nearest - length);
            if (distance < 0 || (distance == 0 && reference.length < nearest)) {
                nearest = reference.length;
            }
        }
        return nearest;
    }

    BleuStatistics plus(BleuStatistics other) {
        long[] sumOfMatches = matches.clone();
        long[] sumOfTotals = totals.clone();
        for (int n = 0; n < matches.length; n++) {
            sumOfMatches[n] += other.matches[n];
            sumOfTotals[n] += other.totals[n];
        }
        return new BleuStatistics(
                sumOfMatches, sumOfTotals, length + other.length, referenceLength + other.referenceLength);
    }

    /** From 0 to 1: below 1 when the prediction is shorter than the reference. */
    double brevityPenalty() {
        if (length >= referenceLength) {
            return 1;
        }
        return length == 0 ? 0 : Math.exp(1 - (double) referenceLength / length);
    }

    /** From 0 to 100. */
    double score(Bleu.Smoothing smoothing, double smoothingValue, boolean effectiveOrder) {
        boolean nothingShared = true;
        for (long match : matches) {
            nothingShared &= match == 0;
        }
        if (nothingShared) {
            return 0;
        }
        double sumOfLogs = 0;
        double halved = 1;
        int order = 0;
        while (order < matches.length) {
            double added = smoothing == Bleu.Smoothing.ADD_K && order > 0 ? smoothingValue : 0;
            double match = matches[order] + added;
            double total = totals[order] + added;
            if (total == 0) {
                break;
            }
            if (match == 0 && smoothing == Bleu.Smoothing.EXP) {
                halved /= 2;
                match = halved;
            } else if (match == 0 && smoothing == Bleu.Smoothing.FLOOR) {
                match = smoothingValue;
            }
            sumOfLogs += Math.log(match / total);
            order++;
        }
        if (order < matches.length && !effectiveOrder) {
            return 0;
        }
        return 100 * brevityPenalty() * Math.exp(sumOfLogs / order);
    }
}
