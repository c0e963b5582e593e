package io.github.tune4j.evaluation.statistics;

import java.math.BigDecimal;
import java.util.Arrays;

/** Numbers, their mean and their spread. */
final class Sample {
    private Sample() {}

    /**
     * Second minus first, taken as the decimals that the doubles print as: 0.8 - 0.7 equals 0.3 - 0.2, so that equal
     * differences are ties.
     */
    static double[] differences(double[] base, double[] tuned) {
        if (base.length != tuned.length) {
            throw new IllegalArgumentException(base.length + " base scores for " + tuned.length + " tuned scores");
        }
        double[] differences = new double[base.length];
        for (int i = 0; i < differences.length; i++) {
            differences[i] = new BigDecimal(Double.toString(tuned[i]))
                    .subtract(new BigDecimal(Double.toString(base[i])))
                    .doubleValue();
        }
        return differences;
    }

    /** Refuses what no statistic can be computed of. */
    static double[] atLeast(int size, double[] values) {
        if (values.length < size) {
            throw new IllegalArgumentException("at least " + size + " values are needed, not " + values.length);
        }
        for (double value : values) {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("no statistic of " + value);
            }
        }
        return values;
    }

    static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    /** Exactly 0 for equal values, whatever rounding the mean suffers; NaN for fewer than two. */
    static double standardDeviation(double[] values) {
        if (values.length < 2) {
            return Double.NaN;
        }
        if (allEqual(values)) {
            return 0;
        }
        double mean = mean(values);
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return Math.sqrt(squares / (values.length - 1));
    }

    static boolean allEqual(double[] values) {
        return Arrays.stream(values).allMatch(value -> value == values[0]);
    }

    /** Ranks from 1; equal values share the mean of their ranks. */
    static double[] midranks(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double[] ranks = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            int first = Arrays.binarySearch(sorted, values[i]);
            int last = first;
            while (first > 0 && sorted[first - 1] == values[i]) {
                first--;
            }
            while (last < sorted.length - 1 && sorted[last + 1] == values[i]) {
                last++;
            }
            ranks[i] = (first + last) / 2.0 + 1;
        }
        return ranks;
    }
}
