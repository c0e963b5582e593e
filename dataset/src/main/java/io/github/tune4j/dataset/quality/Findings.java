package io.github.tune4j.dataset.quality;

import io.github.tune4j.dataset.quality.Finding.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Findings as they are made: all are counted, the first of each kind are kept. Not thread-safe. */
final class Findings {
    private final int mostKept;
    private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);
    private final List<Finding> kept = new ArrayList<>();

    Findings(int mostKeptOfAKind) {
        this.mostKept = mostKeptOfAKind;
    }

    void add(Finding finding) {
        if (counts.merge(finding.kind(), 1L, Long::sum) <= mostKept) {
            kept.add(finding);
        }
    }

    Map<Kind, Long> counts() {
        return counts;
    }

    /** Errors first, then by kind; otherwise as they were found. */
    List<Finding> kept() {
        kept.sort(Comparator.comparing(Finding::severity).reversed().thenComparing(Finding::kind));
        return kept;
    }
}
