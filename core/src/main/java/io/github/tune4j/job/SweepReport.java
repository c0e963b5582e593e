package io.github.tune4j.job;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.TuneException;
import io.github.tune4j.model.HyperParameters;
import io.github.tune4j.run.FinishedFile;
import io.github.tune4j.run.ReportSection;
import io.github.tune4j.run.ReportSection.Severity;
import io.github.tune4j.run.Reportable;
import io.github.tune4j.training.LossCurves;
import io.github.tune4j.training.LossPoint;
import io.github.tune4j.training.picture.ChartPicture;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How the variants of a sweep came out, ranked by their lowest validation loss. Immutable. */
public final class SweepReport implements Reportable {
    private final String name;
    private final List<Outcome> outcomes;

    SweepReport(String name, List<Outcome> outcomes) {
        this.name = name;
        this.outcomes = outcomes.stream()
                .sorted(Comparator.comparing(
                                Outcome::bestValidationLoss, Comparator.nullsLast(Comparator.naturalOrder()))
                        .thenComparing(outcome -> outcome.job().name()))
                .toList();
    }

    /** A variant that has ended: with model and curves, or with the reason why there are none. */
    record Outcome(
            HyperParameters settings,
            JobSnapshot job,
            @Nullable FailureExplanation failure,
            @Nullable CustomModel model,
            @Nullable LossCurves curves) {
        @Nullable
        Double bestValidationLoss() {
            return curves == null
                    ? null
                    : curves.validationByEpoch().stream()
                            .map(LossPoint::loss)
                            .filter(Double::isFinite)
                            .min(Comparator.naturalOrder())
                            .orElse(null);
        }
    }

    /**
     * One variant.
     *
     * @param name the name of its job
     * @param hyperParameters what it was trained with, common settings included
     * @param job how its job ended
     * @param bestValidationLoss the lowest of an epoch; null when the job failed or measured none
     */
    public record Trial(
            String name,
            HyperParameters hyperParameters,
            JobSnapshot job,
            @Nullable Double bestValidationLoss) {}

    /**
     * Every variant.
     *
     * @return the lowest validation loss first, those without one last
     */
    public List<Trial> ranking() {
        return outcomes.stream()
                .map(o -> new Trial(o.job().name(), o.settings(), o.job(), o.bestValidationLoss()))
                .toList();
    }

    /**
     * The tuned model of the variant with the lowest validation loss.
     *
     * @return the model
     * @throws TuneException if no variant completed
     */
    public CustomModel best() {
        CustomModel model = outcomes.isEmpty() ? null : outcomes.get(0).model();
        if (model == null) {
            throw new TuneException(
                    "No variant of sweep " + name + " left a model.",
                    outcomes.stream()
                            .map(Outcome::failure)
                            .filter(Objects::nonNull)
                            .map(FailureExplanation::remedy)
                            .findFirst()
                            .orElse("see the ranking for how each ended."),
                    null);
        }
        return model;
    }

    /**
     * Draws the validation loss of every variant by epoch.
     *
     * @param file gets a PNG; replaced when it is there
     * @throws TuneException if it cannot be written
     */
    public void writePng(Path file) {
        FinishedFile.write(file, part -> {
            try (OutputStream out = Files.newOutputStream(part)) {
                ChartPicture.of(chart()).writePng(out);
            }
        });
    }

    /**
     * Draws the same as a vector picture.
     *
     * @param file gets an SVG; replaced when it is there
     * @throws TuneException if it cannot be written
     */
    public void writeSvg(Path file) {
        FinishedFile.write(file, part -> Files.writeString(part, chart().toSvg()));
    }

    private ReportSection.Chart chart() {
        List<ReportSection.Series> series = new ArrayList<>();
        for (Outcome outcome : outcomes) {
            if (outcome.curves() != null) {
                List<LossPoint> epochs = outcome.curves().validationByEpoch();
                series.add(new ReportSection.Series(
                        suffix(outcome),
                        epochs.stream().mapToDouble(LossPoint::epoch).toArray(),
                        epochs.stream().mapToDouble(LossPoint::loss).toArray()));
            }
        }
        if (series.isEmpty()) {
            throw InvalidInputException.of("No variant of sweep " + name + " left curves.", "look at the ranking.");
        }
        return new ReportSection.Chart("Validation loss of each variant", "epoch", "loss", series);
    }

    private String suffix(Outcome outcome) {
        String job = outcome.job().name();
        return job.startsWith(name + "-") ? job.substring(name.length() + 1) : job;
    }

    @Override
    public ReportSection section() {
        List<List<String>> rows = new ArrayList<>();
        for (Outcome outcome : outcomes) {
            Double loss = outcome.bestValidationLoss();
            rows.add(List.of(
                    suffix(outcome),
                    text(outcome.settings().values()),
                    outcome.job().state().toString(),
                    loss == null ? "none" : String.format(Locale.ROOT, "%.4f", loss)));
        }
        ReportSection.Builder section = ReportSection.builder("Hyperparameter sweep " + name)
                .addTable(List.of("Variant", "Hyperparameters", "State", "Best validation loss"), rows);
        if (outcomes.stream().anyMatch(o -> o.curves() != null)) {
            section.addChart(chart());
        }
        for (Outcome outcome : outcomes) {
            FailureExplanation failure = outcome.failure();
            if (failure != null) {
                section.addNotice(Severity.WARNING, suffix(outcome) + ": " + failure.cause(), failure.remedy());
            }
        }
        return section.build();
    }

    private static String text(Map<String, String> values) {
        return values.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
    }
}
