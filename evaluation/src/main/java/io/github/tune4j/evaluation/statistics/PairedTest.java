package io.github.tune4j.evaluation.statistics;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.apache.commons.numbers.gamma.LogGamma;
import org.apache.commons.statistics.distribution.TDistribution;
import org.jspecify.annotations.Nullable;

/**
 * Tests for two series of scores of the same questions. All are two-sided and look at the differences, tuned minus
 * base, taken as decimals: differences that print alike are equal.
 */
public final class PairedTest {
    /** The confidence of every interval that is not asked for with another. */
    private static final double LEVEL = 0.95;

    private PairedTest() {}

    /**
     * What a paired comparison shows.
     *
     * @param meanDifference mean of tuned minus base, in the unit of the scores
     * @param interval where the mean difference probably lies, at 95 %; null below six questions, where no exact one
     *     exists
     * @param pValue how often chance alone would give a mean difference at least as far from 0
     * @param effectSize the mean difference in standard deviations of the differences, corrected for small samples
     *     (Hedges); null when the differences do not vary or there is only one
     * @param wins questions with a higher score for tuned
     * @param ties questions with equal scores
     * @param losses questions with a higher score for base
     * @param method how p and interval were computed
     */
    public record Outcome(
            double meanDifference,
            @Nullable Interval interval,
            double pValue,
            @Nullable Double effectSize,
            int wins,
            int ties,
            int losses,
            String method) {}

    /**
     * The sign-flip test (Fisher's randomisation test for pairs): were both equally good, each difference might as
     * well have had the other sign. All 2<sup>n</sup> sign patterns are counted, exactly for scores on a grid and up
     * to 34 other ones; beyond that the differences are rounded, so finely that p moves by less than a hundredth of
     * itself, and from 2,001 questions the normal approximation is used. Zero differences are kept; they do not change
     * p.
     *
     * @param base scores of the base answers
     * @param tuned scores of the tuned answers to the same questions, in the same order
     * @param seed makes the interval's random resamples repeatable; p needs none
     * @return the outcome
     * @throws IllegalArgumentException if the lengths differ, there is no score, or one is not finite
     */
    public static Outcome signFlip(double[] base, double[] tuned, long seed) {
        double[] differences = checked(base, tuned);
        int n = differences.length;
        Interval interval = Interval.ofMean(differences, LEVEL, seed).orElse(null);
        String ends = interval == null
                ? "no interval exists"
                : n < Interval.BOOTSTRAP_FROM
                        ? "interval by inverting the test"
                        : "BCa bootstrap interval, seed " + seed;
        String test = n > SignFlips.MANY ? "sign-flip test, normal approximation" : "exact sign-flip test";
        return new Outcome(
                Sample.mean(differences),
                interval,
                SignFlips.pValue(differences),
                hedges(differences),
                (int) Arrays.stream(differences).filter(d -> d > 0).count(),
                (int) Arrays.stream(differences).filter(d -> d == 0).count(),
                (int) Arrays.stream(differences).filter(d -> d < 0).count(),
                test + ", " + ends);
    }

    /**
     * The sign test: only which answer is better counts, ties are dropped.
     *
     * @param base scores of the base answers
     * @param tuned scores of the tuned answers, in the same order
     * @return p; 1 when all are ties
     * @throws IllegalArgumentException as for {@link #signFlip}
     */
    public static double signTest(double[] base, double[] tuned) {
        return SignFlips.pValue(
                Arrays.stream(checked(base, tuned)).map(Math::signum).toArray());
    }

    /**
     * Wilcoxon's signed-rank test: the ranks of the differences count, not their size.
     *
     * @param base scores of the base answers
     * @param tuned scores of the tuned answers, in the same order
     * @param zeros what becomes of differences of 0
     * @return rank sums and p
     * @throws IllegalArgumentException as for {@link #signFlip}
     */
    public static Wilcoxon wilcoxon(double[] base, double[] tuned, Zeros zeros) {
        return SignedRanks.of(checked(base, tuned), zeros);
    }

    /** What becomes of differences of 0 in Wilcoxon's test. */
    public enum Zeros {
        /** Left out before ranking (Wilcoxon). */
        DROP,
        /** Ranked, then left out (Pratt). */
        PRATT,
        /** Half their ranks to each side. */
        SPLIT
    }

