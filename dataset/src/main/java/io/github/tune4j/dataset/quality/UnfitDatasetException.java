package io.github.tune4j.dataset.quality;

import io.github.tune4j.TuneException;
import java.util.List;

/** Data that does not satisfy a quality policy. */
public final class UnfitDatasetException extends TuneException {
    private static final long serialVersionUID = 1L;

    private final transient QualityReport report;
    private final transient List<String> violations;

    UnfitDatasetException(QualityReport report, List<String> violations, String remedy) {
        super("The data is not fit: " + String.join("; ", violations) + ".", remedy, null);
        this.report = report;
        this.violations = List.copyOf(violations);
    }

    /**
     * Everything that was found.
     *
     * @return the report that refused the data
     */
    public QualityReport report() {
        return report;
    }

    /**
     * What the policy does not allow.
     *
     * @return one sentence a kind
     */
    public List<String> violations() {
        return violations;
    }
}
