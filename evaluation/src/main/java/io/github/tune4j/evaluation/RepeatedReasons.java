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
    private final Map<String, Map<String, Integer>> countsByMetric = new LinkedHashMap<>();

    RepeatedReasons(List<Scores> sheets) {
        for (String metric : sheets.get(0).metrics()) {
            Map<String, Integer> counts = new LinkedHashMap<>();
            if (!sheets.get(0).column(metric).signature().contains("|judge:")) {
                sheets.forEach(sheet -> count(sheet.column(metric), counts));
            }
            counts.values().removeIf(count -> count == 1);
            countsByMetric.put(metric, counts);
        }
    }

    private static void count(ScoreColumn column, Map<String, Integer> counts) {
        for (Verdict verdict : column.verdicts().values()) {
            if (!verdict.reason().isEmpty() && verdict.value().isPresent()) {
                counts.merge(verdict.reason(), 1, Integer::sum);
            }
        }
    }

    List<String> notes() {
        List<String> notes = new ArrayList<>();
        countsByMetric.forEach((metric, counts) ->
                counts.forEach((reason, count) -> notes.add(metric + ", " + count + " answers: " + reason)));
        return notes;
    }

    /** The reason of one verdict, unless it is said once for all. */
    String own(String metric, Verdict verdict) {
        return countsByMetric.getOrDefault(metric, Map.of()).containsKey(verdict.reason()) ? "" : verdict.reason();
    }
}