    /**
     * What Wilcoxon's test shows.
     *
     * @param plus rank sum of the positive differences
     * @param minus rank sum of the negative differences
     * @param used differences that are not 0
     * @param exactP p over all sign patterns of the midranks; 1 when there is nothing to rank
     * @param z of the smaller rank sum, with tie correction
     * @param normalP p by the normal approximation
     * @param correctedP the same with continuity correction
     */
    public record Wilcoxon(
            double plus, double minus, int used, double exactP, double z, double normalP, double correctedP) {}

    /**
     * Student's t for pairs, which trusts that differences are normally distributed.
     *
     * @param base scores of the base answers
     * @param tuned scores of the tuned answers, in the same order
     * @return the outcome; null when the differences do not vary or there is only one
     * @throws IllegalArgumentException as for {@link #signFlip}
     */
    public static @Nullable StudentT studentT(double[] base, double[] tuned) {
        double[] differences = checked(base, tuned);
        int n = differences.length;
        double error = Sample.standardDeviation(differences) / Math.sqrt(n);
        if (!(error > 0)) {
            return null;
        }
        TDistribution student = TDistribution.of(n - 1.0);
        double mean = Sample.mean(differences);
        double t = mean / error;
        double reach = student.inverseSurvivalProbability((1 - LEVEL) / 2) * error;
        return new StudentT(
                t,
                n - 1,
                2 * student.survivalProbability(Math.abs(t)),
                new Interval(mean - reach, mean + reach, LEVEL));
    }

    /**
     * What Student's t shows.
     *
     * @param t mean difference in standard errors
     * @param degreesOfFreedom questions less one
     * @param pValue two-sided
     * @param interval of the mean difference at 95 %
     */
    public record StudentT(double t, int degreesOfFreedom, double pValue, Interval interval) {}

    /** Ways to adjust p for looking at several metrics at once. */
    public enum Adjustment {
        /** Holm's step-down: the chance of any false alarm stays below the level. */
        HOLM,
        /** Bonferroni: as Holm, but with less power. */
        BONFERRONI,
        /** Benjamini and Hochberg's step-up: bounds the expected share of false alarms among the alarms. */
        BENJAMINI_HOCHBERG;

        /**
         * Adjusts p-values.
         *
         * @param pValues any number, in any order
         * @return the adjusted values in the order given, each at most 1
         */
        public double[] adjust(double... pValues) {
            int m = pValues.length;
            int[] ascending = IntStream.range(0, m)
                    .boxed()
                    .sorted(Comparator.comparingDouble(i -> pValues[i]))
                    .mapToInt(Integer::intValue)
                    .toArray();
            double[] adjusted = new double[m];
            double bound = this == BENJAMINI_HOCHBERG ? 1 : 0;
            for (int step = 0; step < m; step++) {
                int rank = this == BENJAMINI_HOCHBERG ? m - 1 - step : step;
                double p = pValues[ascending[rank]];
                bound = switch (this) {
                    case HOLM -> Math.max(bound, p * (m - rank));
                    case BONFERRONI -> p * m;
                    case BENJAMINI_HOCHBERG -> Math.min(bound, p * m / (rank + 1));
                };
                adjusted[ascending[rank]] = Math.min(1, bound);
            }
            return adjusted;
        }
    }

    /**
     * Tuned minus base, taken as the decimals that the numbers print as: 0.8 - 0.7 equals 0.3 - 0.2.
     *
     * @param base scores of the base answers
     * @param tuned scores of the tuned answers, in the same order
     * @return one difference a question
     * @throws IllegalArgumentException as for {@link #signFlip}
     */
    public static double[] differences(double[] base, double[] tuned) {
        return checked(base, tuned);
    }

    /** Cohen's d of the differences, null when they do not vary. */
    static @Nullable Double cohen(double[] differences) {
        double deviation = Sample.standardDeviation(differences);
        return deviation > 0 ? (Double) (Sample.mean(differences) / deviation) : null;
    }

    private static @Nullable Double hedges(double[] differences) {
        Double cohen = cohen(differences);
        return cohen == null ? null : (Double) (cohen * hedgesFactor(differences.length - 1));
    }

    /** Hedges (1981), equation 6e: the exact factor by which d overestimates, inverted. */
    static double hedgesFactor(int degreesOfFreedom) {
        return degreesOfFreedom < 2
                ? 0
                : Math.exp(LogGamma.value(degreesOfFreedom / 2.0) - LogGamma.value((degreesOfFreedom - 1) / 2.0))
                        / Math.sqrt(degreesOfFreedom / 2.0);
    }

    private static double[] checked(double[] base, double[] tuned) {
        Sample.atLeast(1, base);
        Sample.atLeast(1, tuned);
        return Sample.differences(base, tuned);
    }
}
