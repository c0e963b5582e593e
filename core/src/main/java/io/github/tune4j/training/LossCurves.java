package io.github.tune4j.training;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.run.FinishedFile;
import io.github.tune4j.run.ReportSection;
import io.github.tune4j.run.ReportSection.Series.Weight;
import io.github.tune4j.run.Reportable;
import io.github.tune4j.training.picture.ChartPicture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The losses of a training run: each step, the mean of each epoch, and both curves over one axis of epochs. Immutable.
 *
 * <p>Bedrock numbers the steps of training from 0 and those of validation by the steps done so far; here every step is
 * the number of steps done, so that the last step of an epoch and its validation carry the same number.
 */
public final class LossCurves implements Reportable {
    private final List<LossPoint> training;
    private final List<LossPoint> validation;
    private final @Nullable TrainingDiagnosis diagnosis;

    private LossCurves(List<LossPoint> training, List<LossPoint> validation, @Nullable TrainingDiagnosis diagnosis) {
        this.training = List.copyOf(training);
        this.validation = List.copyOf(validation);
        this.diagnosis = diagnosis;
    }

    /**
     * Reads the losses of a run without validation data.
     *
     * @param trainingCsv Bedrock's {@code step_wise_training_metrics.csv}
     * @return the curve
     * @throws InvalidInputException if the file cannot be read or a row is broken
     */
    public static LossCurves read(Path trainingCsv) {
        List<LossPoint> training = MetricsCsv.read(trainingCsv, "training_loss");
        return new LossCurves(countedFromOne(training, startsAtZero(training)), List.of(), null);
    }

    /**
     * Reads the losses of a run.
     *
     * @param trainingCsv Bedrock's {@code step_wise_training_metrics.csv}
     * @param validationCsv Bedrock's {@code validation_metrics.csv}
     * @return the curves
     * @throws InvalidInputException if a file cannot be read or a row is broken
     */
    public static LossCurves read(Path trainingCsv, Path validationCsv) {
        List<LossPoint> training = MetricsCsv.read(trainingCsv, "training_loss");
        List<LossPoint> validation = MetricsCsv.read(validationCsv, "validation_loss");
        boolean fromZero = startsAtZero(training);
        boolean validationFromZero = fromZero
                && byEpoch(validation).get(0).step()
                        == lastStep(training, validation.get(0).epoch());
        return new LossCurves(countedFromOne(training, fromZero), countedFromOne(validation, validationFromZero), null);
    }

    private static boolean startsAtZero(List<LossPoint> points) {
        return points.get(0).step() == 0;
    }

    private static int lastStep(List<LossPoint> points, int epoch) {
        return points.stream()
                .filter(p -> p.epoch() == epoch)
                .mapToInt(LossPoint::step)
                .max()
                .orElse(-1);
    }

    private static List<LossPoint> countedFromOne(List<LossPoint> points, boolean fromZero) {
        return fromZero
                ? points.stream()
                        .map(p -> new LossPoint(p.step() + 1, p.epoch(), p.loss()))
                        .toList()
                : points;
    }

    /**
     * The training loss of each step.
     *
     * @return in the order of the steps, at least one
     */
    public List<LossPoint> training() {
        return training;
    }

    /**
     * The validation losses as they were measured, usually one an epoch.
     *
     * @return in the order of the steps; empty when the run had no validation data
     */
    public List<LossPoint> validation() {
        return validation;
    }

    /**
     * The mean training loss of each epoch. A loss that is not a number counts as not measured.
     *
     * @return one point an epoch, at its last step
     */
    public List<LossPoint> trainingByEpoch() {
        return byEpoch(training);
    }

    /**
     * The mean validation loss of each epoch. A loss that is not a number counts as not measured.
     *
     * @return one point an epoch, at its last step; empty when the run had no validation data
     */
    public List<LossPoint> validationByEpoch() {
        return byEpoch(validation);
    }

    private static List<LossPoint> byEpoch(List<LossPoint> points) {
        SortedMap<Integer, List<LossPoint>> epochs = new TreeMap<>();
        points.forEach(
                p -> epochs.computeIfAbsent(p.epoch(), e -> new ArrayList<>()).add(p));
        return epochs.entrySet().stream()
                .map(e ->
                        new LossPoint(e.getValue().get(e.getValue().size() - 1).step(), e.getKey(), mean(e.getValue())))
                .toList();
    }

    private static double mean(List<LossPoint> points) {
        return points.stream()
                .mapToDouble(LossPoint::loss)
                .filter(loss -> !Double.isNaN(loss))
                .average()
                .orElse(Double.NaN);
    }

    /**
     * Says what the curves mean under an early-stopping rule: an epoch makes no progress when its validation loss is
     * not below that of the last progress by more than the threshold, and training stops after so many such epochs in a
     * row.
     *
     * @param earlyStoppingThreshold the least gain that counts, in units of the loss, from 0 (Bedrock's default for
     *     Claude 3: 0.001)
     * @param earlyStoppingPatience epochs without progress after which training stops, from 1 (default: 2)
     * @return the diagnosis
     * @throws InvalidInputException if a value is out of its range
     */
    public TrainingDiagnosis diagnose(double earlyStoppingThreshold, int earlyStoppingPatience) {
        return Diagnosing.diagnose(this, earlyStoppingThreshold, earlyStoppingPatience, null);
    }

