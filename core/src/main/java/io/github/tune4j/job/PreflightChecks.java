package io.github.tune4j.job;

import io.github.tune4j.CancelledException;
import io.github.tune4j.TuneException;
import io.github.tune4j.aws.AwsCallException;
import io.github.tune4j.aws.internal.LifecycleGuard;
import io.github.tune4j.job.PreflightReport.Check;
import io.github.tune4j.run.ReportSection.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was found so far. A thing that may not be looked at, or not now, is a warning: it may be in order all the same. */
final class PreflightChecks {
    private final List<Check> found = new ArrayList<>();

    /** Looks at one thing. */
    @FunctionalInterface
    interface Look {
        Finding find();
    }

    /** What a look found, before it has its name. */
    record Finding(Severity severity, String problem, String remedy) {
        static Finding ok(String what) {
            return new Finding(Severity.OK, what, "");
        }

        static Finding warning(String problem, String remedy) {
            return new Finding(Severity.WARNING, problem, remedy);
        }

        static Finding failed(String problem, String remedy) {
            return new Finding(Severity.ERROR, problem, remedy);
        }

        static Finding of(LifecycleGuard.Verdict verdict) {
            return new Finding(verdict.severity(), verdict.problem(), verdict.remedy());
        }
    }

    List<Check> found() {
        return found;
    }

    void add(String name, Finding finding) {
        found.add(new Check(name, finding.severity(), finding.problem(), finding.remedy()));
    }

    /** Looks at something without which nothing else can be looked at; whether it is in order. */
    boolean require(String name, Look look) {
        return look(name, look, true);
    }

    /** Looks at something; whether it did not fail. */
    boolean look(String name, Look look) {
        return look(name, look, false);
    }

    private boolean look(String name, Look look, boolean essential) {
        Finding finding;
        try {
            finding = look.find();
        } catch (CancelledException e) {
            throw e;
        } catch (AwsCallException e) {
            boolean maybe = !essential && (e.retryable() || deniesLooking(e));
            finding = maybe
                    ? Finding.warning("This could not be checked. " + e.problem(), e.remedy())
                    : Finding.failed(e.problem(), e.remedy());
        } catch (TuneException e) {
            finding = Finding.failed(e.problem(), e.remedy());
        }
        add(name, finding);
        return finding.severity() != Severity.ERROR;
    }

    private static boolean deniesLooking(AwsCallException e) {
        String code = e.errorCode().toLowerCase(Locale.ROOT);
        return code.contains("accessdenied") || code.contains("unauthorized") || code.contains("notauthorized");
    }
}
