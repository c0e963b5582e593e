package io.github.tune4j.evaluation.metric;

import io.github.tune4j.evaluation.Verdict;
import java.util.Map;

/** How much of the prediction is right, how much of the reference is found, and their harmonic mean. */
record PrecisionRecall(double precision, double recall, double f1) {
    static final PrecisionRecall ZERO = new PrecisionRecall(0, 0, 0);

    static PrecisionRecall of(int hits, int predicted, int expected) {
        return hits == 0 ? ZERO : of((double) hits / predicted, (double) hits / expected);
    }

    static PrecisionRecall of(double precision, double recall) {
        double sum = precision + recall;
        return new PrecisionRecall(precision, recall, sum == 0 ? 0 : 2 * precision * recall / sum);
    }

    Verdict verdict(String reason) {
        return new Verdict.Scored(f1, Map.of("precision", precision, "recall", recall, "f1", f1), reason);
    }
}
