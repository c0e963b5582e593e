package io.github.tune4j.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.answer.Answer;
import io.github.tune4j.answer.AnswerSheet;
import io.github.tune4j.answer.Question;
import io.github.tune4j.chat.ChatOptions;
import io.github.tune4j.testing.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ComparisonTest {

    @Test
    void the_articles_verdicts_give_its_means_and_a_p_of_one_eighth() throws IOException {
        List<Question> questions = Question.read(SharedData.article("eval/label.json"));
        Comparison comparison = Comparison.of(
                logged("base", "eval/base-model_prediction.json", "base-mode-eval.log", questions),
                logged("tuned", "eval/fine-tuning-model_prediction.json", "fine-tuning-model-eval.log", questions));
        assertThat(comparison.base().summary("correctness").mean()).isEqualTo(2.5);
        assertThat(comparison.tuned().summary("correctness").mean()).isEqualTo(7.0);
        assertThat(comparison.outcome("correctness").orElseThrow().pValue()).isEqualTo(0.125);
        assertThat(comparison.questionsNeeded("correctness")).hasValue(6);
        assertThat(comparison.sentence())
                .isEqualTo("In correctness, tuned scores higher than base, 7.0 against 2.5 over 4 questions, but 4 "
                        + "questions cannot show a difference (p = 0.125, and no p below 0.125 is possible): "
                        + "at least 6 are needed.");
    }

    private static Scores logged(String label, String answers, String log, List<Question> questions)
            throws IOException {
        AnswerSheet sheet = AnswerSheet.read(SharedData.article(answers)).withReferences(questions);
        List<Double> scores = Files.readAllLines(SharedData.article("result/llm-as-a-judge/" + log)).stream()
                .filter(line -> line.matches("\\d+"))
                .map(Double::valueOf)
                .toList();
        Map<Answer, Double> byAnswer =
                IntStream.range(0, scores.size()).boxed().collect(Collectors.toMap(sheet.answers()::get, scores::get));
        AnswerSheet labelled = AnswerSheet.of(label, sheet.answers());
        Function<Answer, Verdict> verdict = answer -> Verdict.of(byAnswer.getOrDefault(answer, Double.NaN));
        return Evaluation.of(Metric.of("correctness", "log", verdict)).score(labelled);
    }

    private static Comparison compare(Object[] base, Object[] tuned) {
        return Evaluation.of(Sheets.CORRECTNESS).compare(Sheets.of("base", base), Sheets.of("tuned", tuned));
    }

    @Test
    void says_plainly_what_enough_questions_show() {
        Object[] base = IntStream.range(0, 12).mapToObj(i -> 2 + i % 3).toArray();
        Object[] tuned = IntStream.range(0, 12).mapToObj(i -> 6 + i % 4).toArray();
        assertThat(compare(base, tuned).sentence())
                .startsWith("In correctness, tuned scores higher than base, 7.5 against 3.0 over 12 questions")
                .contains("chance alone hardly explains it")
                .contains("the difference lies between");
        assertThat(compare(base, tuned).notes()).isEmpty();
        assertThat(compare(base, base).sentence()).contains("scores the same as base");
        Object[] little = IntStream.range(0, 12).mapToObj(i -> 2 + i % 2 * 3).toArray();
        assertThat(compare(base, little).sentence())
                .contains("chance may explain it")
                .contains("questions would show");
    }

    @Test
    void a_question_without_both_scores_is_left_out_and_said_so() {
        Comparison comparison = compare(new Object[] {1, 2, "none"}, new Object[] {3, "none", 4});
        assertThat(comparison.pairs("correctness")).isEqualTo(1);
        assertThat(comparison.outcome("correctness").orElseThrow().meanDifference())
                .isEqualTo(2);
        assertThat(comparison.notes()).anyMatch(note -> note.contains("2 of 3 questions are left out"));
        Comparison none = compare(new Object[] {"none"}, new Object[] {"none"});
        assertThat(none.outcome("correctness")).isEmpty();
        assertThat(none.questionsNeeded("correctness")).isEmpty();
        assertThat(none.sentence()).contains("nothing can be said");
    }

    @Test
    void adjusts_p_for_the_number_of_metrics() {
        Object[] base = IntStream.range(0, 8).mapToObj(i -> 1 + i % 2).toArray();
        Object[] tuned = IntStream.range(0, 8).mapToObj(i -> 4 + i % 3).toArray();
        Comparison comparison = Evaluation.of(Sheets.CORRECTNESS, Sheets.numbers("depth"))
                .compare(Sheets.of("base", base), Sheets.of("tuned", tuned));
        double p = comparison.outcome("depth").orElseThrow().pValue();
        assertThat(comparison.adjustedP("depth")).hasValue(2 * p);
        assertThat(comparison.sentence()).contains("after Holm");
    }

    @Test
    void refuses_what_is_not_comparable_and_names_every_difference() {
        assertThatThrownBy(() -> compare(new Object[] {1, 2}, new Object[] {1}))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("q2 is answered by base only");
        Scores one = Evaluation.of(Sheets.CORRECTNESS).score(Sheets.of("base", 1));
        Scores other =
                Evaluation.of(Metric.of("correctness", "2", a -> Verdict.of(1))).score(Sheets.of("tuned", 1));
        assertThatThrownBy(() -> Comparison.of(one, other)).hasMessageContaining("computed in two ways");
        assertThatThrownBy(() -> Comparison.of(
                        one, Evaluation.of(Sheets.numbers("depth")).score(Sheets.of("tuned", 1))))
                .hasMessageContaining("[correctness] and [depth]");
    }

    @Test
    void says_when_the_conditions_differ() {
        AnswerSheet.Settings warm = new AnswerSheet.Settings(
                "Be brief.", ChatOptions.builder().temperature(0.9).build());
        AnswerSheet base = Sheets.of("base", 1);
        AnswerSheet tuned = AnswerSheet.of("tuned", "m", warm, base.answers(), List.of());
        assertThat(Evaluation.of(Sheets.CORRECTNESS).compare(base, tuned).notes())
                .anyMatch(note -> note.contains("same conditions"));
    }

    @Test
    void a_policy_lists_everything_that_is_wrong() {
        Comparison comparison = compare(new Object[] {5, 5, 5, 5}, new Object[] {4, 4, 4, "none"});
        AcceptancePolicy policy = AcceptancePolicy.builder()
                .minMean("correctness", 6.5)
                .maxUnscored(0.02)
                .noWorseThanBase("correctness", 0.5)
                .betterThanBase("correctness", 0.05)
                .build();
        assertThatThrownBy(() -> comparison.orThrow(policy))
                .isInstanceOfSatisfying(
                        NotAcceptedException.class,
                        e -> assertThat(e.violations())
                                .containsExactly(
                                        "correctness has a mean of 4.0, asked for at least 6.5",
                                        "correctness has 1 of 4 answers unscored, asked for at most 2.0 %",
                                        "correctness is 1.0 lower than that of the base, more than 0.5",
                                        "correctness is not shown to be higher than that of the base: p = 0.25, "
                                                + "asked for at most 0.05"));
        AcceptancePolicy lenient =
                AcceptancePolicy.builder().minMean("correctness", 4).build();
        assertThat(comparison.orThrow(lenient)).isSameAs(comparison);
        assertThat(comparison.tuned().orThrow(lenient)).isSameAs(comparison.tuned());
        assertThatThrownBy(() -> AcceptancePolicy.builder()
                        .maxUnscored(2)
                        .noWorseThanBase("x", -1)
                        .build())
                .isInstanceOfSatisfying(
                        InvalidInputException.class,
                        e -> assertThat(e.problems()).hasSize(2));
    }
}
