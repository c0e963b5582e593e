package io.github.tune4j.evaluation.statistics;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * The distribution of a sum when every term may take either sign with equal chance: the exact null distribution of the
 * sign-flip test, and over ranks that of Wilcoxon's.
 *
 * <p>The terms are divided into two halves; of each half the distinct sums and their probabilities are listed, and the
 * lists are joined at the threshold. Scores on a grid have few distinct sums, so the test is exact for any of them; where
 * a half has more than {@value #LIMIT}, the terms are rounded, so finely that p moves by less than a hundredth of itself.
 * Rounding treats either sign alike, so the test of the rounded terms is exact too, and its level holds.
 */
final class SignFlips {
    /** Distinct sums of one half. */
    private static final int LIMIT = 1 << 17;

    /** From here on the normal approximation is used; its error is below one part in a thousand. */
    static final int MANY = 2_000;

    /** Relative to the sum of all magnitudes: below it sums are ties that rounding has torn apart. */
    private static final double TOLERANCE = 1e-11;

    private SignFlips() {}

    /** Two-sided: the probability of a sum at least as far from 0 as that of the terms as they are. */
    static double pValue(double[] terms) {
        double total = Arrays.stream(terms).map(Math::abs).sum();
        double observed = Math.abs(Arrays.stream(terms).sum());
        if (observed <= total * TOLERANCE) {
            return 1;
        }
        if (terms.length > MANY) {
            double sd = Math.sqrt(Arrays.stream(terms).map(t -> t * t).sum());
            return 2 * NormalDistribution.of(0, 1).survivalProbability(observed / sd);
        }
        double tolerance = total * TOLERANCE;
        int middle = terms.length / 2;
        Sums left = Sums.of(terms, 0, middle, tolerance);
        Sums right = Sums.of(terms, middle, terms.length, tolerance);
        if (left.size() > LIMIT || right.size() > LIMIT) {
            double step = total / Math.min(LIMIT, Math.max(256 * terms.length, (1 << 22) / terms.length));
            return pValueOfSteps(Arrays.stream(terms)
                    .mapToInt(t -> (int) Math.rint(t / step))
                    .toArray());
        }
        return Math.min(1, 2 * left.tail(right, observed - tolerance));
    }

    /** The same for whole numbers, from the distribution of the sum of those that come out positive. */
    private static double pValueOfSteps(int[] steps) {
        int total = Arrays.stream(steps).map(Math::abs).sum();
        double[] shares = new double[total + 1];
        double[] next = new double[total + 1];
        shares[0] = 1;
        int reach = 0;
        for (int step : steps) {
            int size = Math.abs(step);
            for (int sum = 0; sum <= reach; sum++) {
                next[sum] = shares[sum] / 2;
            }
            Arrays.fill(next, reach + 1, reach + size + 1, 0);
            for (int sum = 0; sum <= reach; sum++) {
                next[sum + size] += shares[sum] / 2;
            }
            reach += size;
            double[] free = shares;
            shares = next;
            next = free;
        }
        double reaching = 0;
        for (int sum = (total + Math.abs(Arrays.stream(steps).sum())) / 2; sum <= total; sum++) {
            reaching += shares[sum];
        }
        return Math.min(1, 2 * reaching);
    }

    /** The distinct values that a sum can take, ascending, with their probabilities. */
    private record Sums(double[] values, double[] shares) {

        /** Stops growing beyond the limit: such a list is not used. */
        static Sums of(double[] terms, int from, int to, double tolerance) {
            Sums sums = new Sums(new double[] {0}, new double[] {1});
            for (int i = from; i < to && sums.size() <= LIMIT; i++) {
                if (terms[i] != 0) {
                    sums = sums.plusOrMinus(Math.abs(terms[i]), tolerance);
                }
            }
            return sums;
        }

        int size() {
            return values.length;
        }

        private Sums plusOrMinus(double term, double tolerance) {
            double[] merged = new double[2 * size()];
            double[] halves = new double[2 * size()];
            int count = 0;
            int minus = 0;
            int plus = 0;
            while (plus < size()) {
                double up = values[plus] + term;
                double down = minus < size() ? values[minus] - term : Double.POSITIVE_INFINITY;
                if (down <= up + tolerance) {
                    merged[count] = down;
                    halves[count] = shares[minus++] / 2;
                    if (down >= up - tolerance) {
                        halves[count] += shares[plus++] / 2;
                    }
                } else {
                    merged[count] = up;
                    halves[count] = shares[plus++] / 2;
                }
                count++;
            }
            return new Sums(Arrays.copyOf(merged, count), Arrays.copyOf(halves, count));
        }

        /** The probability that a sum of this and an independent one of the other reach a threshold. */
        double tail(Sums other, double threshold) {
            double probability = 0;
            double reaching = 0;
            int next = other.size() - 1;
            for (int i = 0; i < size(); i++) {
                while (next >= 0 && values[i] + other.values[next] >= threshold) {
                    reaching += other.shares[next--];
                }
                probability += shares[i] * reaching;
            }
            return probability;
        }
    }
}