    /**
     * As {@link #diagnose(double, int)}, with a plan that decides whether the run was stopped: one that went through all
     * its epochs was not, and one that did not was stopped where it ended.
     *
     * @param earlyStoppingThreshold the least gain that counts, in units of the loss, from 0
     * @param earlyStoppingPatience epochs without progress after which training stops, from 1
     * @param plannedEpochs how many epochs the job was submitted with, at least those that were run
     * @return the diagnosis
     * @throws InvalidInputException if a value is out of its range
     */
    public TrainingDiagnosis diagnose(double earlyStoppingThreshold, int earlyStoppingPatience, int plannedEpochs) {
        return Diagnosing.diagnose(this, earlyStoppingThreshold, earlyStoppingPatience, plannedEpochs);
    }

    /**
     * Says what the curves mean for a model without early stopping, such as Nova and Llama: as {@link #diagnose(double,
     * int)}, but nothing ends the run.
     *
     * @return the diagnosis; {@code stoppedAfterEpoch} is null
     */
    public TrainingDiagnosis diagnose() {
        return Diagnosing.diagnose(this);
    }

    /**
     * The same curves, with a diagnosis' best epoch and early stop marked in every picture.
     *
     * @param diagnosis what {@link #diagnose(double, int)} said
     * @return marked curves
     */
    public LossCurves marking(TrainingDiagnosis diagnosis) {
        return new LossCurves(training, validation, diagnosis);
    }

    private List<ReportSection.Mark> marks() {
        if (diagnosis == null) {
            return List.of();
        }
        List<ReportSection.Mark> marks = new ArrayList<>();
        marks.add(new ReportSection.Mark("best: epoch " + diagnosis.bestEpoch(), diagnosis.bestEpoch()));
        Integer stopped = diagnosis.stoppedAfterEpoch();
        if (stopped != null) {
            marks.add(new ReportSection.Mark("stopped: epoch " + stopped, stopped));
        }
        return marks;
    }

    /**
     * Draws the curves.
     *
     * @param file a PNG of 1600 by 900 pixels, replaced when it exists
     * @throws io.github.tune4j.TuneException if it cannot be written
     */
    public void writePng(Path file) {
        FinishedFile.write(file, part -> {
            try (var out = Files.newOutputStream(part)) {
                ChartPicture.overNoise(chart()).writePng(out);
            }
        });
    }

    /**
     * Draws the curves.
     *
     * @param file an SVG document, replaced when it exists
     * @throws io.github.tune4j.TuneException if it cannot be written
     */
    public void writeSvg(Path file) {
        FinishedFile.write(file, part -> Files.writeString(part, chart().toSvg()));
    }

    /**
     * Writes the losses as a table by step: {@code step_number}, {@code epoch_number}, {@code training_loss}, {@code
     * validation_loss}, a cell empty where nothing was measured. {@link #read(Path, Path)} reads it again, given for
     * both.
     *
     * @param file a CSV file, replaced when it exists
     * @throws io.github.tune4j.TuneException if it cannot be written
     */
    public void writeCsv(Path file) {
        SortedMap<Integer, String[]> rows = new TreeMap<>();
        training.forEach(p -> row(rows, p)[1] = String.valueOf(p.loss()));
        validation.forEach(p -> row(rows, p)[2] = String.valueOf(p.loss()));
        StringBuilder csv = new StringBuilder("step_number,epoch_number,training_loss,validation_loss\n");
        rows.forEach((step, cells) ->
                csv.append(step).append(',').append(String.join(",", cells)).append('\n'));
        FinishedFile.write(file, part -> Files.writeString(part, csv));
    }

    private static String[] row(SortedMap<Integer, String[]> rows, LossPoint point) {
        return rows.computeIfAbsent(point.step(), s -> new String[] {String.valueOf(point.epoch()), "", ""});
    }

    @Override
    public ReportSection section() {
        List<LossPoint> validated = validationByEpoch();
        List<List<String>> rows = trainingByEpoch().stream()
                .map(p -> List.of(
                        String.valueOf(p.epoch()),
                        Loss.text(p.loss()),
                        validated.stream()
                                .filter(v -> v.epoch() == p.epoch())
                                .map(v -> Loss.text(v.loss()))
                                .findFirst()
                                .orElse("")))
                .toList();
        return ReportSection.builder("Loss curves")
                .addChart(chart())
                .addTable(List.of("Epoch", "Training loss (mean)", "Validation loss"), rows)
                .build();
    }

    /** The curves over epochs done: a step lies between its epoch's beginning and end, a mean at the end. */
    private ReportSection.Chart chart() {
        List<ReportSection.Series> series = new ArrayList<>();
        series.add(series("training, by step", Weight.FAINT, training));
        series.add(series("training, by epoch", Weight.STRONG, trainingByEpoch()));
        if (!validation.isEmpty()) {
            series.add(series("validation", Weight.STRONG, validation));
        }
        return new ReportSection.Chart("Training and validation loss", "Epochs done", "Loss", series, marks());
    }

    private ReportSection.Series series(String name, Weight weight, List<LossPoint> points) {
        return new ReportSection.Series(
                name,
                weight,
                points.stream().mapToDouble(this::epochsDone).toArray(),
                points.stream().mapToDouble(LossPoint::loss).toArray());
    }

    private double epochsDone(LossPoint point) {
        int before = lastStep(training, point.epoch() - 1);
        int first = before < 0 ? training.get(0).step() - 1 : before;
        int last = lastStep(training, point.epoch());
        return last <= first
                ? point.epoch()
                : point.epoch() - 1 + Math.min(1, (point.step() - first) / (double) (last - first));
    }
}
