package io.github.tune4j.evaluation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Warnings that a metric gives for several answers in the same words are said once, beside the numbers. A judge's
 * reasons stay with their answers.
 */
final class RepeatedReasons {
    private RepeatedReasons() {}

    static List<String> notes(Report report) {
        List<String> notes = new ArrayList<>();
        for (String metric : report.metrics()) {
            counts(report, metric).forEach((reason, count) -> {
                if (count > 1) {
                    notes.add(metric + ", " + count + " answers: " + reason);
                }
            });
        }
        return notes;
    }

    /** The reason of one verdict, unless it is said once for all. */
    static String own(Report report, String metric, Verdict verdict) {
        return counts(report, metric).getOrDefault(verdict.reason(), 0) > 1 ? "" : verdict.reason();
    }

    private static Map<String, Integer> counts(Report report, String metric) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        if (report.sheets().get(0).column(metric).signature().contains("|judge:")) {
            return counts;
        }
        for (Scores sheet : report.sheets()) {
            for (Verdict verdict : sheet.column(metric).verdicts().values()) {
                if (!verdict.reason().isEmpty() && verdict.value().isPresent()) {
                    counts.merge(verdict.reason(), 1, Integer::sum);
                }
            }
        }
        return counts;
    }
}
