package io.github.tune4j.evaluation.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.tune4j.answer.Answer;
import io.github.tune4j.answer.Question;
import io.github.tune4j.chat.TokenUsage;
import io.github.tune4j.evaluation.Metric;
import io.github.tune4j.evaluation.Verdict;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimpleMetricsTest {

    @Test
    void an_exact_match_is_character_by_character() {
        assertThat(value(ExactMatch.exact(), "Yes.", "Yes.")).isEqualTo(1);
        assertThat(value(ExactMatch.exact(), "Yes. ", "Yes.")).isZero();
    }

    @Test
    void a_normalized_match_is_by_letters_and_digits_of_any_script() {
        assertThat(value(ExactMatch.normalized(), " ＹＥＳ,  it is!", "yes - it is"))
                .isEqualTo(1);
        assertThat(value(ExactMatch.normalized(), "料金は１２００円です。", "料金は1200円です")).isEqualTo(1);
        assertThat(value(ExactMatch.normalized(), "Да", "Нет")).isZero();
    }

    @Test
    void any_of_several_references_may_match() {
        Metric metric = ExactMatch.exact().references(question -> List.of("no", "Yes."));

        assertThat(value(metric, "Yes.", "unused")).isEqualTo(1);
        assertThat(metric.signature()).isEqualTo("exact_match|v:1|refs:given");
    }

    @Test
    void token_f1_counts_shared_tokens_in_any_order() {
        Verdict verdict = TokenF1.of(Tokenizer.words()).score(RougeTest.answer("Grün is green", "green is a colour"));

        assertThat(verdict.value().orElseThrow()).isEqualTo(4.0 / 7, within(1e-12));
        assertThat(((Verdict.Scored) verdict).parts()).containsEntry("recall", 0.5);
    }

    @Test
    void a_length_ratio_compares_with_the_reference() {
        assertThat(value(LengthRatio.ofTokens(), "one two, three!", "one two")).isEqualTo(1.5);
        assertThat(value(LengthRatio.ofTokens(), "料金です", "料金")).isEqualTo(2);
        assertThat(value(LengthRatio.ofCharacters(), "𠮷x", "abcd")).isEqualTo(0.5);
        assertThat(LengthRatio.ofTokens().score(RougeTest.answer("a", " ")))
                .isEqualTo(Verdict.unscored("the reference answer has no length"));
        assertThat(LengthRatio.ofTokens()
                        .corpusScore(List.of(RougeTest.answer("a b c", "a"), RougeTest.answer("a", "a b c"))))
                .hasValue(1);
    }

    @Test
    void without_a_reference_there_is_no_score() {
        Answer answer = new Answer(new Question("q", "?", null), "a", new TokenUsage(0, 0), Duration.ZERO);

        for (Metric metric : List.of(
                ExactMatch.exact(),
                TokenF1.of(Tokenizer.words()),
                LengthRatio.ofTokens(),
                Bleu.sentence(),
                ChrF.chrF())) {
            assertThat(metric.score(answer)).isEqualTo(Verdict.unscored(References.NONE));
            assertThat(metric.corpusScore(List.of(answer))).isEmpty();
        }
    }

    private static double value(Metric metric, String prediction, String reference) {
        return metric.score(RougeTest.answer(prediction, reference)).value().orElseThrow();
    }
}
