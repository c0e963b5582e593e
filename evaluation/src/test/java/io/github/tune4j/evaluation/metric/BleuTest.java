package io.github.tune4j.evaluation.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.answer.Answer;
import io.github.tune4j.answer.Question;
import io.github.tune4j.evaluation.metric.Bleu.Smoothing;
import io.github.tune4j.evaluation.metric.Golden.Pair;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class BleuTest {

    @Test
    void equals_the_reference_on_every_sentence() {
        Map<String, Pair> pairs = Golden.pairs();
        for (JsonNode row : Golden.rows("text/bleu_sentence.jsonl")) {
            Pair pair = pairs.get(row.get("id").asText());
            Bleu bleu = Bleu.sentence()
                    .effectiveOrder(false)
                    .tokenizer(TokenizerTest.named(row.get("tokenizer").asText()));
            String what = pair.id() + " " + bleu.signature();

            BleuStatistics statistics = bleu.statistics(pair.prediction(), List.of(pair.reference()));
            assertThat(statistics.matches()).as(what).containsExactly(longs(row.get("counts")));
            assertThat(statistics.totals()).as(what).containsExactly(longs(row.get("totals")));
            assertThat(statistics.length())
                    .as(what)
                    .isEqualTo(row.get("sys_len").asLong());
            assertThat(statistics.referenceLength())
                    .as(what)
                    .isEqualTo(row.get("ref_len").asLong());
            assertThat(statistics.brevityPenalty())
                    .as(what)
                    .isEqualTo(row.get("bp").asDouble(), within(1e-9));
            row.get("scores").properties().forEach(score -> {
                Bleu variant = variant(bleu, score.getKey());
                assertThat(variant.score(pair.answer()).value().orElseThrow())
                        .as(pair.id() + " " + variant.signature())
                        .isEqualTo(score.getValue().asDouble(), within(1e-6));
            });
        }
    }

    @Test
    void equals_the_reference_on_every_corpus() {
        for (JsonNode row : Golden.rows("text/bleu_corpus.jsonl")) {
            if (row.get("metric").asText().equals("bleu")) {
                Bleu bleu = variant(Bleu.corpus(), row.get("smooth").asText())
                        .tokenizer(TokenizerTest.named(row.get("tokenizer").asText()));
                List<Pair> pairs = corpus(row.get("corpus").asText());
                Bleu metric = row.has("references") ? bleu.references(threeReferences(pairs)) : bleu;
                assertThat(metric.corpusScore(answers(pairs)).orElseThrow())
                        .as(row.get("corpus") + " " + metric.signature())
                        .isEqualTo(row.get("score").asDouble(), within(1e-6));
            }
        }
    }

    @Test
    void a_sentence_has_no_corpus_score_and_an_empty_corpus_none_either() {
        Answer answer = RougeTest.answer("a b c d e", "a b c d f");

        assertThat(Bleu.sentence().corpusScore(List.of(answer))).isEmpty();
        assertThat(Bleu.corpus().corpusScore(List.of())).isEmpty();
        assertThat(Bleu.corpus().corpusScore(List.of(answer)).orElseThrow())
                .isEqualTo(Bleu.corpus().score(answer).value().orElseThrow());
    }

    @Test
    void the_signature_tells_every_setting() {
        assertThat(Bleu.sentence().signature())
                .isEqualTo("bleu|v:1|level:sentence|order:4|eff:yes|case:mixed|tok:13a|smooth:exp|refs:1");
        assertThat(Bleu.corpus()
                        .lowerCased()
                        .order(2)
                        .smoothing(Smoothing.ADD_K)
                        .tokenizer(Tokenizer.international())
                        .signature())
                .isEqualTo("bleu|v:1|level:corpus|order:2|eff:no|case:lc|tok:intl|smooth:add-k[1.0]|refs:1");
    }

    @Test
    void refuses_impossible_settings() {
        assertThatThrownBy(() -> Bleu.corpus().order(0)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> Bleu.corpus().smoothing(Smoothing.FLOOR, Double.NaN))
                .isInstanceOf(InvalidInputException.class);
    }

    private static Bleu variant(Bleu bleu, String name) {
        Bleu variant = bleu;
        for (String part : name.split("/")) {
            variant = switch (part) {
                case "eff" -> variant.effectiveOrder(true);
                case "lc" -> variant.lowerCased();
                case "order2" -> variant.order(2);
                case "none" -> variant.smoothing(Smoothing.NONE);
                case "exp" -> variant.smoothing(Smoothing.EXP);
                case "floor" -> variant.smoothing(Smoothing.FLOOR);
                case "add-k" -> variant.smoothing(Smoothing.ADD_K);
                case "floor:0.01" -> variant.smoothing(Smoothing.FLOOR, 0.01);
                case "add-k:0.5" -> variant.smoothing(Smoothing.ADD_K, 0.5);
                default -> throw new IllegalArgumentException(part);
            };
        }
        return variant;
    }

    static List<Pair> corpus(String name) {
        return Golden.pairs().values().stream()
                .filter(pair -> name.equals("all")
                        || pair.group().equals(name)
                        || (name.startsWith("article_") && pair.id().startsWith(name.replaceFirst("_", "-") + "_")))
                .toList();
    }

    static List<Answer> answers(List<Pair> pairs) {
        return pairs.stream().map(Pair::answer).toList();
    }

    /** Its own, the same with its words reversed, and its first six words. */
    static Function<Question, List<String>> threeReferences(List<Pair> pairs) {
        return question -> {
            String own = question.reference();
            List<String> words = new ArrayList<>(List.of(own.split(" ", -1)));
            String beginning = String.join(" ", words.subList(0, Math.min(6, words.size())));
            Collections.reverse(words);
            return List.of(own, String.join(" ", words), beginning);
        };
    }

    private static long[] longs(JsonNode array) {
        long[] longs = new long[array.size()];
        for (int i = 0; i < longs.length; i++) {
            longs[i] = array.get(i).asLong();
        }
        return longs;
    }
}
