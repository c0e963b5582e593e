package io.github.tune4j.evaluation.statistics;

import org.apache.commons.numbers.gamma.LogGamma;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/** How often the paired t test sees a difference of so many standard deviations, and what that asks of n. */
final class Power {
    /** Where the search ends: a difference that needs more cannot be shown with questions. */
    private static final int MOST = 100_000_000;

    private static final int STEPS = 2_000;

    private Power() {}

    /** The smallest n whose power reaches the target, both tails counted; 0 when none does. */
    static int questions(double effect, double power, double alpha) {
        int start = byNormal(effect, power, alpha);
        if (start >= MOST) {
            return 0;
        }
        int n = Math.max(2, start - 2);
        while (of(n, effect, alpha) < power) {
            n++;
        }
        while (n > 2 && of(n - 1, effect, alpha) >= power) {
            n--;
        }
        return n;
    }

    /** The usual formula with z in place of t: a little too small. */
    static int byNormal(double effect, double power, double alpha) {
        NormalDistribution normal = NormalDistribution.of(0, 1);
        double sum = normal.inverseSurvivalProbability(alpha / 2) + normal.inverseCumulativeProbability(power);
        return (int) Math.min(MOST, Math.max(2, Math.ceil(Math.pow(sum / effect, 2))));
    }

    static double of(int n, double effect, double alpha) {
        double critical = TDistribution.of(n - 1.0).inverseSurvivalProbability(alpha / 2);
        double shift = Math.abs(effect) * Math.sqrt(n);
        return 1 - below(critical, n - 1, shift) + below(-critical, n - 1, shift);
    }

    /**
     * The distribution function of the noncentral t: the mean of {@code Phi(t s - shift)} over the distribution of
     * s, a chi variable over the root of its degrees of freedom, by Simpson's rule.
     */
    private static double below(double t, int df, double shift) {
        NormalDistribution normal = NormalDistribution.of(0, 1);
        double reach = 9 / Math.sqrt(2.0 * df);
        double low = Math.max(0, 1 - reach);
        double step = (1 + reach - low) / STEPS;
        double logScale = Math.log(2) + df / 2.0 * Math.log(df / 2.0) - LogGamma.value(df / 2.0);
        double sum = 0;
        for (int i = 0; i <= STEPS; i++) {
            double s = low + i * step;
            double log = s == 0 ? (df == 1 ? 0 : Double.NEGATIVE_INFINITY) : (df - 1) * Math.log(s);
            double density = Math.exp(logScale + log - df * s * s / 2);
            double weight = i == 0 || i == STEPS ? 1 : i % 2 == 1 ? 4 : 2;
            sum += weight * density * normal.cumulativeProbability(t * s - shift);
        }
        return sum * step / 3;
    }
}
