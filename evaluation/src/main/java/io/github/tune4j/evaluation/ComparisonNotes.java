package io.github.tune4j.evaluation;

import io.github.tune4j.answer.AnswerSheet;
import io.github.tune4j.evaluation.statistics.Interval;
import io.github.tune4j.evaluation.statistics.PairedTest;
import io.github.tune4j.evaluation.statistics.SampleSizeAdvisor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What a comparison says in words. */
final class ComparisonNotes {
    private ComparisonNotes() {}

    static String sentence(Comparison comparison, String metric) {
        PairedTest.@Nullable Outcome outcome = comparison.outcome(metric).orElse(null);
        if (outcome == null) {
            return "No question was scored for both models by " + metric + ", so nothing can be said.";
        }
        double[][] scores = comparison.pairedScores(metric);
        int n = scores[0].length;
        double adjusted = comparison.adjustedP(metric).orElse(1);
        String base = comparison.names().get(0);
        String tuned = comparison.names().get(1);
        String questions = n + (n == 1 ? " question" : " questions");
        if (outcome.meanDifference() == 0) {
            return "In " + metric + ", " + tuned + " scores the same as " + base + ": " + Figures.score(mean(scores[0]))
                    + " over " + questions + ".";
        }
        String head = "In " + metric + ", " + tuned + " scores " + (outcome.meanDifference() > 0 ? "higher" : "lower")
                + " than " + base + ", " + Figures.score(mean(scores[1])) + " against " + Figures.score(mean(scores[0]))
                + " over " + questions;
        String p = Figures.pIs(outcome.pValue())
                + (comparison.tuned().metrics().size() > 1 ? ", " + Figures.p(adjusted) + " after Holm" : "");
        if (adjusted <= Comparison.ALPHA) {
            Interval interval = outcome.interval();
            return head + ", and chance alone hardly explains it (" + p
                    + (interval == null ? "" : "; the difference lies between " + between(interval)) + ").";
        }
        double smallest = SampleSizeAdvisor.smallestPossibleP(n);
        OptionalInt needed = comparison.questionsNeeded(metric);
        if (smallest > Comparison.ALPHA) {
            return head + ", but " + questions + " cannot show a difference (" + p
                    + ", and no p below " + Figures.p(smallest) + " is possible): at least "
                    + needed.orElse(SampleSizeAdvisor.fewestQuestions(Comparison.ALPHA)) + " are needed.";
        }
        return head + ", but chance may explain it (" + p + ")"
                + (needed.isPresent() && needed.getAsInt() > n
                        ? ": about " + needed.getAsInt() + " questions would show a difference of this size."
                        : ".");
    }

    private static String between(Interval interval) {
        return (Figures.score(interval.low()) + " and " + Figures.score(interval.high())).replace("-", "−");
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).sum() / values.length;
    }

    static List<String> of(Comparison comparison) {
        List<String> notes = new ArrayList<>();
        AnswerSheet base = comparison.base().answers();
        AnswerSheet tuned = comparison.tuned().answers();
        if (!base.settings().equals(tuned.settings())) {
            notes.add("The two models were not asked under the same conditions: system prompt or options differ.");
        }
        int questions = comparison.base().questions().size();
        for (String metric : comparison.tuned().metrics()) {
            int left = questions - comparison.pairs(metric);
            if (left > 0) {
                notes.add(metric + ": " + left + " of " + questions
                        + " questions are left out because one of the answers has no score.");
            }
        }
        int most = comparison.tuned().metrics().stream()
                .mapToInt(comparison::pairs)
                .max()
                .orElse(0);
        if (most > 0 && most < SampleSizeAdvisor.fewestQuestions(Comparison.ALPHA)) {
            notes.add("With " + most + (most == 1 ? " question" : " questions")
                    + " no interval exists that holds the true mean 95 % of the time, and no p below "
                    + Figures.p(SampleSizeAdvisor.smallestPossibleP(most)) + " is possible.");
        }
        return List.copyOf(notes);
    }
}
