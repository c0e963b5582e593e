package io.github.tune4j.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.answer.Answer;
import io.github.tune4j.answer.AnswerSheet;
import io.github.tune4j.answer.Question;
import io.github.tune4j.chat.ChatOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationTest {
    @TempDir
    Path folder;

    @Test
    void a_missing_score_is_counted_and_never_a_zero() {
        AnswerSheet sheet = AnswerSheet.of(
                "tuned",
                "model",
                new AnswerSheet.Settings(null, ChatOptions.defaults()),
                Sheets.of("tuned", 4, "none", 8).answers(),
                List.of(new AnswerSheet.Failure(new Question("q4", "?", null), "throttled")));
        Scores scores = Evaluation.of(Sheets.CORRECTNESS).score(sheet);
        Summary summary = scores.summary("correctness");
        assertThat(summary.mean()).isEqualTo(6);
        assertThat(summary.scored()).isEqualTo(2);
        assertThat(summary.unscored()).isEqualTo(2);
        assertThat(summary.interval()).isNull();
        assertThat(scores.verdict("q4", "correctness").reason()).isEqualTo("not answered: throttled");
        assertThatThrownBy(() -> scores.verdict("q9", "correctness")).hasMessageContaining("q9");
        assertThatThrownBy(() -> scores.summary("beauty")).hasMessageContaining("correctness");
    }

    @Test
    void a_score_that_is_no_number_is_unscored() {
        Scores scores = Evaluation.of(Metric.of("ratio", "1", answer -> Verdict.of(Double.NaN)))
                .score(Sheets.of("base", 1));
        assertThat(scores.summary("ratio").scored()).isZero();
        assertThat(scores.summary("ratio").mean()).isNull();
    }

    /** Four that wait for each other never come back where they are scored one by one. */
    @Test
    void single_answers_are_scored_several_at_a_time_in_their_order() {
        CountDownLatch together = new CountDownLatch(4);
        List<Long> heard = Collections.synchronizedList(new ArrayList<>());
        Metric waiting = Metric.of("waiting", "1", answer -> {
            together.countDown();
            try {
                together.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return Verdict.of(Double.parseDouble(answer.text()));
        });
        Object[] numbers = IntStream.range(0, 40).boxed().toArray();
        Scores scores = Evaluation.builder(waiting)
                .parallelism(4)
                .progress(progress -> heard.add(progress.done()))
                .build()
                .score(Sheets.of("base", numbers));
        assertThat(scores.answers().answers())
                .allSatisfy(
                        answer -> assertThat(scores.verdict(answer.question().id(), "waiting")
                                        .value())
                                .hasValue(Double.parseDouble(answer.text())));
        assertThat(heard.get(heard.size() - 1)).isEqualTo(40);
    }

    @Test
    void a_metric_that_works_in_batches_gets_all_answers_at_once() {
        List<Integer> sizes = new ArrayList<>();
        Metric batching = new Metric() {
            @Override
            public String name() {
                return "batch";
            }

            @Override
            public String signature() {
                return "batch|v:1";
            }

            @Override
            public Verdict score(Answer answer) {
                return Verdict.of(0);
            }

            @Override
            public List<Verdict> scoreAll(List<Answer> answers) {
                sizes.add(answers.size());
                return answers.stream().map(this::score).toList();
            }

            @Override
            public OptionalDouble corpusScore(List<Answer> answers) {
                return OptionalDouble.of(42);
            }
        };
        Scores scores = Evaluation.builder(batching).parallelism(3).build().score(Sheets.of("base", 1, 2, 3, 4));
        assertThat(sizes).containsExactly(4);
        assertThat(scores.summary("batch").corpusScore()).isEqualTo(42);
    }

    @Test
    void scores_come_back_from_their_file_as_they_were() {
        Metric parts = Metric.of("parts", "2", answer -> new Verdict.Scored(0.5, Map.of("precision", 0.1), ""));
        Scores scores =
                Evaluation.of(Sheets.CORRECTNESS, parts).score(Sheets.of("base", 7, "none \u2028 \ud83d\ude00", 2.5));
        Path file = folder.resolve("scores.jsonl");
        scores.writeJsonl(file);
        Scores read = Scores.read(file);
        assertThat(read.answers().sha256()).isEqualTo(scores.answers().sha256());
        assertThat(read.summaries()).isEqualTo(scores.summaries());
        for (Answer answer : scores.answers().answers()) {
            for (String metric : List.of("correctness", "parts")) {
                assertThat(read.verdict(answer.question().id(), metric))
                        .isEqualTo(scores.verdict(answer.question().id(), metric));
            }
        }
        scores.answers().write(file);
        assertThatThrownBy(() -> Scores.read(file)).hasMessageContaining("answers without scores");
    }

    @Test
    void refuses_metrics_that_cannot_be_told_apart() {
        assertThatThrownBy(() -> Evaluation.of(Sheets.CORRECTNESS, Sheets.CORRECTNESS))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("names of their own");
        assertThatThrownBy(Evaluation::of).isInstanceOf(InvalidInputException.class);
    }
}
