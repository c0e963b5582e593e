package io.github.tune4j.dataset.quality;

import java.util.Arrays;

/**
 * Which lengths stand out from the others: by their logarithm, more than 3.5 robust standard deviations (1.4826 times
 * the median distance from the median; Iglewicz and Hoaglin 1993), and at least four times as long or short as the
 * median.
 */
final class LengthSpread {
    private static final int FEWEST = 20;
    private static final double DEVIATIONS = 3.5;
    private static final double CONSISTENT = 1.4826;
    private static final double LEAST_RATIO = Math.log(4);

    private final double median;
    private final double bound;

    private LengthSpread(double median, double bound) {
        this.median = median;
        this.bound = bound;
    }

    /** The spread of lengths from 1 on; others do not count. */
    static LengthSpread of(Ints lengths) {
        double[] logarithms = new double[lengths.size()];
        int count = 0;
        for (int i = 0; i < lengths.size(); i++) {
            if (lengths.get(i) > 0) {
                logarithms[count++] = Math.log(lengths.get(i));
            }
        }
        if (count < FEWEST) {
            return new LengthSpread(0, Double.POSITIVE_INFINITY);
        }
        double median = median(logarithms, count);
        for (int i = 0; i < count; i++) {
            logarithms[i] = Math.abs(logarithms[i] - median);
        }
        return new LengthSpread(median, Math.max(LEAST_RATIO, DEVIATIONS * CONSISTENT * median(logarithms, count)));
    }

    private static double median(double[] values, int count) {
        Arrays.sort(values, 0, count);
        return (values[(count - 1) / 2] + values[count / 2]) / 2;
    }

    /** The length in the middle. */
    long median() {
        return Math.round(Math.exp(median));
    }

    boolean standsOut(int length) {
        return length > 0 && Math.abs(Math.log(length) - median) > bound;
    }
}
