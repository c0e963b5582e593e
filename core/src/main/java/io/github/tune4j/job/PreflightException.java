package io.github.tune4j.job;

import io.github.tune4j.TuneException;
import io.github.tune4j.run.ReportSection.Severity;
import java.util.List;
import java.util.stream.Collectors;

/** A job would fail, so it was not submitted. Nothing was made and nothing was bought. */
public final class PreflightException extends TuneException {
    private static final long serialVersionUID = 1L;

    private final transient PreflightReport report;

    private PreflightException(PreflightReport report, List<PreflightReport.Check> failed) {
        super(
                "The job would fail: "
                        + failed.stream().map(PreflightReport.Check::problem).collect(Collectors.joining(" ")),
                failed.stream().map(PreflightReport.Check::remedy).distinct().collect(Collectors.joining(" ")),
                null);
        this.report = report;
    }

    static PreflightException of(PreflightReport report) {
        return new PreflightException(
                report,
                report.checks().stream()
                        .filter(c -> c.severity() == Severity.ERROR)
                        .toList());
    }

    /**
     * What was looked for and found.
     *
     * @return every check, the good ones too
     */
    public PreflightReport report() {
        return report;
    }
}
