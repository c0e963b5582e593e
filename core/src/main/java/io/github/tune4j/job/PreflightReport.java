package io.github.tune4j.job;

import io.github.tune4j.run.CostEstimate;
import io.github.tune4j.run.ReportSection;
import io.github.tune4j.run.ReportSection.Severity;
import io.github.tune4j.run.Reportable;
import java.util.List;
import java.util.stream.Collectors;

/** What was looked for before a job, and found. Immutable. */
public final class PreflightReport implements Reportable {
    private final List<Check> checks;
    private final CostEstimate estimate;

    PreflightReport(List<Check> checks, CostEstimate estimate) {
        this.checks = List.copyOf(checks);
        this.estimate = estimate;
    }

    /**
     * One thing that was looked for.
     *
     * @param name what, in a few words
     * @param severity OK; WARNING when the job may go on; ERROR when it would fail
     * @param problem what was found, as a sentence; for OK what is in order
     * @param remedy what to do; empty for OK
     */
    public record Check(String name, Severity severity, String problem, String remedy) {}

    /**
     * Every check.
     *
     * @return in the order in which they were made
     */
    public List<Check> checks() {
        return checks;
    }

    /**
     * What the job is going to cost at most.
     *
     * @return the estimate
     */
    public CostEstimate estimate() {
        return estimate;
    }

    /**
     * Whether the job may be submitted.
     *
     * @return true when no check failed
     */
    public boolean ready() {
        return checks.stream().noneMatch(c -> c.severity() == Severity.ERROR);
    }

    /** Whether this check failed and no other. */
    boolean failsOnlyBy(String check) {
        return !ready()
                && checks.stream()
                        .filter(c -> c.severity() == Severity.ERROR)
                        .allMatch(c -> c.name().equals(check));
    }

    /**
     * Passes on a good report and refuses a bad one.
     *
     * @return this
     * @throws PreflightException if a check failed
     */
    public PreflightReport orThrow() {
        if (!ready()) {
            throw PreflightException.of(this);
        }
        return this;
    }

    @Override
    public ReportSection section() {
        ReportSection.Builder section = ReportSection.builder("Pre-flight");
        checks.forEach(c -> section.addNotice(c.severity(), c.name() + ": " + c.problem(), c.remedy()));
        estimate.section().blocks().forEach(block -> {
            if (block instanceof ReportSection.Table table) {
                section.addTable(table.header(), table.rows());
            }
        });
        return section.build();
    }

    /**
     * The report for people.
     *
     * @return one line a check: ok, warning or failed, what was found and, unless it is ok, how to fix it
     */
    @Override
    public String toString() {
        return checks.stream()
                .map(c -> "%-8s%s: %s%s"
                        .formatted(
                                word(c.severity()),
                                c.name(),
                                c.problem(),
                                c.remedy().isEmpty() ? "" : " To fix: " + c.remedy()))
                .collect(Collectors.joining("\n"));
    }

    private static String word(Severity severity) {
        return switch (severity) {
            case OK -> "ok";
            case WARNING -> "warning";
            case ERROR -> "failed";
        };
    }
}
