package io.github.tune4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.testing.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingDiagnosisTest {
    @TempDir
    Path folder;

    @Test
    void replays_every_golden_run() throws IOException {
        for (String line : Files.readAllLines(SharedData.golden("loss/early_stopping.jsonl"))) {
            JsonNode golden = new JsonMapper().readTree(line);
            double[] losses = StreamSupport.stream(golden.get("losses").spliterator(), false)
                    .mapToDouble(JsonNode::asDouble)
                    .toArray();
            TrainingDiagnosis diagnosis = curves(losses, losses)
                    .diagnose(
                            golden.get("threshold").asDouble(),
                            golden.get("patience").asInt());
            JsonNode stops = golden.get("stops_after_epoch").get("best/strict");
            assertThat(diagnosis.stoppedAfterEpoch())
                    .as(golden.get("name").asText())
                    .isEqualTo(stops.isNull() ? null : (Integer) stops.asInt());
            assertThat(diagnosis.bestEpoch())
                    .as(golden.get("name").asText())
                    .isEqualTo(golden.get("best_epoch_minimum").asInt());
        }
    }

    @Test
    void sees_overfitting_where_the_curves_part() throws IOException {
        TrainingDiagnosis diagnosis = curves(new double[] {2, 1, 0.5, 0.2}, new double[] {2, 1.5, 1.7, 1.9})
                .diagnose(0.001, 3);
        assertThat(diagnosis.overfitting()).isTrue();
        assertThat(diagnosis.remarks())
                .anySatisfy(remark -> assertThat(remark).contains("training loss fell from 1.0000 to 0.2000"));
        assertThat(diagnosis.section().blocks()).hasSizeGreaterThan(2);
    }

    @Test
    void suggests_more_epochs_while_validation_still_falls() throws IOException {
        TrainingDiagnosis diagnosis =
                curves(new double[] {2, 1}, new double[] {2, 1.5}).diagnose(0.001, 2);
        assertThat(diagnosis.overfitting()).isFalse();
        assertThat(diagnosis.remarks()).last().asString().contains("Next settings to try: more than 2 epochs");
    }

    @Test
    void says_when_the_best_is_best_by_a_hair_and_what_to_set_next() throws IOException {
        TrainingDiagnosis diagnosis = curves(new double[] {2, 1, 0.5, 0.2}, new double[] {2, 1.5, 1.4995, 1.9})
                .diagnose(0.001, 2);
        assertThat(diagnosis.bestEpoch()).isEqualTo(3);
        assertThat(diagnosis.stoppedAfterEpoch()).isEqualTo(4);
        assertThat(diagnosis.remarks())
                .anySatisfy(remark -> assertThat(remark).contains("by a hair: epoch 2 had 1.5000"))
                .anySatisfy(remark -> assertThat(remark).contains("1 epoch was trained and paid for after the best"))
                .anySatisfy(remark -> assertThat(remark)
                        .contains("Next settings to try: 2 epochs", "half the learning rate with 4 epochs"));
    }

    @Test
    void a_first_loss_that_is_no_number_does_not_stop_what_gets_better_afterwards() throws IOException {
        TrainingDiagnosis diagnosis = curves(new double[] {3, 2, 1, 0.5}, new double[] {Double.NaN, 2, 1.5, 1.2})
                .diagnose(0.001, 1);
        assertThat(diagnosis.stoppedAfterEpoch()).isNull();
        assertThat(diagnosis.bestEpoch()).isEqualTo(4);
    }

    @Test
    void says_that_a_run_went_on_where_the_rule_would_have_stopped() throws IOException {
        double[] losses = {1, 2, 3, 4};
        assertThat(curves(losses, losses).diagnose(0, 1).remarks())
                .anySatisfy(remark -> assertThat(remark).contains("went on to epoch 4"));
    }

    @Test
    void without_validation_nothing_can_have_stopped_the_run() throws IOException {
        Path training = csv("training", new double[] {2, 1, 1.5});
        TrainingDiagnosis diagnosis = LossCurves.read(training).diagnose(0.001, 1);
        assertThat(diagnosis.stoppedAfterEpoch()).isNull();
        assertThat(diagnosis.bestEpoch()).isEqualTo(2);
        assertThat(diagnosis.remarks()).last().asString().contains("validation data");
    }

    @Test
    void a_model_without_early_stopping_is_never_said_to_have_stopped_early() throws IOException {
        double[] losses = {2, 1, 1, 1, 1.5};
        TrainingDiagnosis diagnosis =
                curves(new double[] {2, 1, 0.5, 0.3, 0.2}, losses).diagnose();
        assertThat(diagnosis.stoppedAfterEpoch()).isNull();
        assertThat(diagnosis.bestEpoch()).isEqualTo(2);
        assertThat(diagnosis.overfitting()).isTrue();
        assertThat(diagnosis.epochsAfterBest()).isEqualTo(3);
        assertThat(diagnosis.remarks())
                .contains("The model has no early stopping.")
                .noneMatch(remark -> remark.contains("ends the run") || remark.contains("patience"))
                .anySatisfy(remark -> assertThat(remark).contains("Next settings to try: 2 epochs"));
    }

    @Test
    void a_plan_decides_whether_a_run_was_stopped() throws IOException {
        double[] losses = {2, 1, 1, 1};
        LossCurves curves = curves(losses, losses);
        assertThat(curves.diagnose(0.001, 2).stoppedAfterEpoch()).isEqualTo(4);
        TrainingDiagnosis all = curves.diagnose(0.001, 2, 4);
        assertThat(all.stoppedAfterEpoch()).isNull();
        assertThat(all.remarks())
                .anySatisfy(remark -> assertThat(remark).contains("All 4 planned epochs were run"))
                .noneMatch(remark -> remark.contains("ends the run"));
        TrainingDiagnosis early = curves.diagnose(0.001, 2, 10);
        assertThat(early.stoppedAfterEpoch()).isEqualTo(4);
        assertThat(early.remarks())
                .anySatisfy(
                        remark -> assertThat(remark).contains("ends the run after epoch 4: no epoch after epoch 2"));
        TrainingDiagnosis odd = curves.diagnose(0.001, 5, 10);
        assertThat(odd.stoppedAfterEpoch()).isEqualTo(4);
        assertThat(odd.remarks())
                .anySatisfy(remark -> assertThat(remark)
                        .contains(
                                "ended after epoch 4 of 10, which early stopping (threshold 0.001, patience 5) does"));
        assertThatThrownBy(() -> curves.diagnose(0.001, 2, 3))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("plannedEpochs is 3, but the metrics show 4 epochs");
    }

    @Test
    void refuses_a_rule_out_of_range_with_both_problems() throws IOException {
        LossCurves curves = curves(new double[] {1}, new double[] {1});
        assertThatThrownBy(() -> curves.diagnose(-1, 0))
                .isInstanceOfSatisfying(
                        InvalidInputException.class,
                        e -> assertThat(e.problems()).hasSize(2));
    }

    private LossCurves curves(double[] training, double[] validation) throws IOException {
        return LossCurves.read(csv("training", training), csv("validation", validation));
    }

    private Path csv(String kind, double[] losses) throws IOException {
        StringBuilder text = new StringBuilder("step_number,epoch_number," + kind + "_loss\n");
        int first = kind.equals("training") ? 0 : 1;
        IntStream.range(0, losses.length)
                .forEach(i -> text.append(i + first)
                        .append(',')
                        .append(i + 1)
                        .append(',')
                        .append(losses[i])
                        .append('\n'));
        return Files.writeString(folder.resolve(kind + ".csv"), text);
    }
}
