package io.github.tune4j.job;

import io.github.tune4j.TuneException;
import io.github.tune4j.aws.AwsCallException;
import io.github.tune4j.aws.AwsSession;
import io.github.tune4j.aws.internal.Bucket;
import io.github.tune4j.aws.internal.Connection;
import io.github.tune4j.dataset.validation.ValidationReport;
import io.github.tune4j.job.PreflightReport.Check;
import io.github.tune4j.run.Budget;
import io.github.tune4j.run.CostEstimate;
import io.github.tune4j.run.ReportSection.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks for what would make a job fail. Reads only. A thing that may not be looked at is a warning, not a failure. */
final class Preflight {
    private final AwsSession aws;
    private final Connection connection;
    private final JobOrder order;
    private final List<Check> checks = new ArrayList<>();

    Preflight(AwsSession aws, JobOrder order) {
        this.aws = aws;
        this.connection = Connection.of(aws);
        this.order = order;
    }

    PreflightReport report() {
        CostEstimate estimate = JobCost.estimate(order, connection.prices());
        if (look("credentials", () -> ok("account " + connection.account()))) {
            look("region", this::region);
            look("name", this::name);
            look("storage", this::storage);
        }
        look("data", this::data);
        look("budget", () -> budget(estimate));
        return new PreflightReport(checks, estimate);
    }

    /** Runs a check; whether it came to a result. */
    private boolean look(String name, Look look) {
        try {
            Check found = look.check();
            checks.add(new Check(name, found.severity(), found.problem(), found.remedy()));
            return found.severity() != Severity.ERROR;
        } catch (AwsCallException e) {
            boolean denied = e.errorCode().contains("AccessDenied") && !name.equals("credentials");
            checks.add(new Check(name, denied ? Severity.WARNING : Severity.ERROR, e.problem(), e.remedy()));
        } catch (TuneException e) {
            checks.add(new Check(name, Severity.ERROR, e.problem(), e.remedy()));
        }
        return false;
    }

    @FunctionalInterface
    private interface Look {
        Check check();
    }

    private static Check ok(String what) {
        return new Check("", Severity.OK, what, "");
    }

    private static Check failed(String problem, String remedy) {
        return new Check("", Severity.ERROR, problem, remedy);
    }

    private Check region() {
        List<String> regions = order.facts().regions();
        return regions.isEmpty() || regions.contains(connection.region().id())
                ? ok(order.facts().title() + " can be tuned in " + connection.region())
                : failed(
                        order.facts().title() + " cannot be tuned in " + connection.region() + ", only in " + regions
                                + ".",
                        "open the session in one of " + regions + ".");
    }

    private Check name() {
        return new Submission(aws).find(order.name()).isEmpty()
                ? ok("'" + order.name() + "' is free")
                : failed(
                        "There is a job called '" + order.name() + "', and names are used up for ever.",
                        "choose another name, or come back to that job with submitOrAttach().");
    }

    private Check storage() {
        Bucket bucket = new Bucket(connection, order.storage().location().bucket());
        if (order.createStorage() && bucket.region() == null) {
            return ok("the bucket will be made in " + connection.region());
        }
        bucket.check();
        return ok("the bucket is in " + connection.region());
    }

    private Check data() {
        Optional<ValidationReport> report = order.validate();
        if (report.isEmpty()) {
            return new Check(
                    "",
                    Severity.WARNING,
                    "The data lies in S3 and has not been checked.",
                    "check the file with DatasetValidator before it is uploaded.");
        }
        return report.get().valid()
                ? ok(report.get().files().get(0).lines() + " training records fit "
                        + order.facts().title())
                : failed(
                        report.get().errorCount() + " problems in the data, the first: "
                                + report.get().issues().get(0).problem(),
                        "correct the lines that DatasetValidator names.");
    }

    private Check budget(CostEstimate estimate) {
        Budget budget = connection.budget();
        boolean unknown = estimate.lines().stream().anyMatch(line -> line.usd() == null);
        if (budget != null && estimate.totalUsd() != null && estimate.totalUsd().compareTo(budget.remainingUsd()) > 0) {
            return failed(
                    "The job may cost " + estimate.totalUsd() + " USD, and " + budget.remainingUsd() + " USD are left.",
                    "raise the budget, or train fewer epochs.");
        }
        return unknown
                ? new Check(
                        "",
                        Severity.WARNING,
                        "A part of the cost is not publicly known and counts for nothing here.",
                        "ask AWS for the price, and give it with PriceList.read.")
                : ok("the estimate is within the budget");
    }
}
