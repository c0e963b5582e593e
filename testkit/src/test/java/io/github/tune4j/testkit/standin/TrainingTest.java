package io.github.tune4j.testkit.standin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.tune4j.testing.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingTest {
    private static final EarlyStopping DEFAULT_STOPPING = new EarlyStopping(0.001, 2);
    private static final TrainingSettings TWENTY_FIVE_STEPS = new TrainingSettings(5, 8, 1, 0, null);

    @Test
    void same_data_and_settings_give_the_same_curves_and_model_to_the_last_digit() {
        List<TrainingRecord> records = HarbourData.records();
        Trained first = run(records.subList(0, 30), records.subList(30, 40), TWENTY_FIVE_STEPS);
        Trained second = run(records.subList(0, 30), records.subList(30, 40), TWENTY_FIVE_STEPS);
        assertThat(second.steps()).isEqualTo(first.steps());
        assertThat(second.validations()).isEqualTo(first.validations());
        assertThat(second.model().toBytes()).isEqualTo(first.model().toBytes());
    }

    @Test
    void there_is_a_step_for_each_batch_of_each_epoch_and_a_validation_loss_for_each_epoch() {
        List<TrainingRecord> records = HarbourData.records();
        Trained trained = run(records.subList(0, 30), records.subList(30, 40), new TrainingSettings(3, 8, 1, 0, null));
        assertThat(trained.steps()).hasSize(4 * 3);
        assertThat(trained.steps().get(11).step()).isEqualTo(11);
        assertThat(trained.steps().get(11).epoch()).isEqualTo(3);
        assertThat(trained.validations())
                .extracting(Trained.Validation::stepsDone)
                .containsExactly(4, 8, 12);
        assertThat(trained.validations()).extracting(Trained.Validation::epoch).containsExactly(1, 2, 3);
    }

    @Test
    void losses_fall_and_stay_above_zero() {
        Trained trained = run(HarbourData.records(), List.of(), new TrainingSettings(10, 8, 1, 0, null));
        assertThat(trained.steps())
                .allSatisfy(step -> assertThat(step.loss()).isPositive().isFinite());
        assertThat(epoch(trained, 10)).isLessThan(epoch(trained, 1) / 4);
    }

    @Test
    void a_senselessly_high_rate_gives_high_losses_but_finite_ones() {
        Trained trained = run(HarbourData.records(), HarbourData.records(), new TrainingSettings(10, 1, 1000, 0, null));
        assertThat(trained.steps())
                .allSatisfy(step -> assertThat(step.loss()).isPositive().isFinite());
        assertThat(trained.validations())
                .allSatisfy(v -> assertThat(v.loss()).isPositive().isFinite());
        assertThat(epoch(trained, 10)).isGreaterThan(epoch(trained, 1) / 4);
    }

    @Test
    void five_times_the_normal_rate_still_learns_at_any_batch_size() {
        for (int batch : new int[] {1, 8, 32}) {
            Trained trained = run(HarbourData.records(), List.of(), new TrainingSettings(5, batch, 5, 0, null));
            assertThat(epoch(trained, 5)).isLessThan(epoch(trained, 1) / 4);
        }
    }

    @Test
    void records_that_all_have_one_completion_still_have_a_loss() {
        List<TrainingRecord> same = HarbourData.records().stream()
                .map(r -> new TrainingRecord(r.prompt(), "Yes."))
                .toList();
        Trained trained = run(same, same, new TrainingSettings(10, 4, 2, 0, null));
        assertThat(trained.steps()).allSatisfy(step -> assertThat(step.loss()).isPositive());
        assertThat(trained.validations()).allSatisfy(v -> assertThat(v.loss()).isPositive());
    }

    @Test
    void the_first_loss_does_not_depend_on_the_batch_size() {
        double whole = run(HarbourData.records(), List.of(), new TrainingSettings(1, 40, 1, 0, null))
                .steps()
                .get(0)
                .loss();
        Trained still = run(HarbourData.records(), List.of(), new TrainingSettings(1, 7, 0, 0, null));
        double sum = 0;
        for (int i = 0; i < 6; i++) {
            sum += still.steps().get(i).loss() * (i < 5 ? 7 : 5);
        }
        assertThat(sum / 40).isCloseTo(whole, within(1e-9));
    }

    @Test
    void each_setting_changes_what_it_should() {
        List<TrainingRecord> records = HarbourData.records();
        double normal = epoch(run(records, List.of(), new TrainingSettings(4, 8, 1, 0, null)), 4);
        assertThat(epoch(run(records, List.of(), new TrainingSettings(4, 8, 0.1, 0, null)), 4))
                .as("a lower rate learns less")
                .isGreaterThan(normal);
        assertThat(epoch(run(records, List.of(), new TrainingSettings(4, 8, 2, 0, null)), 4))
                .as("a higher rate learns more")
                .isLessThan(normal);
        assertThat(epoch(run(records, List.of(), new TrainingSettings(4, 40, 1, 0, null)), 4))
                .as("fewer steps learn less")
                .isGreaterThan(normal);
        assertThat(epoch(run(records, List.of(), new TrainingSettings(4, 8, 1, 20, null)), 4))
                .as("a warm-up learns less at first")
                .isGreaterThan(normal);
    }

    @Test
    void training_ends_when_the_validation_loss_no_longer_falls() {
        List<TrainingRecord> records = HarbourData.records();
        List<TrainingRecord> other = new ArrayList<>();
        for (TrainingRecord record : records) {
            other.add(new TrainingRecord(
                    record.prompt(), records.get(other.size() * 7 % 40).completion()));
        }
        Trained trained = run(records, other, new TrainingSettings(10, 8, 1, 0, new EarlyStopping(0.001, 3)));
        assertThat(trained.validations()).hasSize(3 + 1);
        assertThat(trained.steps()).hasSize(4 * 5);
        assertThat(run(records, other, new TrainingSettings(10, 8, 1, 0, null)).validations())
                .hasSize(10);
    }

    @Test
    void a_tuned_model_answers_nearer_to_what_it_was_taught() {
        List<HarbourData.Item> items = HarbourData.items();
        LocalModel base = LocalModel.untuned();
        LocalModel tuned =
                run(HarbourData.records(), List.of(), TWENTY_FIVE_STEPS).model();
        List<Double> asTaught = new ArrayList<>();
        List<Double> rephrased = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            HarbourData.Item item = items.get(i);
            asTaught.add(gain(base, tuned, item.question(), item.answer()));
            rephrased.add(gain(base, tuned, item.rephrased(), item.answer()));
        }
        assertThat(asTaught.stream().filter(g -> g > 0).count()).isGreaterThanOrEqualTo(36);
        assertThat(mean(asTaught)).isGreaterThan(0.5);
        assertThat(mean(rephrased)).isGreaterThan(0.3);
    }

    @Test
    void a_model_that_learned_nothing_answers_as_the_base_model() {
        List<HarbourData.Item> items = HarbourData.items();
        LocalModel nothing = run(HarbourData.records(), List.of(), new TrainingSettings(0, 8, 1, 0, null))
                .model();
        LocalModel tuned =
                run(HarbourData.records(), List.of(), TWENTY_FIVE_STEPS).model();
        for (HarbourData.Item item : items) {
            Prompt prompt = Prompt.of(item.question());
            assertThat(nothing.answer(prompt)).isEqualTo(LocalModel.untuned().answer(prompt));
        }
        Prompt elsewhere = Prompt.of("How do I bake bread with rye flour?");
        assertThat(tuned.answer(elsewhere)).isEqualTo(LocalModel.untuned().answer(elsewhere));
    }

    @Test
    void a_model_survives_being_written_and_read() throws IOException {
        TunedModel tuned =
                run(HarbourData.records(), List.of(), TWENTY_FIVE_STEPS).model();
        TunedModel read = TunedModel.read(tuned.toBytes());
        for (HarbourData.Item item : HarbourData.items()) {
            assertThat(read.answer(Prompt.of(item.rephrased()))).isEqualTo(tuned.answer(Prompt.of(item.rephrased())));
        }
        assertThat(read.toBytes()).isEqualTo(tuned.toBytes());
    }

    @Test
    void a_tuned_model_can_be_tuned_further_and_keeps_what_it_knew() {
        List<TrainingRecord> records = HarbourData.records();
        TrainingSettings tenEpochs = new TrainingSettings(10, 8, 1, 0, null);
        TunedModel first = run(records.subList(0, 20), List.of(), tenEpochs).model();
        byte[] before = first.toBytes();
        TunedModel second = Training.run(records.subList(20, 40), List.of(), tenEpochs, first)
                .model();
        assertThat(first.toBytes()).isEqualTo(before);
        assertThat(right(first, records)).isBetween(15L, 20L);
        assertThat(right(second, records)).isGreaterThanOrEqualTo(34);
    }

    @Test
    void learns_japanese() {
        String[] parts = {"在庫管理", "配送計画", "請求処理", "顧客登録", "品質検査", "設備保全", "人事評価", "受注入力"};
        String[] answers = {
            "倉庫の数量を毎晩照合します。", "トラックの経路を最短にします。", "月末に明細書を発行します。", "新しい取引先の住所を保存します。",
            "傷のある製品を取り除きます。", "機械の部品を定期的に交換します。", "上司と面談して目標を決めます。", "電話の注文を画面に記録します。"
        };
        List<TrainingRecord> records = new ArrayList<>();
        for (int i = 0; i < parts.length; i++) {
            records.add(new TrainingRecord(parts[i] + "の機能は何をしますか？", answers[i]));
        }
        LocalModel tuned =
                run(records, List.of(), new TrainingSettings(20, 4, 1, 0, null)).model();
        assertThat(right(tuned, records)).isEqualTo(8);
        assertThat(tuned.answer(Prompt.of("請求処理について教えてください。")).text()).isEqualTo(answers[2]);
        assertThat(tuned.answer(Prompt.of("富士山の高さは？")).text()).contains("富士山の高さ");
    }

    @Test
    void learns_the_articles_data_within_a_second_of_work() throws IOException {
        List<TrainingRecord> training = messages(SharedData.article("preprocessed/claude3_ft_training.jsonl"));
        List<TrainingRecord> validation = messages(SharedData.article("preprocessed/claude3_ft_validation.jsonl"));
        Trained trained = run(training, validation, new TrainingSettings(10, 32, 1, 0, DEFAULT_STOPPING));

        int epochs = trained.validations().size();
        assertThat(trained.steps()).hasSize(3 * epochs);
        assertThat(trained.steps().get(0).loss()).isBetween(2.0, 2.7);
        assertThat(epoch(trained, epochs)).isLessThan(0.8);
        double firstValidation = run(training, validation, new TrainingSettings(1, 32, 0, 0, null))
                .validations()
                .get(0)
                .loss();
        double best = Collections.min(
                trained.validations().stream().map(Trained.Validation::loss).toList());
        assertThat(firstValidation).isBetween(2.2, 2.8);
        assertThat(best).isLessThan(firstValidation - 0.02);
        assertThat(epochs).as("early stopping has something to do").isBetween(3, 9);

        JsonNode labels = new ObjectMapper()
                .readTree(SharedData.article("eval/label.json").toFile());
        for (JsonNode label : labels) {
            double gain = gain(
                    LocalModel.untuned(),
                    trained.model(),
                    label.path("question").asText(),
                    label.path("answer").asText());
            assertThat(gain).isGreaterThan(0.05);
        }
    }

    private static Trained run(
            List<TrainingRecord> records, List<TrainingRecord> validation, TrainingSettings settings) {
        return Training.run(records, validation, settings, LocalModel.untuned());
    }

    private static double epoch(Trained trained, int epoch) {
        return trained.steps().stream()
                .filter(step -> step.epoch() == epoch)
                .mapToDouble(Trained.Step::loss)
                .average()
                .orElseThrow();
    }

    private static double gain(LocalModel base, LocalModel tuned, String question, String answer) {
        Prompt prompt = Prompt.of(question);
        return HarbourData.tokenF1(tuned.answer(prompt).text(), answer)
                - HarbourData.tokenF1(base.answer(prompt).text(), answer);
    }

    private static long right(LocalModel model, List<TrainingRecord> records) {
        return records.stream()
                .filter(r -> model.answer(Prompt.of(r.prompt())).text().equals(r.completion()))
                .count();
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    private static List<TrainingRecord> messages(Path file) throws IOException {
        List<TrainingRecord> records = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            JsonNode messages = new ObjectMapper().readTree(line).path("messages");
            records.add(new TrainingRecord(
                    messages.path(0).path("content").asText(),
                    messages.path(1).path("content").asText()));
        }
        return records;
    }
}
