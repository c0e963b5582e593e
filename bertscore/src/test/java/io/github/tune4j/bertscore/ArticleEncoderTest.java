package io.github.tune4j.bertscore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tune4j.answer.Answer;
import io.github.tune4j.evaluation.Verdict;
import io.github.tune4j.evaluation.metric.BertScore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The article's own BERTScores, where the weights of its encoder are at hand (docs/bertscore.md). */
class ArticleEncoderTest {

    @Test
    @EnabledIfSystemProperty(
            named = "tune4j.mbert",
            matches = ".+",
            disabledReason = "skipped: no weights of bert-base-multilingual-cased (set -Dtune4j.mbert=DIR)")
    void the_articles_encoder_gives_the_articles_scores() {
        Path folder = Path.of(System.getProperty("tune4j.mbert"));
        Map<String, Answer> answers = Golden.answers();
        try (OnnxTokenEncoder encoder = OnnxTokenEncoder.builder(
                        folder.resolve("model.onnx"), folder.resolve("tokenizer.json"))
                .build()) {
            List<double[]> set = new ArrayList<>();
            for (JsonNode row : Golden.rows("bertscore/article_mbert.jsonl")) {
                String id = row.get("id").asText();
                if (row.has("prf")) {
                    Verdict.Scored verdict =
                            (Verdict.Scored) BertScore.of(encoder).score(answers.get(id));
                    double[] ours = {
                        verdict.parts().get("precision"), verdict.parts().get("recall"), verdict.score()
                    };
                    for (int i = 0; i < 3; i++) {
                        assertThat(ours[i])
                                .as(id)
                                .isEqualTo(row.get("prf").get(i).asDouble(), within(1e-4));
                    }
                    set.add(ours);
                } else {
                    int part = List.of("precision", "recall", "f1_score")
                            .indexOf(row.get("measure").asText());
                    assertThat(set.stream()
                                    .mapToDouble(prf -> prf[part])
                                    .average()
                                    .orElseThrow())
                            .as(id)
                            .isEqualTo(row.get("value").asDouble(), within(1e-4));
                    if (part == 2) {
                        set.clear();
                    }
                }
            }
        }
    }
}
