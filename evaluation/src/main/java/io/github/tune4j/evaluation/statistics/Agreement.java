package io.github.tune4j.evaluation.statistics;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * How far two raters agree on the same answers, such as a judge and people. A coefficient is null where it is not
 * defined, as a rank correlation when one rater gave everything the same score.
 *
 * @param n ratings compared
 * @param exact the share of equal ratings, 0 to 1
 * @param kappa Cohen's kappa: agreement beyond chance, 1 at most; any disagreement weighs the same
 * @param linearKappa kappa with disagreement weighed by distance on the scale
 * @param quadraticKappa kappa with disagreement weighed by squared distance
 * @param spearman rank correlation, -1 to 1
 * @param kendall Kendall's tau-b, -1 to 1
 * @param pearson linear correlation, -1 to 1
 */
public record Agreement(
        int n,
        double exact,
        @Nullable Double kappa,
        @Nullable Double linearKappa,
        @Nullable Double quadraticKappa,
        @Nullable Double spearman,
        @Nullable Double kendall,
        @Nullable Double pearson) {

    /**
     * Compares two raters; the scale is what occurs.
     *
     * @param scores one rater's scores
     * @param humanLabels the other's, in the same order
     * @return the agreement
     * @throws IllegalArgumentException if the lengths differ, there is no rating, or one is not finite
     */
    public static Agreement between(double[] scores, double[] humanLabels) {
        return between(
                scores,
                humanLabels,
                DoubleStream.concat(Arrays.stream(scores), Arrays.stream(humanLabels))
                        .toArray());
    }

    /**
     * Compares two raters on a given scale, whose steps count as equally wide.
     *
     * @param scores one rater's scores
     * @param humanLabels the other's, in the same order
     * @param scale every value that a rating can have
     * @return the agreement
     * @throws IllegalArgumentException if the lengths differ, there is no rating, or one is not on the scale
     */
    public static Agreement between(double[] scores, double[] humanLabels, double[] scale) {
        Sample.atLeast(1, scores);
        Sample.atLeast(1, humanLabels);
        if (scores.length != humanLabels.length) {
            throw new IllegalArgumentException(scores.length + " scores for " + humanLabels.length + " labels");
        }
        double[] steps = Arrays.stream(scale).sorted().distinct().toArray();
        int[] first = positions(scores, steps);
        int[] second = positions(humanLabels, steps);
        int equal = 0;
        for (int i = 0; i < scores.length; i++) {
            equal += first[i] == second[i] ? 1 : 0;
        }
        return new Agreement(
                scores.length,
                (double) equal / scores.length,
                kappa(first, second, steps.length, distance -> distance == 0 ? 0 : 1),
                kappa(first, second, steps.length, Math::abs),
                kappa(first, second, steps.length, distance -> distance * distance),
                correlation(Sample.midranks(scores), Sample.midranks(humanLabels)),
                kendall(scores, humanLabels),
                correlation(scores, humanLabels));
    }

    private static int[] positions(double[] ratings, double[] steps) {
        return Arrays.stream(ratings)
                .mapToInt(rating -> {
                    int position = Arrays.binarySearch(steps, rating);
                    if (position < 0) {
                        throw new IllegalArgumentException(rating + " is not on the scale");
                    }
                    return position;
                })
                .toArray();
    }

    /** 1 - disagreement seen / disagreement expected by chance (Cohen 1968). */
    private static @Nullable Double kappa(int[] first, int[] second, int steps, DoubleUnaryOperator weight) {
        double[] firstShares = new double[steps];
        double[] secondShares = new double[steps];
        double seen = 0;
        for (int i = 0; i < first.length; i++) {
            firstShares[first[i]]++;
            secondShares[second[i]]++;
            seen += weight.applyAsDouble(first[i] - second[i]);
        }
        double expected = 0;
        for (int i = 0; i < steps; i++) {
            for (int j = 0; j < steps; j++) {
                expected += firstShares[i] * secondShares[j] / first.length * weight.applyAsDouble(i - j);
            }
        }
        return expected == 0 ? null : (Double) (1 - seen / expected);
    }

    private static @Nullable Double correlation(double[] x, double[] y) {
        if (Sample.allEqual(x) || Sample.allEqual(y)) {
            return null;
        }
        double meanX = Sample.mean(x);
        double meanY = Sample.mean(y);
        double xy = 0;
        double xx = 0;
        double yy = 0;
        for (int i = 0; i < x.length; i++) {
            xy += (x[i] - meanX) * (y[i] - meanY);
            xx += (x[i] - meanX) * (x[i] - meanX);
            yy += (y[i] - meanY) * (y[i] - meanY);
        }
        return xy / Math.sqrt(xx * yy);
    }

    private static @Nullable Double kendall(double[] x, double[] y) {
        long concordance = 0;
        long untiedX = 0;
        long untiedY = 0;
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < i; j++) {
                int signX = Double.compare(x[i], x[j]);
                int signY = Double.compare(y[i], y[j]);
                concordance += signX * signY;
                untiedX += Math.abs(signX);
                untiedY += Math.abs(signY);
            }
        }
        return untiedX == 0 || untiedY == 0 ? null : (Double) (concordance / Math.sqrt((double) untiedX * untiedY));
    }
}
