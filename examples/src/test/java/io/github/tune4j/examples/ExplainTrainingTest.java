package io.github.tune4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tune4j.testing.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainTrainingTest {
    @TempDir
    Path folder;

    private MainRun run(Path training, Path validation, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--training-metrics",
                training.toString(),
                "--validation-metrics",
                validation.toString(),
                "--out",
                folder.resolve("curves").toString(),
                "--json"));
        arguments.addAll(List.of(more));
        return MainRun.of(ExplainTraining.COMMAND, ExplainTraining::run, arguments.toArray(String[]::new));
    }

    private Path csv(String name, String column, double... losses) throws IOException {
        StringBuilder csv = new StringBuilder("step_number,epoch_number," + column + "\n");
        for (int i = 0; i < losses.length; i++) {
            csv.append(i)
                    .append(',')
                    .append(i + 1)
                    .append(',')
                    .append(losses[i])
                    .append('\n');
        }
        return Files.writeString(folder.resolve(name), csv);
    }

    @Test
    void the_article_was_best_in_epoch_6_and_stopped_after_7() throws IOException {
        Path article = SharedData.article("result/fine-tuning");
        MainRun run = run(article.resolve("step_wise_training_metrics.csv"), article.resolve("validation_metrics.csv"));
        assertThat(run.exitCode()).isZero();
        assertThat(run.json().path("bestEpoch").intValue()).isEqualTo(6);
        assertThat(run.json().path("stoppedAfterEpoch").intValue()).isEqualTo(7);
        assertThat(folder.resolve("curves")).isDirectoryContaining("glob:**/loss_curves.{png,svg,csv}");
    }

    @Test
    void a_run_that_did_all_its_planned_epochs_did_not_stop_early() throws IOException {
        Path training = csv("t.csv", "training_loss", 3, 2, 1, 0.9);
        Path validation = csv("v.csv", "validation_loss", 3, 2.5, 2.5, 2.5);
        JsonNode json = run(training, validation, "--epochs", "4").json();
        assertThat(json.get("stoppedAfterEpoch").isNull()).isTrue();
    }

    @Test
    void a_run_that_ended_before_its_plan_stopped_there() throws IOException {
        Path training = csv("t.csv", "training_loss", 3, 2, 1);
        Path validation = csv("v.csv", "validation_loss", 3, 2.5, 2.4);
        JsonNode json = run(training, validation, "--epochs", "5").json();
        assertThat(json.path("stoppedAfterEpoch").intValue()).isEqualTo(3);
    }

    @Test
    void a_plan_of_fewer_epochs_than_were_run_is_refused() throws IOException {
        Path training = csv("t.csv", "training_loss", 3, 2, 1);
        Path validation = csv("v.csv", "validation_loss", 3, 2.5, 2.4);
        MainRun run = run(training, validation, "--epochs", "2");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--epochs is 2, but the metrics show 3 epochs", "To fix:");
    }

    @Test
    void a_missing_file_is_one_clear_message_and_exit_code_2() {
        MainRun run = run(folder.resolve("none.csv"), folder.resolve("none.csv"));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("none.csv", "To fix:").doesNotContain("\tat ");
        assertThat(run.out()).isEmpty();
    }
}
