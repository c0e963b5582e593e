package io.github.tune4j.examples;

import io.github.tune4j.evaluation.Metric;
import io.github.tune4j.evaluation.metric.BertScore;
import io.github.tune4j.evaluation.metric.Bleu;
import io.github.tune4j.evaluation.metric.Rouge;
import io.github.tune4j.evaluation.metric.TokenEncoder;
import java.util.List;

/** The metrics that compare an answer with its reference, as the mains use them. */
final class ReferenceMetrics {
    private ReferenceMetrics() {}

    static List<Metric> of(TokenEncoder encoder) {
        return List.of(BertScore.of(encoder), Rouge.n(1), Rouge.l(), Bleu.sentence());
    }
}
