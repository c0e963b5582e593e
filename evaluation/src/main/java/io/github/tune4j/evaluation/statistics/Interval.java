package io.github.tune4j.evaluation.statistics;

import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.statistics.distribution.BetaDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Where a value probably lies.
 *
 * @param low the lower end, included
 * @param high the upper end, included
 * @param level the share of such intervals that hold the true value, such as 0.95
 */
public record Interval(double low, double high, double level) {
    /** From so many values on the bootstrap is trusted; below, its intervals are too short. */
    public static final int BOOTSTRAP_FROM = 20;

    /**
     * The interval of a mean that suits the number of values: {@link #exact} below 20, {@link #bca} from there on.
     *
     * @param values the values
     * @param level between 0 and 1, such as 0.95
     * @param seed makes random resamples repeatable
     * @return empty where no interval can be had: below six values at 95 %
     * @throws IllegalArgumentException if there is no value, one is not finite, or the level is not between 0 and 1
     */
    public static Optional<Interval> ofMean(double[] values, double level, long seed) {
        return values.length < BOOTSTRAP_FROM ? exact(values, level) : Optional.of(bca(values, level, seed));
    }

    /**
     * The values of a mean that the exact sign-flip test does not reject. Holds its level for any symmetric
     * distribution. Its ends are means of subsets of the values (Hartigan 1969).
     *
     * @param values 1 to 24 values
     * @param level between 0 and 1, such as 0.95
     * @return empty when even the most extreme pattern of signs is too likely: below six values at 95 %
     * @throws IllegalArgumentException if there is no value or more than 24, one is not finite, or the level is not
     *     between 0 and 1
     */
    public static Optional<Interval> exact(double[] values, double level) {
        Sample.atLeast(1, values);
        checkLevel(level);
        int n = values.length;
        if (n > 24) {
            throw new IllegalArgumentException("the exact interval is meant for at most 24 values, not " + n);
        }
        int rank = (int) Math.floor((1 - level) * Math.pow(2, n - 1) + 1e-9);
        if (rank == 0) {
            return Optional.empty();
        }
        double[] means = new double[1 << n];
        for (int subset = 1; subset < means.length; subset++) {
            means[subset] = means[subset & subset - 1] + values[Integer.numberOfTrailingZeros(subset)];
        }
        for (int subset = 1; subset < means.length; subset++) {
            means[subset] /= Integer.bitCount(subset);
        }
        Arrays.sort(means, 1, means.length);
        return Optional.of(new Interval(means[rank], means[means.length - rank], level));
    }

    /**
     * The bias-corrected and accelerated bootstrap interval of a mean (Efron 1987), from 99,999 resamples, or 9,999 of
     * more than 200 values.
     *
     * @param values at least two
     * @param level between 0 and 1, such as 0.95
     * @param seed the same seed gives the same interval
     * @return the interval; a point when all values are equal
     * @throws IllegalArgumentException if there are fewer than two values, one is not finite, or the level is not
     *     between 0 and 1
     */
    public static Interval bca(double[] values, double level, long seed) {
        return bootstrap(values, level, seed).bca(level);
    }

    /**
     * The percentile bootstrap interval of a mean: where the middle of the resampled means lies.
     *
     * @param values at least two
     * @param level between 0 and 1, such as 0.95
     * @param seed the same seed gives the same interval
     * @return the interval
     * @throws IllegalArgumentException as for {@link #bca}
     */
    public static Interval percentile(double[] values, double level, long seed) {
        return bootstrap(values, level, seed).percentile(level);
    }

    /**
     * The basic bootstrap interval of a mean: the percentile interval mirrored at the mean.
     *
     * @param values at least two
     * @param level between 0 and 1, such as 0.95
     * @param seed the same seed gives the same interval
     * @return the interval
     * @throws IllegalArgumentException as for {@link #bca}
     */
    public static Interval basic(double[] values, double level, long seed) {
        return bootstrap(values, level, seed).basic(level);
    }

    /**
     * The interval of a share that never holds the true one less often than its level (Clopper and Pearson 1934).
     *
     * @param successes how often it happened
     * @param trials how often it could have
     * @param level between 0 and 1, such as 0.95
     * @return an interval within 0 and 1
     * @throws IllegalArgumentException if not 0 &le; successes &le; trials, there was no trial, or the level is not
     *     between 0 and 1
     */
    public static Interval clopperPearson(int successes, int trials, double level) {
        checkShare(successes, trials, level);
        double tail = (1 - level) / 2;
        double failures = trials - successes;
        return new Interval(
                successes == 0
                        ? 0
                        : BetaDistribution.of(successes, failures + 1).inverseCumulativeProbability(tail),
                failures == 0
                        ? 1
                        : BetaDistribution.of(successes + 1.0, failures).inverseSurvivalProbability(tail),
                level);
    }

    /**
     * The score interval of a share (Wilson 1927), which holds its level on average.
     *
     * @param successes how often it happened
     * @param trials how often it could have
     * @param level between 0 and 1, such as 0.95
     * @return an interval within 0 and 1
     * @throws IllegalArgumentException as for {@link #clopperPearson}
     */
    public static Interval wilson(int successes, int trials, double level) {
        checkShare(successes, trials, level);
        double z = NormalDistribution.of(0, 1).inverseSurvivalProbability((1 - level) / 2);
        double share = (double) successes / trials;
        double weight = z * z / trials;
        double middle = (share + weight / 2) / (1 + weight);
        double reach = Math.sqrt(share * (1 - share) * weight + weight * weight / 4) / (1 + weight);
        return new Interval(successes == 0 ? 0 : middle - reach, successes == trials ? 1 : middle + reach, level);
    }

    private static Bootstrap bootstrap(double[] values, double level, long seed) {
        checkLevel(level);
        return Bootstrap.of(Sample.atLeast(2, values), seed);
    }

    private static void checkLevel(double level) {
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("a level lies between 0 and 1, not at " + level);
        }
    }

    private static void checkShare(int successes, int trials, double level) {
        checkLevel(level);
        if (successes < 0 || successes > trials || trials == 0) {
            throw new IllegalArgumentException("no share of " + successes + " in " + trials);
        }
    }
}
