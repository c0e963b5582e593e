package io.github.tune4j.dataset.validation;

import io.github.tune4j.TuneException;

/** Training or validation data that a base model does not take. */
public final class InvalidDatasetException extends TuneException {
    private static final long serialVersionUID = 1L;

    private final transient ValidationReport report;

    InvalidDatasetException(ValidationReport report, ValidationIssue first) {
        super(
                "The data is not valid: " + report.errorCount() + (report.errorCount() == 1 ? " error" : " errors")
                        + ", the first in " + first.place() + ": " + first.problem(),
                first.remedy(),
                null);
        this.report = report;
    }

    /**
     * Everything that is wrong.
     *
     * @return the report that refused the data
     */
    public ValidationReport report() {
        return report;
    }
}
