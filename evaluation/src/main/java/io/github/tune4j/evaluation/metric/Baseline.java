package io.github.tune4j.evaluation.metric;

import io.github.tune4j.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What unrelated texts score with an encoder; rescaling makes that 0 and leaves 1 where it is.
 *
 * @param name where it comes from
 * @param unrelated precision, recall and F measure of unrelated texts, each below 1
 */
record Baseline(String name, PrecisionRecall unrelated) {
    static final Baseline NONE = new Baseline("no", PrecisionRecall.ZERO);

    private static final String REMEDY = "give a file of the lines LAYER,P,R,F as bert_score's rescale_baseline has.";

    /** Reads the line of a layer, or the last line for a negative layer. */
    static Baseline read(Path csv, int layer) {
        List<String> lines;
        try {
            lines = Files.readAllLines(csv);
        } catch (IOException e) {
            throw InvalidInputException.of(
                    "The baseline file " + csv + " cannot be read: " + e.getMessage(), REMEDY, e);
        }
        String line = lines.stream()
                .skip(1)
                .filter(row -> layer < 0 ? !row.isBlank() : row.startsWith(layer + ","))
                .reduce((earlier, later) -> later)
                .orElseThrow(() -> InvalidInputException.of(
                        "The baseline file " + csv + " has no line" + (layer < 0 ? "" : " for layer " + layer),
                        REMEDY));
        String[] cells = line.split(",");
        try {
            return new Baseline(
                    csv.getFileName() + "[" + cells[0].strip() + "]",
                    new PrecisionRecall(number(cells, 1), number(cells, 2), number(cells, 3)));
        } catch (RuntimeException e) {
            throw InvalidInputException.of("The baseline file " + csv + " has the line '" + line + "'", REMEDY, e);
        }
    }

    private static double number(String[] cells, int index) {
        double value = Double.parseDouble(cells[index].strip());
        if (!(value < 1)) {
            throw new NumberFormatException("a baseline is below 1, not " + value);
        }
        return value;
    }

    PrecisionRecall rescale(PrecisionRecall score) {
        return new PrecisionRecall(
                rescale(score.precision(), unrelated.precision()),
                rescale(score.recall(), unrelated.recall()),
                rescale(score.f1(), unrelated.f1()));
    }

    private static double rescale(double score, double unrelated) {
        return (score - unrelated) / (1 - unrelated);
    }
}
