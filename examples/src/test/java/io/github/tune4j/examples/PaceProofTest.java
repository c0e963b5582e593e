package io.github.tune4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tune4j.answer.Answer;
import io.github.tune4j.answer.AnswerCollector;
import io.github.tune4j.answer.AnswerSheet;
import io.github.tune4j.answer.Question;
import io.github.tune4j.aws.AwsSession;
import io.github.tune4j.aws.BedrockChatModel;
import io.github.tune4j.chat.Pace;
import io.github.tune4j.chat.TokenUsage;
import io.github.tune4j.dataset.DatasetGenerator;
import io.github.tune4j.evaluation.Evaluation;
import io.github.tune4j.evaluation.judge.Judge;
import io.github.tune4j.evaluation.judge.Rubric;
import io.github.tune4j.run.Budget;
import io.github.tune4j.testkit.Bill;
import io.github.tune4j.testkit.Fault;
import io.github.tune4j.testkit.LocalAws;
import io.github.tune4j.testkit.RecordedCall;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * 500 calls of 200 ms through the limits of a local AWS, over sockets and in real time. It needs a machine that does
 * nothing else; by the clock of a simulation the same is tried in every build.
 */
@EnabledIfSystemProperty(named = "tune4j.nightly", matches = "true")
class PaceProofTest {
    private static final String MODEL = "us.anthropic.claude-sonnet-4-6";
    private static final String ANOTHER_MODEL = "us.amazon.nova-lite-v1:0";
    private static final int CALLS = 500;

    @TempDir
    Path folder;

    /** What makes 500 calls. */
    private enum Role {
        ANSWERS,
        JUDGE,
        GENERATOR
    }

    private record Run(double seconds, double throttledShareAfter100, long throttled) {}

    @ParameterizedTest(name = "{0}, beginning at {1}")
    @CsvSource({"ANSWERS,1", "ANSWERS,64", "JUDGE,1", "JUDGE,64", "GENERATOR,1", "GENERATOR,64"})
    void sixteen_in_flight(Role role, int start) throws IOException {
        Run run = run(role, start, 64, "16 in flight", Fault.callsInFlight(16));
        assertThat(run.seconds()).isLessThan(1.25 * CALLS * 0.2 / 16);
        assertThat(run.throttledShareAfter100()).isLessThanOrEqualTo(0.2);
    }

    @ParameterizedTest(name = "{0}, beginning at {1}")
    @CsvSource({"ANSWERS,1", "ANSWERS,64", "JUDGE,1", "JUDGE,64", "GENERATOR,1", "GENERATOR,64"})
    void forty_a_second(Role role, int start) throws IOException {
        Run run = run(role, start, 64, "40 a second", Fault.requestsPerSecond(40));
        assertThat(run.seconds()).isLessThan(1.25 * CALLS / 40);
        assertThat(run.throttledShareAfter100()).isLessThanOrEqualTo(0.2);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"ANSWERS", "JUDGE", "GENERATOR"})
    void dice(Role role) throws IOException {
        Run run = run(role, 8, 16, "dice", Fault.throttle("Converse").chance(1 / 3.0, 11));
        assertThat(run.seconds()).isLessThan(1.5 * CALLS * 0.2 / 16);
        assertThat(run.throttled()).isGreaterThan(150);
    }

    private Run run(Role role, int start, int parallelism, String name, Fault limit) throws IOException {
        Budget budget = Budget.ofUsd("1000");
        try (LocalAws local = LocalAws.start();
                AwsSession aws = AwsSession.builder()
                        .configure(local::configure)
                        .time(local.time())
                        .budget(budget)
                        .build()) {
            // The first calls of a process pay for its making: clients, connections, compiled code. They are another
            // model's, whose limits are its own.
            BedrockChatModel warm = BedrockChatModel.of(aws, ANOTHER_MODEL);
            IntStream.range(0, 200).parallel().forEach(i -> warm.ask("Hello?"));
            int before = local.calls("Converse").size();
            local.inject(limit).inject(Fault.answersTake(Duration.ofMillis(200)));
            BedrockChatModel model = BedrockChatModel.builder(aws, MODEL)
                    .pace(Pace.builder().startConcurrency(start).build())
                    .build();
            long begin = System.nanoTime();
            switch (role) {
                case ANSWERS -> answers(model, parallelism);
                case JUDGE -> judge(model, parallelism);
                case GENERATOR -> generate(model, parallelism);
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            List<RecordedCall> calls = local.calls("Converse");
            List<RecordedCall> ours = calls.subList(before, calls.size());
            long answered = ours.stream().filter(c -> c.status() == 200).count();
            assertThat(answered).as("none lost, none made twice").isEqualTo(CALLS);
            assertThat(budget.spentUsd()).isEqualByComparingTo(billed(local));
            List<RecordedCall> later = ours.subList(100, ours.size());
            double share =
                    (double) later.stream().filter(c -> c.status() == 429).count() / later.size();
            Run run = new Run(seconds, share, ours.size() - answered);
            System.out.printf(
                    "%s, start %d, %s: %.2f s, %d throttled, share after the first 100: %.3f%n",
                    role, start, name, run.seconds(), run.throttled(), run.throttledShareAfter100());
            return run;
        }
    }

    private static BigDecimal billed(LocalAws local) {
        return local.bill().items().stream()
                .map(Bill.Item::usd)
                .filter(Objects::nonNull)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static List<Question> questions() {
        return IntStream.range(0, CALLS)
                .mapToObj(i -> new Question("q" + i, "What is thing " + i + "?", "Thing " + i + " is a number."))
                .toList();
    }

    private void answers(BedrockChatModel model, int parallelism) {
        AnswerSheet sheet = AnswerCollector.builder()
                .parallelism(parallelism)
                .build()
                .collect("base", model, questions(), folder.resolve("answers.jsonl"));
        assertThat(sheet.answers()).extracting(Answer::question).isEqualTo(questions());
        assertThat(sheet.failures()).isEmpty();
    }

    private void judge(BedrockChatModel model, int parallelism) {
        List<Answer> answers = questions().stream()
                .map(q -> new Answer(q, "It is a number.", new TokenUsage(1, 1), Duration.ZERO))
                .toList();
        Judge judge = Judge.builder(model, Rubric.CORRECTNESS)
                .verdicts(folder.resolve("verdicts.jsonl"))
                .build();
        Evaluation.builder(judge).parallelism(parallelism).build().score(AnswerSheet.of("tuned", answers));
    }

    private void generate(BedrockChatModel model, int parallelism) throws IOException {
        List<Path> documents = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            String name = Long.toHexString(new Random(i).nextLong());
            documents.add(Files.writeString(
                    folder.resolve("note%03d.txt".formatted(i)),
                    "The lamp %s stands in room %03d.".formatted(name, i)));
        }
        DatasetGenerator.builder(model)
                .count(CALLS)
                .parallelism(parallelism)
                .build()
                .generate(documents, folder.resolve("pairs.json"));
    }
}
