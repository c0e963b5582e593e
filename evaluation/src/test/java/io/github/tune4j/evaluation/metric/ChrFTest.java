package io.github.tune4j.evaluation.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.evaluation.metric.Golden.Pair;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChrFTest {
    private static final Map<String, ChrF> VARIANTS = Map.of(
            "chrF", ChrF.chrF(),
            "chrF++", ChrF.chrFPlusPlus(),
            "chrF+", ChrF.chrF().wordOrder(1),
            "chrF_lc", ChrF.chrF().lowerCased(),
            "chrF_ws", ChrF.chrF().withSpaces(),
            "chrF_b1", ChrF.chrF().beta(1),
            "chrF_b3", ChrF.chrF().beta(3),
            "chrF_c4", ChrF.chrF().characterOrder(4),
            "chrF_eps", ChrF.chrF().epsilonSmoothed(),
            "chrF++_eps", ChrF.chrFPlusPlus().epsilonSmoothed());

    @Test
    void equals_the_reference_on_every_sentence() {
        Map<String, Pair> pairs = Golden.pairs();
        for (JsonNode row : Golden.rows("text/chrf_sentence.jsonl")) {
            Pair pair = pairs.get(row.get("id").asText());
            VARIANTS.forEach((name, metric) -> assertThat(
                            metric.score(pair.answer()).value().orElseThrow())
                    .as(pair.id() + " " + metric.signature())
                    .isEqualTo(row.get(name).asDouble(), within(1e-6)));
            assertThat(row.size()).isEqualTo(VARIANTS.size() + 1);
        }
    }

    @Test
    void equals_the_reference_on_every_corpus() {
        for (JsonNode row : Golden.rows("text/bleu_corpus.jsonl")) {
            if (!row.get("metric").asText().equals("bleu")) {
                List<Pair> pairs = BleuTest.corpus(row.get("corpus").asText());
                ChrF plain = VARIANTS.get(row.get("metric").asText());
                ChrF metric = row.has("references") ? plain.references(BleuTest.threeReferences(pairs)) : plain;
                assertThat(metric.corpusScore(BleuTest.answers(pairs)).orElseThrow())
                        .as(row.get("corpus") + " " + metric.signature())
                        .isEqualTo(row.get("score").asDouble(), within(1e-6));
            }
        }
    }

    @Test
    void the_name_tells_the_words_and_the_signature_everything() {
        assertThat(ChrF.chrFPlusPlus().name()).isEqualTo("chrf++");
        assertThat(ChrF.chrF().signature()).isEqualTo("chrf|v:1|nc:6|nw:0|beta:2.0|case:mixed|space:no|eff:yes|refs:1");
    }

    @Test
    void refuses_impossible_settings() {
        assertThatThrownBy(() -> ChrF.chrF().characterOrder(0)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> ChrF.chrF().wordOrder(-1)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> ChrF.chrF().beta(0)).isInstanceOf(InvalidInputException.class);
    }
}
