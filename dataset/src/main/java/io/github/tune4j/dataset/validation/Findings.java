package io.github.tune4j.dataset.validation;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Findings in order: the first ones of each severity are kept, all of them are counted. */
final class Findings {
    private final int mostKept;
    private List<Finding> kept = List.of();
    private Map<Rule, Long> counts = Map.of();
    private int errorsKept;

    Findings(int mostKept) {
        this.mostKept = mostKept;
    }

    void add(Finding finding) {
        count(finding.rule(), 1);
        keep(finding);
    }

    /** Takes over everything, with line numbers moved. */
    void addAll(Findings others, long lines) {
        others.counts.forEach(this::count);
        others.kept.forEach(finding -> keep(finding.movedBy(lines)));
    }

    void count(Rule rule, long more) {
        if (counts.isEmpty()) {
            counts = new EnumMap<>(Rule.class);
            kept = new ArrayList<>();
        }
        counts.merge(rule, more, Long::sum);
    }

    private void keep(Finding finding) {
        if (keeps(finding.rule())) {
            kept.add(finding);
            errorsKept += finding.rule().isError() ? 1 : 0;
        }
    }

    /** Whether there is room for one more of the rule's severity. */
    boolean keeps(Rule rule) {
        return (rule.isError() ? errorsKept : kept.size() - errorsKept) < mostKept;
    }

    boolean isEmpty() {
        return counts.isEmpty();
    }

    List<Finding> kept() {
        return kept;
    }

    Map<Rule, Long> counts() {
        return counts;
    }

    int mostKept() {
        return mostKept;
    }
}
