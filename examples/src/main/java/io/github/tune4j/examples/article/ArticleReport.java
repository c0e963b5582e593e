package io.github.tune4j.examples.article;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.dataset.quality.QualityReport;
import io.github.tune4j.evaluation.Comparison;
import io.github.tune4j.evaluation.EvidencePack;
import io.github.tune4j.evaluation.Report;
import io.github.tune4j.training.LossCurves;
import io.github.tune4j.training.LossPoint;
import io.github.tune4j.training.TrainingDiagnosis;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The report of the run, in three forms, and the bill beside it. */
final class ArticleReport {
    private static final String STAND_IN =
            "All models of this run are local stand-ins: small, really trained, and not the models they are named after."
                    + " Its scores say nothing about Claude, Nova or Llama.";

    private final Stage stage;
    private final ArticleFiles files;
    private final LossCurves curves;
    private final TrainingDiagnosis diagnosis;
    private final QualityReport quality;

    ArticleReport(
            Stage stage, ArticleFiles files, LossCurves curves, TrainingDiagnosis diagnosis, QualityReport quality) {
        this.stage = stage;
        this.files = files;
        this.curves = curves;
        this.diagnosis = diagnosis;
        this.quality = quality;
    }

    void write(Comparison comparison) {
        Costs costs = Costs.of(stage);
        costs.write(files.bill());
        Report.Builder builder = Report.builder(comparison)
                .title("A fine-tuning article, reproduced")
                .add(curves)
                .add(diagnosis)
                .add(quality)
                .add(costs)
                .data("training", training())
                .data("cost", costs.json())
                .evidence("bill.json", bill());
        if (stage.standIn()) {
            builder.standIn(STAND_IN);
        }
        Report report = builder.build();
        report.writeHtml(files.reportHtml());
        report.writeMarkdown(files.reportMarkdown());
        report.writeJson(files.reportJson());
        EvidencePack.write(files.evidence(), report);
    }

    /** What was paid, with the date of the prices. */
    private String bill() {
        try {
            return Files.readString(files.bill());
        } catch (IOException e) {
            throw InvalidInputException.of(files.bill() + " cannot be read.", "check the folder's permissions.", e);
        }
    }

    private Map<String, @Nullable Object> training() {
        List<Map<String, @Nullable Object>> epochs = new ArrayList<>();
        for (LossPoint point : curves.trainingByEpoch()) {
            Map<String, @Nullable Object> epoch = new LinkedHashMap<>();
            epoch.put("epoch", point.epoch());
            epoch.put("trainingLoss", point.loss());
            epoch.put(
                    "validationLoss",
                    curves.validationByEpoch().stream()
                            .filter(v -> v.epoch() == point.epoch())
                            .map(LossPoint::loss)
                            .findFirst()
                            .orElse(null));
            epochs.add(epoch);
        }
        Map<String, @Nullable Object> training = new LinkedHashMap<>();
        training.put("epochs", epochs);
        training.put("bestEpoch", diagnosis.bestEpoch());
        training.put("stoppedAfterEpoch", diagnosis.stoppedAfterEpoch());
        return training;
    }
}
