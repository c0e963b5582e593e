package io.github.tune4j.evaluation.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.answer.Answer;
import io.github.tune4j.evaluation.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BertScoreTest {
    private final Letters encoder = new Letters();
    private final BertScore metric = BertScore.of(encoder);

    @Test
    void matches_each_token_with_its_most_similar_one() {
        Verdict.Scored score = scored(metric, "ab", "abcd");

        assertThat(score.parts().get("precision")).isEqualTo(1, within(1e-6));
        assertThat(score.parts().get("recall")).isEqualTo(0.5, within(1e-6));
        assertThat(score.score()).isEqualTo(2.0 / 3, within(1e-6));
        assertThat(score.reason()).isEmpty();
    }

    @Test
    void an_empty_side_scores_zero() {
        assertThat(scored(metric, "", "ab").score()).isZero();
        assertThat(scored(metric, "ab", "").score()).isZero();
    }

    @Test
    void weighs_tokens_by_inverse_document_frequency() {
        List<Answer> answers = List.of(RougeTest.answer("ab", "ax"), RougeTest.answer("c", "ac"));

        Verdict.Scored first = (Verdict.Scored) metric.idf().scoreAll(answers).get(0);
        assertThat(first.parts().get("precision"))
                .as("a weighs ln(3/3), b weighs ln(3/1)")
                .isEqualTo(0, within(1e-6));
        Verdict.Scored second = (Verdict.Scored) metric.idf().scoreAll(answers).get(1);
        assertThat(second.parts().get("recall")).as("a weighs nothing, c all").isEqualTo(1, within(1e-6));
    }

    @Test
    void idf_of_a_single_reference_is_unscored_and_not_zero() {
        assertThat(metric.idf().score(RougeTest.answer("ab", "ab"))).isInstanceOf(Verdict.Unscored.class);
    }

    @Test
    void takes_the_best_of_several_references_part_by_part() {
        BertScore several = metric.references(question -> List.of("a", "abcd"));
        Verdict.Scored score = scored(several, "ab", "unused");

        assertThat(score.parts().get("precision")).isEqualTo(1, within(1e-6));
        assertThat(score.parts().get("recall")).isEqualTo(1, within(1e-6));
        assertThat(score.score()).isEqualTo(2.0 / 3, within(1e-6));
    }

    @Test
    void rescales_as_the_reference_does() {
        for (JsonNode row : Golden.rows("bertscore/rescale.jsonl")) {
            PrecisionRecall rescaled = new Baseline("", parts(row.get("baseline_prf"))).rescale(parts(row.get("prf")));
            PrecisionRecall expected = parts(row.get("rescaled"));
            assertThat(rescaled.precision()).isEqualTo(expected.precision(), within(1e-9));
            assertThat(rescaled.recall()).isEqualTo(expected.recall(), within(1e-9));
            assertThat(rescaled.f1()).isEqualTo(expected.f1(), within(1e-9));
        }
    }

    @Test
    void reads_baselines_by_layer(@TempDir Path folder) throws IOException {
        Path csv = Files.writeString(folder.resolve("base.csv"), "LAYER,P,R,F\n0,0.1,0.2,0.3\n1,0.5,0.5,0.5\n");

        assertThat(scored(metric.baseline(csv), "ab", "ab").score()).isEqualTo(1, within(1e-6));
        assertThat(scored(metric.baseline(csv), "ab", "cd").score()).isEqualTo(-1, within(1e-6));
        assertThat(scored(metric.baseline(csv, 0), "ab", "cd").parts().get("recall"))
                .isEqualTo(-0.25, within(1e-6));
        assertThat(metric.baseline(csv, 0).signature()).contains("|baseline:base.csv[0]|");
        assertThatThrownBy(() -> metric.baseline(csv, 2))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("layer 2");
        Files.writeString(csv, "LAYER,P,R,F\n0,0.1,1,0.3\n");
        assertThatThrownBy(() -> metric.baseline(csv)).hasMessageContaining("0,0.1,1,0.3");
        assertThatThrownBy(() -> metric.baseline(folder.resolve("none.csv"))).hasMessageContaining("none.csv");
    }

    @Test
    void encodes_a_repeated_text_once_and_many_texts_in_parts() {
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            answers.add(RougeTest.answer("ab".repeat(1000 + i), "ab"));
        }
        List<Verdict> verdicts = metric.scoreAll(answers);

        assertThat(verdicts)
                .hasSize(100)
                .allSatisfy(v -> assertThat(v.value().orElseThrow()).isEqualTo(1, within(1e-6)));
        assertThat(encoder.calls.get()).isEqualTo(2);
        assertThat(encoder.texts.get()).isEqualTo(102);
    }

    @Test
    void says_when_a_text_was_cut_or_is_of_another_language() {
        assertThat(scored(metric, "ab".repeat(2000), "ab").reason())
                .isEqualTo("A text is longer than the encoder takes and was cut.");
        assertThat(scored(metric, "日本", "ab").reason()).contains("100 %");
    }

    @Test
    void the_signature_names_the_encoder_and_its_settings() {
        assertThat(metric.idf().signature()).isEqualTo("bertscore|v:1|letters|idf:yes|baseline:no|refs:1");
    }

    private static Verdict.Scored scored(BertScore metric, String prediction, String reference) {
        return (Verdict.Scored) metric.score(RougeTest.answer(prediction, reference));
    }

    private static PrecisionRecall parts(JsonNode array) {
        return new PrecisionRecall(
                array.get(0).asDouble(), array.get(1).asDouble(), array.get(2).asDouble());
    }

    /** Each letter has a direction of its own, and letters that are not Latin are unknown. */
    private static final class Letters implements TokenEncoder {
        final AtomicInteger calls = new AtomicInteger();
        final AtomicInteger texts = new AtomicInteger();
        private final Map<String, Integer> axes = Map.of("a", 2, "b", 3, "c", 4, "d", 5, "x", 6, "[UNK]", 7);

        @Override
        public String signature() {
            return "letters";
        }

        @Override
        public List<Encoding> encode(List<String> texts) {
            calls.incrementAndGet();
            this.texts.addAndGet(texts.size());
            return texts.stream().map(this::encode).toList();
        }

        private Encoding encode(String text) {
            Random lengths = new Random(text.hashCode());
            List<String> tokens = new ArrayList<>(List.of("[CLS]"));
            text.codePoints()
                    .limit(3000)
                    .mapToObj(Character::toString)
                    .forEach(c -> tokens.add(axes.containsKey(c) ? c : "[UNK]"));
            tokens.add("[SEP]");
            float[][] vectors = new float[tokens.size()][9];
            for (int i = 0; i < vectors.length; i++) {
                int axis = i == 0 ? 0 : i == vectors.length - 1 ? 1 : axes.get(tokens.get(i));
                vectors[i][axis] = 1 + lengths.nextFloat();
            }
            return new Encoding(tokens, vectors, text.length() > 3000);
        }
    }
}
