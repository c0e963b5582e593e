package io.github.tune4j.evaluation.metric;

import java.util.Arrays;

/**
 * The matching of BERTScore: each token counts by its most similar token of the other text. Special tokens weigh
 * nothing but may be that most similar one.
 */
final class GreedyMatch {
    private GreedyMatch() {}

    /** Precision, recall and their mean; not a number where the weights of a text sum to nothing. */
    static PrecisionRecall compare(
            TokenEncoder.Encoding prediction, TokenEncoder.Encoding reference, TokenWeights weights) {
        float[][] predicted = prediction.vectors();
        float[][] expected = reference.vectors();
        if (predicted.length <= 2 || expected.length <= 2) {
            return PrecisionRecall.ZERO;
        }
        double[] inversePredicted = inverseNorms(predicted);
        double[] inverseExpected = inverseNorms(expected);
        double[] bestOfPredicted = new double[predicted.length];
        double[] bestOfExpected = new double[expected.length];
        Arrays.fill(bestOfPredicted, -1);
        Arrays.fill(bestOfExpected, -1);
        for (int i = 0; i < predicted.length; i++) {
            for (int j = 0; j < expected.length; j++) {
                double cosine = dot(predicted[i], expected[j]) * inversePredicted[i] * inverseExpected[j];
                bestOfPredicted[i] = Math.max(bestOfPredicted[i], cosine);
                bestOfExpected[j] = Math.max(bestOfExpected[j], cosine);
            }
        }
        return PrecisionRecall.of(
                mean(bestOfPredicted, weights.of(prediction.tokens())),
                mean(bestOfExpected, weights.of(reference.tokens())));
    }

    private static double mean(double[] values, double[] weights) {
        double sum = 0;
        double total = 0;
        for (int i = 0; i < values.length; i++) {
            sum += values[i] * weights[i];
            total += weights[i];
        }
        return sum / total;
    }

    private static double[] inverseNorms(float[][] vectors) {
        double[] inverse = new double[vectors.length];
        for (int i = 0; i < inverse.length; i++) {
            double squared = dot(vectors[i], vectors[i]);
            inverse[i] = squared == 0 ? 0 : 1 / Math.sqrt(squared);
        }
        return inverse;
    }

    /** Eight sums side by side, for one would wait for each of its additions. */
    private static double dot(float[] a, float[] b) {
        float s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0, s6 = 0, s7 = 0;
        int i = 0;
        for (; i + 8 <= a.length; i += 8) {
            s0 += a[i] * b[i];
            s1 += a[i + 1] * b[i + 1];
            s2 += a[i + 2] * b[i + 2];
            s3 += a[i + 3] * b[i + 3];
            s4 += a[i + 4] * b[i + 4];
            s5 += a[i + 5] * b[i + 5];
            s6 += a[i + 6] * b[i + 6];
            s7 += a[i + 7] * b[i + 7];
        }
        float sum = (s0 + s1) + (s2 + s3) + ((s4 + s5) + (s6 + s7));
        for (; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
