package io.github.tune4j.evaluation.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tune4j.answer.Answer;
import io.github.tune4j.answer.AnswerSheet;
import io.github.tune4j.answer.Question;
import io.github.tune4j.chat.ChatReply;
import io.github.tune4j.chat.ChatRequest;
import io.github.tune4j.chat.Pace;
import io.github.tune4j.chat.StopReason;
import io.github.tune4j.chat.TokenUsage;
import io.github.tune4j.evaluation.Evaluation;
import io.github.tune4j.evaluation.Scores;
import io.github.tune4j.testing.LimitedEndpoint;
import io.github.tune4j.testing.VirtualTime;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 500 verdicts at the pace of a limited endpoint, by the clock of a simulation. */
class JudgePaceTest {
    private final VirtualTime time = VirtualTime.start();

    @TempDir
    Path folder;

    private static ChatReply verdict(ChatRequest request) {
        return new ChatReply(
                "",
                "{\"reasoning\":\"As expected.\",\"score\":7}",
                StopReason.SCHEMA_ANSWER,
                new TokenUsage(1, 1),
                Duration.ZERO,
                "m");
    }

    private double seconds(LimitedEndpoint endpoint, int start, int threads) {
        List<Answer> answers = IntStream.range(0, 500)
                .mapToObj(i -> new Answer(
                        new Question("q" + i, "What is " + i + "?", "A number."),
                        "The number " + i,
                        new TokenUsage(1, 1),
                        Duration.ZERO))
                .toList();
        Instant begin = time.now();
        ExecutorService executor = time.executor(threads);
        try {
            Pace pace = Pace.builder().time(time).startConcurrency(start).build();
            Judge judge = Judge.builder(endpoint.paced(pace), Rubric.CORRECTNESS)
                    .verdicts(folder.resolve("verdicts.jsonl"))
                    .build();
            Scores scores = Evaluation.builder(judge)
                    .parallelism(threads)
                    .executor(executor)
                    .build()
                    .score(AnswerSheet.of("tuned", answers));
            assertThat(scores.toString()).isNotEmpty();
            assertThat(folder.resolve("verdicts.jsonl"))
                    .content()
                    .satisfies(text -> assertThat(text.lines()).hasSize(500));
        } finally {
            executor.shutdownNow();
        }
        return Duration.between(begin, time.now()).toMillis() / 1e3;
    }

    @Test
    void finds_a_limit_of_16_in_flight() {
        LimitedEndpoint endpoint = LimitedEndpoint.inFlight(16, time, JudgePaceTest::verdict);
        assertThat(seconds(endpoint, 1, 64)).isLessThan(1.25 * 500 * 0.2 / 16);
        assertThat(endpoint.throttledShareAfter100()).isLessThanOrEqualTo(0.2);
    }

    @Test
    void finds_a_limit_of_40_a_second() {
        LimitedEndpoint endpoint = LimitedEndpoint.aSecond(40, time, JudgePaceTest::verdict);
        assertThat(seconds(endpoint, 64, 64)).isLessThan(1.25 * 500 / 40);
        assertThat(endpoint.throttledShareAfter100()).isLessThanOrEqualTo(0.2);
    }

    @Test
    void dice_do_not_slow_it_down() {
        assertThat(seconds(LimitedEndpoint.dice(5, time, JudgePaceTest::verdict), 8, 16))
                .isLessThan(1.5 * 500 * 0.2 / 16);
    }
}
