package io.github.tune4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.tune4j.aws.AwsSession;
import io.github.tune4j.examples.cli.CommandLine;
import io.github.tune4j.testkit.Fault;
import io.github.tune4j.testkit.LocalAws;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JudgeAnswersTest {
    private static final int QUESTIONS = 12;

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Path answers;
    private Path labels;

    @BeforeEach
    void files() throws IOException {
        answers = write("answers.json", i -> i % 2 == 0 ? right(i) : "I do not know.");
        labels = write("labels.json", JudgeAnswersTest::right);
    }

    private static String right(int i) {
        return "The lighthouse number " + i + " has " + (200 + i) + " steps and two keepers.";
    }

    private Path write(String name, java.util.function.IntFunction<String> answer) throws IOException {
        String records = IntStream.range(0, QUESTIONS)
                .mapToObj(i -> "{\"question\": \"How many steps has lighthouse " + i + "?\", \"answer\": \""
                        + answer.apply(i) + "\"}")
                .collect(Collectors.joining(",\n", "[", "]"));
        return Files.writeString(folder.resolve(name), records);
    }

    private int run(CommandLine.Body body, String... more) {
        out.reset();
        err.reset();
        List<String> arguments =
                new ArrayList<>(List.of("--answers", answers.toString(), "--labels", labels.toString(), "--json"));
        arguments.addAll(List.of(more));
        return JudgeAnswers.COMMAND.run(
                arguments.toArray(String[]::new),
                body,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private JsonNode json() throws IOException {
        return new ObjectMapper().readTree(out.toByteArray());
    }

    private static List<Double> scores(JsonNode result) {
        return StreamSupport.stream(result.get("scores").spliterator(), false)
                .map(score -> score.get("score").doubleValue())
                .toList();
    }

    @Test
    void judges_all_answers_although_one_call_in_three_is_throttled_and_pays_for_none_twice() throws IOException {
        String verdicts = folder.resolve("verdicts.jsonl").toString();
        try (LocalAws local = LocalAws.start();
                AwsSession aws = AwsSession.builder()
                        .configure(local::configure)
                        .time(local.time())
                        .build()) {
            local.inject(Fault.throttle("Converse").chance(1 / 3.0, 7));
            local.inject(Fault.throttle("InvokeModel").chance(1 / 3.0, 7));
            for (String mode : List.of("robust", "compatible")) {
                assertThat(run((o, c) -> JudgeAnswers.run(o, c, aws), "--mode", mode, "--verdicts", verdicts))
                        .as(err.toString(StandardCharsets.UTF_8))
                        .isZero();
                assertThat(json().get("scored").intValue()).isEqualTo(QUESTIONS);
                List<Double> scores = scores(json());
                for (int i = 0; i < QUESTIONS; i += 2) {
                    assertThat(scores.get(i)).as(mode).isGreaterThan(scores.get(i + 1));
                }
            }
            assertThat(Files.readAllLines(Path.of(verdicts))).hasSize(2 * QUESTIONS);
            int paid = local.calls().size();
            assertThat(run((o, c) -> JudgeAnswers.run(o, c, aws), "--verdicts", verdicts))
                    .isZero();
            assertThat(local.calls()).hasSize(paid);
            assertThat(run(JudgeAnswers::run, "--verdicts", verdicts, "--replay"))
                    .isEqualTo(2);
            assertThat(err.toString(StandardCharsets.UTF_8)).contains("those of 2 judges");
            assertThat(run(JudgeAnswers::run, "--verdicts", verdicts, "--replay", "--mode", "compatible"))
                    .isZero();
            assertThat(json().get("signature").textValue()).contains("mode:langchain_labelled_score");
            Path worksheet = folder.resolve("people.csv");
            assertThat(run(
                            (o, c) -> JudgeAnswers.run(o, c, aws),
                            "--criterion",
                            "helpfulness, depth",
                            "--worksheet",
                            worksheet.toString()))
                    .isZero();
            assertThat(json().get("signature").textValue()).startsWith("helpfulness-depth|");
            assertThat(worksheet).content().contains("helpfulness: ", "depth: ");
        }
    }

    @Test
    void repeats_tell_the_spread_and_a_judge_that_never_answers_is_an_error() throws IOException {
        try (LocalAws local = LocalAws.start();
                AwsSession aws = AwsSession.builder()
                        .configure(local::configure)
                        .time(local.time())
                        .build()) {
            assertThat(run((o, c) -> JudgeAnswers.run(o, c, aws), "--repeats", "2"))
                    .isZero();
            assertThat(json().at("/scores/0/repeats").intValue()).isEqualTo(2);
            assertThat(json().at("/scores/0/spread").isNumber()).isTrue();
            assertThat(err.toString(StandardCharsets.UTF_8)).contains("mean of 2 judgements");
            assertThat(run((o, c) -> JudgeAnswers.run(o, c, aws), "--model", "no.such-model"))
                    .isEqualTo(2);
            assertThat(err.toString(StandardCharsets.UTF_8))
                    .contains("No answer could be judged")
                    .contains("To fix: ");
            assertThat(out.size()).isZero();
        }
    }

    @Test
    void replays_offline_and_is_compared_with_people() throws IOException {
        String verdicts = folder.resolve("verdicts.jsonl").toString();
        Path worksheet = folder.resolve("worksheet.csv");
        try (LocalAws local = LocalAws.start();
                AwsSession aws = AwsSession.builder()
                        .configure(local::configure)
                        .time(local.time())
                        .build()) {
            run(
                    (o, c) -> JudgeAnswers.run(o, c, aws),
                    "--verdicts",
                    verdicts,
                    "--worksheet",
                    worksheet.toString(),
                    "--criterion",
                    "helpfulness");
        }
        JsonNode judged = json();
        assertThat(run(JudgeAnswers::run, "--verdicts", verdicts, "--replay", "--worksheet", worksheet.toString()))
                .isZero();
        assertThat(scores(json())).isEqualTo(scores(judged));
        assertThat(json().get("metric").textValue()).isEqualTo("helpfulness");
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("Nobody has filled in");

        String filled = Files.readString(worksheet)
                .lines()
                .map(line -> line.contains("\",\"I do not know.\",\"\"")
                        ? line.replace("\"I do not know.\",\"\"", "\"I do not know.\",\"1\"")
                        : line.replace("keepers.\",\"\"", "keepers.\",\"10\""))
                .collect(Collectors.joining("\n"));
        Files.writeString(worksheet, filled);
        assertThat(run(JudgeAnswers::run, "--verdicts", verdicts, "--replay", "--worksheet", worksheet.toString()))
                .isZero();
        assertThat(json().at("/agreement/n").intValue()).isEqualTo(QUESTIONS);
        assertThat(json().at("/agreement/spearman").doubleValue()).isGreaterThan(0.8);

        assertThat(run(JudgeAnswers::run, "--replay")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("--replay has nothing to replay");
    }
}
