package io.github.tune4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.run.ReportSection;
import io.github.tune4j.testing.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LossCurvesTest {
    private static final JsonMapper JSON = new JsonMapper();

    /** Two epochs of three steps, one validation each, as Bedrock numbers them. */
    private static final String TRAINING =
            "step_number,epoch_number,training_loss\n0,1,3\n1,1,2\n2,1,1\n3,2,1\n4,2,0.5\n5,2,0.6\n";

    private static final String VALIDATION = "step_number,epoch_number,validation_loss\n3,1,2.5\n6,2,2.0\n";

    @TempDir
    Path folder;

    @Test
    void reads_every_golden_file_as_the_reference_does() throws IOException {
        for (String line : Files.readAllLines(SharedData.golden("loss/csv.jsonl"))) {
            JsonNode golden = JSON.readTree(line);
            String name = golden.get("name").asText();
            Path csv = write(name + ".csv", golden.get("csv").asText());
            if (List.of("empty", "too_many_fields").contains(name)) {
                assertThatThrownBy(() -> LossCurves.read(csv)).as(name).isInstanceOf(InvalidInputException.class);
            } else if (name.equals("spaces_after_comma")) {
                assertThat(LossCurves.read(csv).training()).containsExactly(new LossPoint(1, 1, 1.0));
            } else {
                List<LossPoint> epochs = LossCurves.read(csv).trainingByEpoch();
                assertThat(epochs).as(name).hasSameSizeAs(golden.get("epochs"));
                for (int i = 0; i < epochs.size(); i++) {
                    JsonNode expected = golden.get("epochs").get(i);
                    assertThat((double) epochs.get(i).epoch())
                            .isEqualTo(expected.get(0).asDouble());
                    if (expected.get(1).isNull()) {
                        assertThat(epochs.get(i).loss()).as(name).isInfinite();
                    } else {
                        assertThat(epochs.get(i).loss())
                                .as(name)
                                .isCloseTo(expected.get(1).asDouble(), within(1e-12));
                    }
                }
            }
        }
    }

    @Test
    void agrees_with_the_reference_on_a_real_run() throws IOException {
        JsonNode golden = JSON.readTree(Files.readString(SharedData.golden("loss/article_epochs.json")));
        LossCurves curves = articleCurves();
        assertMeans(curves.trainingByEpoch(), golden.get("training_epoch_mean"));
        assertMeans(curves.validationByEpoch(), golden.get("validation_epoch_mean"));
        TrainingDiagnosis diagnosis = curves.diagnose(0.001, 2);
        assertThat(diagnosis.bestEpoch())
                .isEqualTo(golden.get("best_epoch_validation").asInt());
        assertThat(diagnosis.stoppedAfterEpoch()).isEqualTo(7);
        assertThat(diagnosis.epochsAfterBest()).isEqualTo(1);
        assertThat(diagnosis.overfitting()).isTrue();
        curves.marking(diagnosis).writePng(folder.resolve("article.png"));
        assertThat(folder.resolve("article.png")).isNotEmptyFile();
    }

    private static LossCurves articleCurves() {
        return LossCurves.read(
                SharedData.article("result/fine-tuning/step_wise_training_metrics.csv"),
                SharedData.article("result/fine-tuning/validation_metrics.csv"));
    }

    private static void assertMeans(List<LossPoint> epochs, JsonNode golden) {
        assertThat(epochs).hasSameSizeAs(golden);
        for (int i = 0; i < epochs.size(); i++) {
            assertThat(epochs.get(i).loss()).isCloseTo(golden.get(i).get(1).asDouble(), within(1e-12));
        }
    }

    @Test
    void puts_the_steps_of_both_files_on_one_axis() throws IOException {
        LossCurves curves = curves();
        assertThat(curves.training()).extracting(LossPoint::step).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(curves.validation()).extracting(LossPoint::step).containsExactly(3, 6);
        ReportSection.Chart chart =
                (ReportSection.Chart) curves.section().blocks().get(0);
        assertThat(chart.series().get(0).x()[2]).isEqualTo(1.0);
        assertThat(chart.series().get(0).x()[5]).isEqualTo(2.0);
        assertThat(chart.series().get(2).x()).containsExactly(1.0, 2.0);
    }

    @Test
    void aligns_validation_steps_that_count_from_zero_as_well() throws IOException {
        Path validation = write("v.csv", "step_number,epoch_number,validation_loss\n2,1,2.5\n5,2,2.0\n");
        assertThat(LossCurves.read(write("t.csv", TRAINING), validation).validation())
                .extracting(LossPoint::step)
                .containsExactly(3, 6);
    }

    @Test
    void ignores_a_perplexity_column_wherever_it_stands() throws IOException {
        Path csv = write("p.csv", "step_number,perplexity,epoch_number,training_loss\n0,2.7,1,1.0\n");
        assertThat(LossCurves.read(csv).training()).containsExactly(new LossPoint(1, 1, 1.0));
    }

    @Test
    void a_written_table_is_read_back_unchanged() throws IOException {
        LossCurves curves = curves();
        Path csv = folder.resolve("all.csv");
        curves.writeCsv(csv);
        LossCurves again = LossCurves.read(csv, csv);
        assertThat(again.training()).isEqualTo(curves.training());
        assertThat(again.validation()).isEqualTo(curves.validation());
    }

    @Test
    void draws_a_sharp_picture_and_leaves_no_part_file() throws IOException {
        Path png = folder.resolve("loss.png");
        curves().writePng(png);
        var image = ImageIO.read(png.toFile());
        assertThat(image.getWidth()).isEqualTo(1600);
        assertThat(image.getHeight()).isEqualTo(900);
        assertThat(folder.resolve("loss.png.part")).doesNotExist();
    }

    @Test
    void marks_best_epoch_and_early_stop_in_the_drawing() throws IOException {
        LossCurves curves = curves();
        Path svg = folder.resolve("loss.svg");
        curves.marking(new TrainingDiagnosis(1, 2, false, 1, List.of())).writeSvg(svg);
        assertThat(svg).content().contains("best: epoch 1", "stopped: epoch 2");
    }

    @Test
    void names_file_line_and_value_of_a_broken_row() throws IOException {
        Path csv = write("broken.csv", "step_number,epoch_number,training_loss\n0,1,1.0\n1,1,low\n");
        assertThatThrownBy(() -> LossCurves.read(csv))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("broken.csv")
                .hasMessageContaining("line 3")
                .hasMessageContaining("'low'");
    }

    @Test
    void quotes_nothing_of_a_file_that_holds_something_else() throws IOException {
        Path data = Files.writeString(
                folder.resolve("data.jsonl"), "{\"messages\":[{\"content\":\"Anna, account 4711\"}]}\n");
        assertThatThrownBy(() -> LossCurves.read(data))
                .hasMessageContaining("has no column 'step_number' in its first line")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("4711"));
        Path mixed = Files.writeString(
                folder.resolve("mixed.csv"),
                "step_number,epoch_number,training_loss\n0,1,Anna and her account with the number 4711\n");
        assertThatThrownBy(() -> LossCurves.read(mixed))
                .hasMessageContaining("line 2 has a text where a number belongs")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("4711"));
    }

    @Test
    void names_the_missing_column() throws IOException {
        Path csv = write("v.csv", VALIDATION);
        assertThatThrownBy(() -> LossCurves.read(csv)).hasMessageContaining("'training_loss'");
    }

    private LossCurves curves() throws IOException {
        return LossCurves.read(write("t.csv", TRAINING), write("v.csv", VALIDATION));
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
