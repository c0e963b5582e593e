package io.github.tune4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.tune4j.testing.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReproduceArticleTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Daemons that the JDK and the SDK keep for everybody once they were needed. */
    private static final Set<String> OF_THE_WHOLE_JVM =
            Set.of("ForkJoinPool.commonPool", "Keep-Alive-Timer", "idle-connection-reaper");

    @TempDir
    Path folder;

    private MainRun run(String... more) {
        List<String> arguments = new ArrayList<>(List.of("--out", out().toString()));
        arguments.addAll(List.of(more));
        return MainRun.of(ReproduceArticle.COMMAND, ReproduceArticle::run, arguments.toArray(String[]::new));
    }

    private Path out() {
        return folder.resolve("out");
    }

    private JsonNode json(String name) throws IOException {
        return JSON.readTree(out().resolve(name).toFile());
    }

    @Test
    void the_default_run_shows_every_step_and_leaves_every_result() throws IOException {
        MainRun run = run();
        assertThat(run.exitCode()).as(run.err()).isZero();
        for (int step = 1; step <= 12; step++) {
            assertThat(run.out()).contains("[%2d/12] ".formatted(step));
        }
        assertThat(out())
                .isDirectoryContaining("glob:**/training.jsonl")
                .isDirectoryContaining("glob:**/validation.jsonl")
                .isDirectoryContaining("glob:**/step_wise_training_metrics.csv")
                .isDirectoryContaining("glob:**/validation_metrics.csv")
                .isDirectoryContaining("glob:**/loss_curves.png")
                .isDirectoryContaining("glob:**/loss_curves.svg")
                .isDirectoryContaining("glob:**/answers-base.jsonl")
                .isDirectoryContaining("glob:**/answers-tuned.jsonl")
                .isDirectoryContaining("glob:**/verdicts.jsonl")
                .isDirectoryContaining("glob:**/bill.json")
                .isDirectoryContaining("glob:**/report.html")
                .isDirectoryContaining("glob:**/report.md")
                .isDirectoryContaining("glob:**/report.json")
                .isDirectoryNotContaining("glob:**.part");
        assertThat(Files.readAllLines(out().resolve("training.jsonl"))).hasSize(85);
        assertThat(Files.readAllLines(out().resolve("validation.jsonl"))).hasSize(32);
        assertThat(Files.readString(out().resolve("report.html"))).contains("stand-in");
        assertReport(json("report.json"));
        MainRun check = MainRun.of(
                VerifyEvidence.COMMAND,
                VerifyEvidence::run,
                out().resolve("evidence").toString());
        assertThat(check.exitCode()).as(check.out()).isZero();
        assertThat(check.out()).contains("scored again: bertscore, rouge1, rougeL, bleu, correctness");
        assertThat(out().resolve("evidence/sources/bill.json")).exists();
    }

    private static void assertReport(JsonNode report) {
        assertThat(report.path("standIn").booleanValue()).isTrue();
        assertThat(report.path("models"))
                .extracting(m -> m.path("name").asText())
                .containsExactly("base", "tuned");
        for (JsonNode model : report.path("models")) {
            for (String metric : List.of("correctness", "bertscore", "rouge1", "rougeL", "bleu")) {
                assertThat(model.path("means").path(metric).isNumber())
                        .as(metric)
                        .isTrue();
            }
        }
        assertThat(mean(report, 1, "rouge1")).isGreaterThan(mean(report, 0, "rouge1"));
        assertThat(report.path("questions")).hasSize(4).allSatisfy(question -> {
            assertThat(question.path("answers").path("tuned").asText()).isNotBlank();
            assertThat(question.path("scores").path("base").path("bertscore").isNumber())
                    .isTrue();
        });
        JsonNode epochs = report.path("training").path("epochs");
        assertThat(epochs).isNotEmpty().allSatisfy(epoch -> {
            assertThat(epoch.path("trainingLoss").doubleValue()).isPositive();
            assertThat(epoch.path("validationLoss").doubleValue()).isPositive();
        });
        assertThat(report.path("training").path("bestEpoch").intValue()).isBetween(1, epochs.size());
        assertThat(report.path("cost").path("usd").decimalValue()).isPositive();
        assertThat(report.path("signatures").path("rouge1").asText()).startsWith("rouge1|");
    }

    private static double mean(JsonNode report, int model, String metric) {
        return report.path("models").get(model).path("means").path(metric).doubleValue();
    }

    @Test
    void with_json_standard_output_is_the_report_and_nothing_else() throws IOException {
        MainRun run = run("--json");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.json()).isEqualTo(json("report.json"));
        assertThat(run.err()).contains("[12/12]");
    }

    @Test
    void the_bill_shows_that_the_throughput_has_ended() throws IOException {
        assertThat(run().exitCode()).isZero();
        JsonNode bill = json("bill.json");
        assertThat(bill.path("items"))
                .filteredOn(i -> i.path("arn").asText().contains("provisioned-model"))
                .singleElement()
                .satisfies(item -> {
                    assertThat(item.path("to").isTextual()).isTrue();
                    assertThat(item.path("usd").decimalValue()).isPositive();
                });
    }

    @Test
    void nothing_is_left_running() throws InterruptedException {
        run();
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        assertThat(run().exitCode()).isZero();
        Set<Thread> after = new HashSet<>(Thread.getAllStackTraces().keySet());
        after.removeAll(before);
        after.removeIf(t -> OF_THE_WHOLE_JVM.stream().anyMatch(t.getName()::startsWith));
        for (Thread thread : after) {
            thread.join(60_000); // Threads of an event loop that was told to end take a moment.
        }
        assertThat(after).noneMatch(Thread::isAlive);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nova-micro", "llama-3-3-70b"})
    void format_epochs_region_and_serving_follow_the_model(String model) throws IOException {
        MainRun run = run("--model", model);
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("On-demand deployment");
        assertThat(Files.readString(out().resolve("training.jsonl"))).contains("bedrock-conversation-2024");
        assertReport(json("report.json"));
    }

    @Test
    void the_articles_own_data_is_converted_as_the_article_did() throws IOException {
        Path article = SharedData.article("");
        String prompt = JSON.readTree(Files.readAllLines(article.resolve("preprocessed/claude3_ft_training.jsonl"))
                        .get(0))
                .path("system")
                .asText();
        MainRun run = run("--data", article.toString(), "--system-prompt", prompt);
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertSameRecords(out().resolve("training.jsonl"), article.resolve("preprocessed/claude3_ft_training.jsonl"));
        assertSameRecords(
                out().resolve("validation.jsonl"), article.resolve("preprocessed/claude3_ft_validation.jsonl"));
        assertReport(json("report.json"));
    }

    private static void assertSameRecords(Path actual, Path expected) throws IOException {
        List<String> lines = Files.readAllLines(actual);
        List<String> expectedLines = Files.readAllLines(expected);
        assertThat(lines).hasSameSizeAs(expectedLines);
        for (int i = 0; i < lines.size(); i++) {
            assertThat(JSON.readTree(lines.get(i))).isEqualTo(JSON.readTree(expectedLines.get(i)));
        }
    }

    @Test
    void bad_input_is_one_clear_message_and_no_half_written_file() throws IOException {
        Path data = folder.resolve("data");
        assertFails("There is no file", "--data", data.toString());

        Files.createDirectories(data.resolve("rawdata"));
        Files.createDirectories(data.resolve("eval"));
        Path training = data.resolve("rawdata/training.json");
        Files.writeString(data.resolve("eval/label.json"), "[{\"question\":\"q\",\"answer\":\"a\"}]");
        Files.writeString(data.resolve("rawdata/validation.json"), "[{\"question\":\"q\",\"answer\":\"a\"}]");

        Files.writeString(training, "[{\"sentence1\":");
        assertFails("training.json", "--data", data.toString());
        Files.writeString(training, "");
        assertFails("training.json", "--data", data.toString());
        Files.writeString(training, "[{\"sentence1\":\"q\",\"sentence2\":\"a\"},{\"sentence1\":\"q\"}]");
        assertFails("sentence2", "--data", data.toString());
        Files.writeString(training, "[{\"sentence1\":\"q\",\"sentence2\":\"a\"}]");
        assertFails("32", "--data", data.toString());
        assertFails("claude-9", "--model", "claude-9");
        assertFails("cannot be fine-tuned", "--model", "claude-sonnet-4-6");
        assertFails("--yes-spend means nothing without --aws", "--yes-spend", "5");
        assertFails("--bucket means nothing without --aws", "--bucket", "b", "--role", "r");
        assertFails("--system-prompt is empty", "--system-prompt", " ");
        assertFails("--yes-spend", "--aws", "--bucket", "my-bucket", "--role", "my-role");
    }

    private void assertFails(String problem, String... arguments) {
        MainRun run = run(arguments);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(problem).contains("To fix:").doesNotContain("\tat ");
        assertThat(out().resolve("training_metrics.csv")).doesNotExist();
        assertThat(out().resolve("report.json")).doesNotExist();
    }
}
