package io.github.tune4j.evaluation.statistics;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.NormalDistribution;

/** Intervals of a mean from resampled means (Efron and Tibshirani, An Introduction to the Bootstrap, chapters 13, 14). */
final class Bootstrap {
    /** Relative to the largest magnitude: resampled means nearer to the mean count as equal to it. */
    private static final double TOLERANCE = 1e-11;

    private final double[] values;
    private final double[] means;
    private final double mean;

    private Bootstrap(double[] values, double[] means) {
        this.values = values;
        this.means = means;
        this.mean = Sample.mean(values);
        Arrays.sort(means);
    }

    static Bootstrap of(double[] values, double[] resampledMeans) {
        return new Bootstrap(values, resampledMeans.clone());
    }

    /** 99,999 resamples, or 9,999 of more than 200 values, where chance blurs the ends less. */
    static Bootstrap of(double[] values, long seed) {
        double[] means = new double[values.length <= 200 ? 99_999 : 9_999];
        long state = seed;
        for (int b = 0; b < means.length; b++) {
            double sum = 0;
            for (int i = 0; i < values.length; i++) {
                state += 0x9E3779B97F4A7C15L;
                sum += values[(int) ((mix(state) >>> 32) * values.length >>> 32)];
            }
            means[b] = sum / values.length;
        }
        return new Bootstrap(values, means);
    }

    /** The finaliser of SplitMix64 (Steele, Lea, Flood 2014): written out, so that a seed means the same for ever. */
    private static long mix(long state) {
        long z = (state ^ state >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    Interval percentile(double level) {
        return new Interval(quantile((1 - level) / 2), quantile((1 + level) / 2), level);
    }

    Interval basic(double level) {
        Interval percentile = percentile(level);
        return new Interval(2 * mean - percentile.high(), 2 * mean - percentile.low(), level);
    }

    Interval bca(double level) {
        if (Sample.allEqual(values)) {
            return new Interval(mean, mean, level);
        }
        return new Interval(quantile(adjusted((1 - level) / 2)), quantile(adjusted((1 + level) / 2)), level);
    }

    /** Bias correction; resamples that equal the mean count half. */
    double z0() {
        double tolerance =
                TOLERANCE * Arrays.stream(values).map(Math::abs).max().orElse(0);
        double below = 0;
        for (double resampled : means) {
            below += resampled < mean - tolerance ? 1 : resampled <= mean + tolerance ? 0.5 : 0;
        }
        if (below == 0 || below == means.length) {
            throw new IllegalArgumentException("no BCa interval: all resampled means lie on one side of " + mean);
        }
        return NormalDistribution.of(0, 1).inverseCumulativeProbability(below / means.length);
    }

    /** From the jackknife of the mean, whose influence values are the deviations. */
    double acceleration() {
        double squares = 0;
        double cubes = 0;
        for (double value : values) {
            double deviation = value - mean;
            squares += deviation * deviation;
            cubes += deviation * deviation * deviation;
        }
        return cubes / (6 * Math.pow(squares, 1.5));
    }

    /** The share of resamples below the end of a BCa interval. */
    double adjusted(double share) {
        NormalDistribution normal = NormalDistribution.of(0, 1);
        double z0 = z0();
        double z = z0 + normal.inverseCumulativeProbability(share);
        return normal.cumulativeProbability(z0 + z / (1 - acceleration() * z));
    }

    /** Linear interpolation at (B - 1) p. */
    private double quantile(double share) {
        double position = share * (means.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, means.length - 1);
        return means[below] + (position - below) * (means[above] - means[below]);
    }
}
