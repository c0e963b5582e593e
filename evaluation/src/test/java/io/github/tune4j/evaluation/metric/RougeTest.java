package io.github.tune4j.evaluation.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.answer.Answer;
import io.github.tune4j.answer.Question;
import io.github.tune4j.chat.TokenUsage;
import io.github.tune4j.evaluation.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RougeTest {
    private static final List<Rouge> ALL = List.of(Rouge.n(1), Rouge.n(2), Rouge.n(3), Rouge.l(), Rouge.lSum());

    @Test
    void equals_the_reference_on_every_pair() {
        Map<String, Golden.Pair> pairs = Golden.pairs();
        for (JsonNode row : Golden.rows("text/rouge.jsonl")) {
            Golden.Pair pair = pairs.get(row.get("id").asText());
            for (Rouge plain : ALL) {
                Rouge reference = plain.tokenizer(Tokenizer.rouge());
                Rouge metric = row.get("stemmer").asBoolean() ? reference.stemmed() : reference;
                assertEquals(metric.score(pair.answer()), row.get(metric.name()), pair.id() + " " + metric.signature());
            }
        }
    }

    @Test
    void equals_the_reference_with_japanese_tokenizers() {
        Map<String, Golden.Pair> pairs = Golden.pairs();
        for (JsonNode row : Golden.rows("text/rouge_japanese.jsonl")) {
            Golden.Pair pair = pairs.get(row.get("id").asText());
            for (Rouge plain : ALL) {
                if (row.has(plain.name())) {
                    Rouge metric = plain.tokenizer(
                            TokenizerTest.named(row.get("tokenizer").asText()));
                    assertEquals(metric.score(pair.answer()), row.get(metric.name()), pair.id() + metric.signature());
                }
            }
        }
    }

    @Test
    void the_default_differs_from_the_reference_only_where_a_text_has_cjk_letters() {
        for (Golden.Pair pair : Golden.pairs().values()) {
            boolean cjk = (pair.prediction() + pair.reference()).codePoints().anyMatch(RougeTokenizer::isCjk);
            for (Rouge metric : ALL) {
                Verdict ours = metric.score(pair.answer());
                Verdict reference = metric.tokenizer(Tokenizer.rouge()).score(pair.answer());
                if (cjk) {
                    assertThat(ours.value()).as(pair.id()).isNotEmpty();
                } else {
                    assertThat(((Verdict.Scored) ours).parts())
                            .as(pair.id())
                            .isEqualTo(((Verdict.Scored) reference).parts());
                }
            }
        }
    }

    @Test
    void counts_japanese_letters_that_the_reference_drops_and_says_so() {
        Answer answer = answer("料金は月額です", "料金は年額です");

        assertThat(Rouge.n(1).score(answer).value().orElseThrow()).isEqualTo(6.0 / 7, within(1e-12));
        assertThat(Rouge.n(1).tokenizer(Tokenizer.rouge()).score(answer).value())
                .hasValue(0);
        assertThat(Rouge.n(1).signature()).contains("tok:rouge+cjk");
        assertThat(Rouge.n(1).tokenizer(Tokenizer.rouge()).signature()).contains("tok:rouge|");
    }

    @Test
    void the_best_of_several_references_counts() {
        Answer answer = answer("a b c", "x y z");
        Rouge metric = Rouge.n(1).references(question -> List.of(question.reference(), "a b d", "a x y"));

        assertThat(metric.score(answer).value().orElseThrow()).isEqualTo(2.0 / 3, within(1e-12));
        assertThat(metric.signature()).endsWith("refs:given");
    }

    @Test
    void an_answer_without_reference_is_unscored() {
        Answer answer = new Answer(new Question("q", "?", null), "a", new TokenUsage(0, 0), Duration.ZERO);

        assertThat(Rouge.l().score(answer)).isEqualTo(Verdict.unscored("the question has no reference answer"));
    }

    @Test
    void takes_any_tokenizer_under_its_name() {
        Rouge metric = Rouge.n(1).tokenizer(((Tokenizer) text -> List.of(text.split("-"))).named("dashes"));

        assertThat(metric.score(answer("é-b", "b-é")).value()).hasValue(1);
        assertThat(metric.signature()).contains("tok:dashes");
    }

    @Test
    void subsequences_longer_than_a_machine_word_are_counted_in_full() {
        StringBuilder prediction = new StringBuilder();
        StringBuilder reference = new StringBuilder();
        for (int i = 0; i < 1000; i++) {
            prediction.append("w").append(i).append(' ');
            reference.append("w").append(i).append(i % 10 == 0 ? " extra " : " ");
        }
        PrecisionRecall score = Rouge.l().compare(prediction.toString(), reference.toString());

        assertThat(score.precision()).isEqualTo(1);
        assertThat(score.recall()).isEqualTo(1000 / 1100.0);
    }

    @Test
    void a_carriage_return_alone_ends_no_line() {
        PrecisionRecall score = Rouge.lSum().compare("a b\rc d\ne", "c d\ra b\ne");

        assertThat(score.f1()).isEqualTo(3.0 / 5, within(1e-12));
    }

    @Test
    void refuses_n_grams_of_no_words() {
        assertThatThrownBy(() -> Rouge.n(0)).isInstanceOf(InvalidInputException.class);
    }

    static Answer answer(String prediction, String reference) {
        return new Golden.Pair("q", "", prediction, reference).answer();
    }

    private static void assertEquals(Verdict verdict, JsonNode expected, String what) {
        assertThat(verdict).as(what).isInstanceOfSatisfying(Verdict.Scored.class, scored -> {
            assertThat(scored.parts().get("precision"))
                    .as(what)
                    .isEqualTo(expected.get(0).asDouble(), within(1e-9));
            assertThat(scored.parts().get("recall"))
                    .as(what)
                    .isEqualTo(expected.get(1).asDouble(), within(1e-9));
            assertThat(scored.parts().get("f1"))
                    .as(what)
                    .isEqualTo(expected.get(2).asDouble(), within(1e-9));
            assertThat(scored.score()).isEqualTo(scored.parts().get("f1"));
        });
    }
}
