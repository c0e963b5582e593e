package io.github.tune4j.examples.article;

import io.github.tune4j.TuneException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files that a run leaves in its folder. */
public record ArticleFiles(Path folder) {

    Path generated() {
        return folder.resolve("validation-pairs.json");
    }

    Path training() {
        return folder.resolve("training.jsonl");
    }

    Path validation() {
        return folder.resolve("validation.jsonl");
    }

    Path trainingMetrics() {
        return folder.resolve("step_wise_training_metrics.csv");
    }

    Path validationMetrics() {
        return folder.resolve("validation_metrics.csv");
    }

    Path lossPng() {
        return folder.resolve("loss_curves.png");
    }

    Path lossSvg() {
        return folder.resolve("loss_curves.svg");
    }

    Path answersOfBase() {
        return folder.resolve("answers-base.jsonl");
    }

    Path answersOfTuned() {
        return folder.resolve("answers-tuned.jsonl");
    }

    Path verdicts() {
        return folder.resolve("verdicts.jsonl");
    }

    Path bill() {
        return folder.resolve("bill.json");
    }

    /** The ledger of a run on a real account. */
    public Path ledger() {
        return folder.resolve("ledger.jsonl");
    }

    Path reportHtml() {
        return folder.resolve("report.html");
    }

    Path reportMarkdown() {
        return folder.resolve("report.md");
    }

    Path reportJson() {
        return folder.resolve("report.json");
    }

    /** A folder; an earlier one in it is replaced. */
    Path evidence() {
        return folder.resolve("evidence");
    }

    /** The report for programs, as one object. */
    public String report() {
        try {
            return Files.readString(reportJson());
        } catch (IOException e) {
            throw new TuneException("The report in " + folder + " cannot be read.", "run again.", e);
        }
    }

    /**
     * Removes what an earlier run left: a local AWS begins with nothing, so nothing of an earlier one may be gone on
     * from. On a real account the files stay, and the run goes on from them.
     */
    public void clear() {
        List<Path> results = List.of(
                generated(),
                training(),
                validation(),
                trainingMetrics(),
                validationMetrics(),
                lossPng(),
                lossSvg(),
                answersOfBase(),
                answersOfTuned(),
                verdicts(),
                bill(),
                reportHtml(),
                reportMarkdown(),
                reportJson());
        try {
            for (Path file : results) {
                Files.deleteIfExists(file);
                Files.deleteIfExists(file.resolveSibling(file.getFileName() + ".part"));
            }
        } catch (IOException e) {
            throw new TuneException(
                    "An earlier result in " + folder + " cannot be removed.", "give another folder with --out.", e);
        }
    }
}
