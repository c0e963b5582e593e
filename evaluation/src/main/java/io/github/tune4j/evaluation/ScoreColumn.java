package io.github.tune4j.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tune4j.answer.Question;
import io.github.tune4j.evaluation.statistics.Interval;
import io.github.tune4j.json.Json;
import io.github.tune4j.json.JsonFields;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one metric says of one sheet.
 *
 * @param metric the metric's name
 * @param signature everything that influences the numbers
 * @param corpusScore of all answers together; null when the metric has none
 * @param verdicts by the question's id, in the order of the sheet, failures last
 * @param evidence what the scores rest on, by file name
 */
record ScoreColumn(
        String metric,
        String signature,
        @Nullable Double corpusScore,
        Map<String, Verdict> verdicts,
        Map<String, String> evidence) {
    static final double LEVEL = 0.95;

    /** Of all random resamples, so that a report can be made again digit for digit. */
    static final long SEED = 1;

    Verdict verdict(Question question) {
        return Objects.requireNonNull(verdicts.get(question.id()), question.id());
    }

    Summary summary() {
        double[] scores = verdicts.values().stream()
                .flatMapToDouble(verdict -> verdict.value().stream())
                .toArray();
        double sum = 0;
        for (double score : scores) {
            sum += score;
        }
        boolean none = scores.length == 0;
        return new Summary(
                metric,
                signature,
                scores.length,
                verdicts.size() - scores.length,
                none ? null : (Double) (sum / scores.length),
                none ? null : Interval.ofMean(scores, LEVEL, SEED).orElse(null),
                corpusScore);
    }

    static ObjectNode json(Verdict verdict) {
        ObjectNode node = Json.object();
        if (verdict instanceof Verdict.Scored scored) {
            node.put("score", scored.score());
            if (!scored.parts().isEmpty()) {
                ObjectNode parts = node.putObject("parts");
                scored.parts().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .forEach(part -> parts.put(part.getKey(), part.getValue()));
            }
            if (!scored.reason().isEmpty()) {
                node.put("reason", scored.reason());
            }
            return node;
        }
        return node.put("unscored", verdict.reason());
    }

    static Verdict verdict(JsonFields fields) {
        BigDecimal score = fields.decimalOrNull("score");
        if (score == null) {
            return Verdict.unscored(fields.text("unscored"));
        }
        Map<String, Double> parts = new LinkedHashMap<>();
        fields.object("parts").ifPresent(object -> {
            for (Map.Entry<String, JsonNode> part : object.node().properties()) {
                parts.put(part.getKey(), object.decimal(part.getKey()).doubleValue());
            }
        });
        String reason = fields.textOrNull("reason");
        return new Verdict.Scored(score.doubleValue(), parts, reason == null ? "" : reason);
    }
}
