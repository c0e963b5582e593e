package io.github.tune4j.evaluation;

import io.github.tune4j.evaluation.statistics.PairedTest;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The table of means, the same in every form of the report. */
final class Means {
    private Means() {}

    static List<String> header(Report report) {
        List<String> header = new ArrayList<>(List.of("Metric"));
        for (String name : report.names()) {
            header.add(name);
            header.add(name + ", 95 % interval");
        }
        if (report.comparison() != null) {
            header.addAll(List.of("Difference", "95 % interval", "p", "p (Holm)", "Higher / same / lower", "Needed"));
        } else {
            header.add("Unscored");
        }
        return header;
    }

    static List<List<String>> rows(Report report) {
        return report.metrics().stream().map(metric -> row(report, metric)).toList();
    }

    private static List<String> row(Report report, String metric) {
        List<String> row = new ArrayList<>(List.of(metric));
        for (Scores sheet : report.sheets()) {
            Summary summary = sheet.summary(metric);
            row.add(Figures.score(summary.mean()));
            row.add(Figures.interval(summary.interval()));
        }
        Comparison comparison = report.comparison();
        if (comparison == null) {
            row.add(String.valueOf(report.sheets().get(0).summary(metric).unscored()));
            return row;
        }
        PairedTest.@Nullable Outcome outcome = comparison.outcome(metric).orElse(null);
        if (outcome == null) {
            row.addAll(List.of("–", "–", "–", "–", "–", "–"));
            return row;
        }
        row.add(Figures.signed(outcome.meanDifference()));
        row.add(Figures.interval(outcome.interval()));
        row.add(Figures.p(outcome.pValue()));
        row.add(Figures.p(comparison.adjustedP(metric).orElse(1)));
        row.add(outcome.wins() + " / " + outcome.ties() + " / " + outcome.losses());
        row.add(
                comparison.questionsNeeded(metric).isPresent()
                        ? String.valueOf(comparison.questionsNeeded(metric).getAsInt())
                        : "–");
        return row;
    }

    /** What the columns mean and how they were computed. */
    static List<String> explanations(Report report) {
        List<String> explanations = new ArrayList<>();
        Comparison comparison = report.comparison();
        explanations.add(
                "The interval of a mean inverts the exact sign-flip test below 20 scores and is a BCa bootstrap "
                        + "interval from there on (seed " + ScoreColumn.SEED + "); below six scores none exists.");
        if (comparison != null) {
            TreeSet<String> methods = new TreeSet<>();
            comparison
                    .tuned()
                    .metrics()
                    .forEach(metric -> comparison.outcome(metric).ifPresent(outcome -> methods.add(outcome.method())));
            explanations.add("Differences are tuned minus base, question by question"
                    + (methods.isEmpty() ? "" : ", tested two-sided: " + String.join("; ", methods)) + ".");
            int metrics = comparison.tuned().metrics().size();
            explanations.add((metrics == 1 ? "" : "p (Holm) is adjusted for " + metrics + " metrics. ")
                    + "Needed is the number of questions that would show a difference like this one with 80 % power at"
                    + " 5 %.");
        }
        report.sheets().get(0).summaries().forEach(summary -> {
            if (summary.corpusScore() != null) {
                StringBuilder corpus = new StringBuilder(summary.metric() + " over all answers together:");
                for (int i = 0; i < report.sheets().size(); i++) {
                    corpus.append(i == 0 ? " " : ", ")
                            .append(report.names().get(i))
                            .append(' ')
                            .append(Figures.score(report.sheets()
                                    .get(i)
                                    .summary(summary.metric())
                                    .corpusScore()));
                }
                explanations.add(corpus + ".");
            }
        });
        return explanations;
    }
}
