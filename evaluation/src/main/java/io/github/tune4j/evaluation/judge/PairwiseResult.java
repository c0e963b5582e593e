package io.github.tune4j.evaluation.judge;

import io.github.tune4j.evaluation.statistics.Interval;
import io.github.tune4j.run.ReportSection;
import io.github.tune4j.run.Reportable;
import java.util.List;
import java.util.Locale;

/**
 * How often a judge prefers which of two models. Each pair was shown in both orders; a preference that turns with the
 * order is none and counts as a tie.
 *
 * @param first questions where the first sheet's answer is better in both orders
 * @param second questions where the second sheet's answer is better in both orders
 * @param ties questions without a preference that holds in both orders
 * @param unread questions where a verdict was missing or could not be read; not among the others
 * @param flipRate the share of the questions read whose verdict turned with the order, 0 to 1; NaN when none was read
 */
public record PairwiseResult(int first, int second, int ties, int unread, double flipRate) implements Reportable {

    @Override
    public ReportSection section() {
        int read = first + second + ties;
        ReportSection.Builder section = ReportSection.builder("Pairwise preference");
        section.addTable(
                List.of("Outcome", "Questions", "Share", "95 % interval"),
                List.of(
                        row("first is better", first, read),
                        row("second is better", second, read),
                        row("tie", ties, read)));
        if (unread > 0) {
            section.addNotice(
                    ReportSection.Severity.WARNING, unread + " questions have no verdict that could be read.", "");
        }
        if (flipRate > 0.2) {
            section.addNotice(
                    ReportSection.Severity.WARNING,
                    percent(flipRate) + " of the verdicts turned with the order of the answers.",
                    "Use a stronger judge or a sharper rubric.");
        } else if (read > 0) {
            section.addText(percent(flipRate) + " of the verdicts turned with the order of the answers.");
        }
        return section.build();
    }

    private static List<String> row(String outcome, int count, int read) {
        if (read == 0) {
            return List.of(outcome, "0", "", "");
        }
        Interval interval = Interval.wilson(count, read, 0.95);
        return List.of(
                outcome,
                String.valueOf(count),
                percent((double) count / read),
                percent(interval.low()) + " to " + percent(interval.high()));
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", share * 100);
    }
}
