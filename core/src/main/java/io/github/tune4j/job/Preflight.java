package io.github.tune4j.job;

import io.github.tune4j.aws.AwsSession;
import io.github.tune4j.aws.internal.Connection;
import io.github.tune4j.job.PreflightChecks.Finding;
import io.github.tune4j.model.BaseModel.ServingKind;
import io.github.tune4j.run.Budget;
import io.github.tune4j.run.CostEstimate;
import java.util.List;
import software.amazon.awssdk.services.bedrock.model.ResourceNotFoundException;

/** Looks for what would make a job fail. Reads only. */
final class Preflight {
    /** The check that fails while other jobs keep the account busy. */
    static final String QUOTA_OF_JOBS = "quota of jobs";

    /** The check that fails when the purse does not suffice. */
    static final String BUDGET = "budget";

    private final AwsSession aws;
    private final Connection connection;
    private final JobOrder order;
    private final List<String> wrongSettings;
    private final PreflightChecks checks = new PreflightChecks();

    Preflight(AwsSession aws, JobOrder order) {
        this(aws, order, List.of());
    }

    /**
     * Of an order that may have wrong settings.
     *
     * @param wrongSettings what is wrong with values, each beginning with the setter's name
     */
    Preflight(AwsSession aws, JobOrder order, List<String> wrongSettings) {
        this.aws = aws;
        this.connection = Connection.of(aws);
        this.order = order;
        this.wrongSettings = wrongSettings;
    }

    PreflightReport report() {
        CostEstimate estimate = JobCost.estimate(order, connection.prices());
        checks.look("settings", this::settings);
        boolean connected = checks.require("credentials", () -> Finding.ok("account " + connection.account()));
        if (connected) {
            new PreflightModel(connection, order).check(checks);
            if (wellFormed("name")) {
                checks.look("name", this::name);
            }
            if (wellFormed("customModelName")) {
                checks.look("model's name", this::modelName);
            }
        }
        new PreflightData(connection, order).check(checks, connected);
        if (connected) {
            PreflightStorage storage = new PreflightStorage(connection, order);
            storage.check(checks);
            new PreflightRole(connection, order, storage).check(checks);
            checks.look(QUOTA_OF_JOBS, this::jobs);
            checks.look("quota of throughput", this::throughput);
        }
        checks.look(BUDGET, () -> budget(estimate));
        return new PreflightReport(checks.found(), estimate);
    }

    private Finding settings() {
        return wrongSettings.isEmpty()
                ? Finding.ok("names and values are well formed")
                : Finding.failed(String.join("; ", wrongSettings) + ".", "correct the named settings.");
    }

    /** AWS would only say once more what is wrong with a setting. */
    private boolean wellFormed(String setting) {
        return wrongSettings.stream().noneMatch(problem -> problem.startsWith(setting + " "));
    }

    private Finding name() {
        var existing = new Submission(aws).find(order.name());
        if (existing.isEmpty()) {
            return Finding.ok("'" + order.name() + "' is free");
        }
        if (order.nextNameIfUsedUp()
                && JobState.of(existing.get().statusAsString()).nameIsUsedUp()) {
            return Finding.ok("'" + order.name() + "' is used up, and submitOrAttach() goes on under the next name");
        }
        return Finding.failed(
                "There is a job called '" + order.name() + "', and names are used up for ever.",
                "choose another name, or come back to that job with submitOrAttach().");
    }

    /** AWS refuses the name of a model that is there, and that of one which another job is to make. */
    private Finding modelName() {
        boolean taken = connection.call("GetCustomModel", () -> {
            try {
                connection.clients().bedrock().getCustomModel(m -> m.modelIdentifier(order.modelName()));
                return true;
            } catch (ResourceNotFoundException e) {
                return false;
            }
        });
        if (taken) {
            return Finding.failed(
                    "There is a tuned model called '" + order.modelName() + "'.",
                    "choose another customModelName, or delete that model.");
        }
        return new JobQuotas(connection)
                .running()
                .filter(job -> order.modelName().equals(job.customModelName()))
                .findFirst()
                .map(job -> Finding.failed(
                        "Job " + job.jobName() + " is about to make a tuned model called '" + order.modelName() + "'.",
                        "choose another customModelName."))
                .orElseGet(() -> Finding.ok("'" + order.modelName() + "' is free"));
    }

    private Finding jobs() {
        JobQuotas quotas = new JobQuotas(connection);
        long running = quotas.running().count();
        long most = quotas.mostJobs();
        return running < most
                ? Finding.ok(running + " of at most " + most + " jobs are running")
                : Finding.failed(
                        running + " jobs are running in " + connection.region() + ", and there may be " + most + ".",
                        "wait until one has ended, or stop one that is not needed.");
    }

    /** Training is paid in vain when the model cannot be served afterwards. */
    private Finding throughput() {
        if (order.facts().servedBy(ServingKind.ON_DEMAND)) {
            return Finding.ok(order.facts().title() + " is served on demand once it is tuned, and needs none");
        }
        var units = new JobQuotas(connection).modelUnits();
        if (units.isEmpty()) {
            return Finding.warning(
                    "Whether the account may have throughput for the tuned model could not be read.",
                    "look up model units for custom models in Service Quotas before you train.");
        }
        return units.getAsLong() > 0
                ? Finding.ok(units.getAsLong() + " model units without commitment")
                : Finding.warning(
                        "The account may have no throughput, and "
                                + order.facts().title() + " can be served in no other way once it is tuned.",
                        "ask AWS for model units (quota L-BE77399C and that of the model) before you train.");
    }

    private Finding budget(CostEstimate estimate) {
        Budget budget = connection.budget();
        boolean unknown = estimate.lines().stream().anyMatch(line -> line.usd() == null);
        if (budget != null && estimate.totalUsd() != null && estimate.totalUsd().compareTo(budget.remainingUsd()) > 0) {
            return Finding.failed(
                    "The job may cost " + estimate.totalUsd() + " USD, and " + budget.remainingUsd() + " USD are left.",
                    "raise the budget, or train fewer epochs.");
        }
        return unknown
                ? Finding.warning(
                        "A part of the cost is not publicly known and counts for nothing here.",
                        "ask AWS for the price, and give it with PriceList.read.")
                : Finding.ok(budget == null ? "no budget limits the run" : "the estimate is within the budget");
    }
}
