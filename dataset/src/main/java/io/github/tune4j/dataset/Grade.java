package io.github.tune4j.dataset;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tune4j.dataset.DatasetCurator.Scale;
import io.github.tune4j.json.Json;
import io.github.tune4j.json.JsonFields;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What a judge says of a pair.
 *
 * @param judgement a digest of everything that led to it: judge, prompt, pair and source
 * @param score 1 to 10; null on the other scale, and when there is no grade
 * @param correct null on the scale of 1 to 10, and when there is no grade
 * @param reason why; when there is no grade, why not
 * @param sourced whether the judge saw the source
 */
record Grade(
        String judgement, @Nullable Integer score, @Nullable Boolean correct, String reason, boolean sourced) {

    static Grade unread(String judgement, String why, boolean sourced) {
        return new Grade(judgement, null, null, why, sourced);
    }

    boolean given() {
        return score != null || correct != null;
    }

    boolean isGoodEnough(Scale scale, double threshold) {
        return scale == Scale.ONE_TO_TEN ? score != null && score >= threshold : Boolean.TRUE.equals(correct);
    }

    static Grade of(JsonFields fields) {
        BigDecimal score = fields.decimalOrNull("score");
        String verdict = fields.textOrNull("verdict");
        return new Grade(
                fields.text("judgement"),
                score == null ? null : score.intValueExact(),
                verdict == null ? null : (Boolean) verdict.equals("correct"),
                fields.text("reason"),
                fields.flag("sourced"));
    }

    ObjectNode node() {
        ObjectNode node = Json.object();
        if (score != null) {
            node.put("score", score);
        }
        if (correct != null) {
            node.put("verdict", correct ? "correct" : "incorrect");
        }
        return node.put("reason", reason).put("sourced", sourced).put("judgement", judgement);
    }
}
