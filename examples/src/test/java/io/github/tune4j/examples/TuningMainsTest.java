package io.github.tune4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tune4j.testkit.Fault;
import io.github.tune4j.testkit.LocalAws;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The mains for tuning jobs reach a local AWS by {@code aws.endpointUrl} alone: no credentials, no region, no code. */
class TuningMainsTest {
    private static final String ENDPOINT = "aws.endpointUrl";

    private final LocalAws local = LocalAws.builder().speed(100_000).start();

    @TempDir
    Path folder;

    @BeforeEach
    void data() throws IOException {
        System.setProperty(ENDPOINT, local.endpoint().toString());
        write("training.jsonl", 0, 40);
        write("validation.jsonl", 100, 32);
    }

    @AfterEach
    void close() {
        System.clearProperty(ENDPOINT);
        local.close();
    }

    private void write(String name, int from, int records) throws IOException {
        Files.writeString(
                folder.resolve(name),
                IntStream.range(from, from + records)
                        .mapToObj(i -> "{\"messages\":[{\"role\":\"user\",\"content\":\"What does gauge " + i
                                + " show?\"},{\"role\":\"assistant\",\"content\":\"Gauge " + i + " shows level "
                                + i % 31 + ".\"}]}")
                        .collect(Collectors.joining("\n", "", "\n")));
    }

    private String[] arguments(String... more) {
        List<String> all = new ArrayList<>(List.of(
                "--training",
                folder.resolve("training.jsonl").toString(),
                "--validation",
                folder.resolve("validation.jsonl").toString(),
                "--name",
                "gauges-v1",
                "--bucket",
                "gauges-bucket"));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private MainRun fineTune(String... more) {
        return MainRun.of(FineTune.COMMAND, FineTune::run, arguments(more));
    }

    private MainRun checkSetup(String... more) {
        return MainRun.of(CheckSetup.COMMAND, CheckSetup::run, arguments(more));
    }

    @Test
    void a_job_is_checked_submitted_awaited_and_come_back_to() {
        MainRun check = checkSetup("--epochs", "2", "--json");
        assertThat(check.exitCode()).as(check.err()).isZero();
        assertThat(check.json().path("ready").asBoolean()).isTrue();
        assertThat(local.calls("CreateBucket")).isEmpty();

        MainRun first = fineTune(
                "--epochs",
                "2",
                "--batch-size",
                "8",
                "--out",
                folder.resolve("out").toString());
        assertThat(first.exitCode()).as(first.err()).isZero();
        assertThat(first.out()).contains("Tuned model: gauges-v1").contains("Best epoch:");
        assertThat(first.err()).contains("not publicly known").contains("[##############################] COMPLETED");
        assertThat(folder.resolve("out/loss_curves.png")).exists();
        assertThat(folder.resolve("out/step_wise_training_metrics.csv")).exists();

        MainRun again = fineTune("--epochs", "2", "--batch-size", "8", "--json");
        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.json().path("state").asText()).isEqualTo("COMPLETED");
        assertThat(again.json().path("bestEpoch").asInt()).isBetween(1, 2);
        assertThat(local.calls("CreateModelCustomizationJob")).hasSize(1);

        MainRun other = fineTune("--epochs", "3", "--batch-size", "8");
        assertThat(other.exitCode()).isEqualTo(2);
        assertThat(other.err()).contains("epochCount is '2' there and '3' here").contains("To fix:");
    }

    @Test
    void every_option_of_a_job_can_be_checked_before_it() {
        local.inject(Fault.jobFails(Fault.Phase.VALIDATION, "Unable to parse Amazon S3 file: x.jsonl."));
        fineTune("--epochs", "2");
        String out = folder.resolve("nothing").toString();
        assertThat(checkSetup("--epochs", "2", "--max-hours", "3", "--out", out).exitCode())
                .isEqualTo(1);
        MainRun check = checkSetup("--epochs", "2", "--max-hours", "3", "--out", out, "--next-name");
        assertThat(check.exitCode()).as(check.err()).isZero();
        assertThat(check.out()).contains("goes on under the next name");
        assertThat(folder.resolve("nothing")).doesNotExist();
    }

    @Test
    void a_set_up_that_is_not_ready_is_told_line_by_line_and_buys_nothing() {
        local.inject(Fault.noModelAccess(Fault.ModelAccess.AGREEMENT));
        MainRun check = checkSetup("--epochs", "99", "--role", "arn:aws:iam::123456789012:role/none", "--json");
        assertThat(check.exitCode()).isEqualTo(1);
        JsonNode report = check.json();
        assertThat(report.path("ready").asBoolean()).isFalse();
        assertThat(report.path("checks"))
                .filteredOn(line -> line.path("severity").asText().equals("failed"))
                .extracting(line -> line.path("name").asText())
                .containsExactlyInAnyOrder("hyperparameters", "model access", "role");
        assertThat(report.path("checks"))
                .filteredOn(line -> line.path("severity").asText().equals("failed"))
                .allSatisfy(line -> assertThat(line.path("remedy").asText()).isNotBlank());

        MainRun job = fineTune("--epochs", "2");
        assertThat(job.exitCode()).isEqualTo(1);
        assertThat(job.err()).contains("failed  model access").contains("To fix:");
        assertThat(local.calls("CreateModelCustomizationJob")).isEmpty();
    }

    @Test
    void bad_data_and_bad_options_are_told_without_a_stack_trace() throws IOException {
        write("training.jsonl", 0, 5);
        MainRun few = fineTune("--epochs", "2");
        assertThat(few.exitCode()).isEqualTo(1);
        assertThat(few.err()).contains("To fix:").doesNotContain("\tat ");
        Files.delete(folder.resolve("training.jsonl"));
        MainRun none = checkSetup();
        assertThat(none.exitCode()).isEqualTo(2);
        assertThat(none.err()).contains("training.jsonl").contains("To fix:").doesNotContain("\tat ");
    }

    @Test
    void a_failed_job_ends_with_its_explanation() {
        local.inject(Fault.jobFails(Fault.Phase.VALIDATION, "Unable to parse Amazon S3 file: x.jsonl."));
        MainRun run = fineTune("--epochs", "2");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("gauges-v1").contains("To fix:").contains("#job-failed");
    }

    @Test
    void a_grid_is_trained_and_ranked() {
        MainRun sweep = MainRun.of(
                SweepHyperParameters.COMMAND,
                SweepHyperParameters::run,
                arguments(
                        "--epochs",
                        "1,3",
                        "--learning-rate-multiplier",
                        "0.5,1",
                        "--batch-size",
                        "8",
                        "--at-once",
                        "4",
                        "--out",
                        folder.resolve("sweep").toString(),
                        "--json"));
        assertThat(sweep.exitCode()).as(sweep.err()).isZero();
        JsonNode ranking = sweep.json().path("ranking");
        assertThat(ranking)
                .extracting(trial -> trial.path("name").asText())
                .containsExactlyInAnyOrder(
                        "gauges-v1-e1-lrm0.5", "gauges-v1-e1-lrm1", "gauges-v1-e3-lrm0.5", "gauges-v1-e3-lrm1");
        assertThat(ranking)
                .extracting(trial -> trial.path("bestValidationLoss").doubleValue())
                .isSorted();
        assertThat(sweep.json().path("best").asText()).contains(":custom-model/");
        assertThat(folder.resolve("sweep/sweep.png")).exists();

        MainRun alone = MainRun.of(SweepHyperParameters.COMMAND, SweepHyperParameters::run, arguments("--epochs", "1"));
        assertThat(alone.exitCode()).isEqualTo(2);
        assertThat(alone.err()).contains("only one variant");
    }
}
