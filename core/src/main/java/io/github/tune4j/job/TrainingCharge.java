package io.github.tune4j.job;

import io.github.tune4j.aws.internal.Connection;
import io.github.tune4j.run.Budget;
import io.github.tune4j.run.BudgetExceededException;
import java.math.BigDecimal;
import java.util.OptionalLong;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The training of one job in the session's purse: set aside before the job is submitted, and charged once when it has ended,
 * however often the program was run. The ledger knows the job by its ARN. Thread-safe.
 *
 * <p>AWS bills the tokens that were trained, of a stopped job too, and tells nobody how many those were. So the amount of a
 * completed job is that of the epochs that its metrics show; a stopped one is charged without amount; of a failed one it is
 * assumed that AWS bills nothing.
 */
final class TrainingCharge {
    private static final Logger log = LoggerFactory.getLogger(FineTuningJob.class);

    private final Connection connection;
    private final @Nullable Budget budget;
    private final OptionalLong tokensPerEpoch;
    private final @Nullable BigDecimal usdPerThousandTokens;
    private final int planned;
    private final @Nullable BigDecimal mostUsd;
    private Budget.@Nullable Reservation reservation;

    private TrainingCharge(Connection connection, JobOrder order) {
        this.connection = connection;
        this.budget = connection.budget();
        this.tokensPerEpoch = budget == null ? OptionalLong.empty() : BilledTokens.of(order);
        this.usdPerThousandTokens =
                connection.prices().trainingUsdPerThousandTokens(order.facts()).orElse(null);
        this.planned = (int) JobCost.epochs(order);
        this.mostUsd = usd(planned);
    }

    /**
     * For a job that is about to be submitted.
     *
     * @throws BudgetExceededException if less is left than all its epochs may cost
     */
    static TrainingCharge reserved(Connection connection, JobOrder order) {
        TrainingCharge charge = new TrainingCharge(connection, order);
        if (charge.budget != null) {
            charge.reservation = charge.budget.reserve("Training " + order.name(), charge.mostUsd);
        }
        return charge;
    }

    /** For a job that was submitted before: too late to refuse it. */
    static TrainingCharge resumed(Connection connection, JobOrder order, JobSnapshot job) {
        TrainingCharge charge = new TrainingCharge(connection, order);
        Budget budget = charge.budget;
        if (budget != null && !job.state().ended()) {
            synchronized (budget) {
                if (!budget.stopped()
                        && (charge.mostUsd == null || charge.mostUsd.compareTo(budget.remainingUsd()) <= 0)) {
                    charge.reservation = budget.reserve("Training " + order.name(), charge.mostUsd);
                } else {
                    log.warn("Job {} runs already, and the budget does not suffice for it", job.arn());
                }
            }
        }
        return charge;
    }

    private @Nullable BigDecimal usd(long epochs) {
        return usdPerThousandTokens == null || tokensPerEpoch.isEmpty()
                ? null
                : JobCost.usd(usdPerThousandTokens, tokensPerEpoch.getAsLong() * epochs);
    }

    /** Whether there is a purse to charge. */
    boolean counts() {
        return budget != null;
    }

    /**
     * Charges a job that has ended, unless the ledger has it.
     *
     * @param epochsRun from the planned epochs to those that were run
     */
    void book(JobSnapshot end, IntUnaryOperator epochsRun) {
        switch (end.state()) {
            case COMPLETED -> once(end, "Training " + end.name() + " (" + end.arn() + ")", epochsRun);
            case STOPPED -> stopped(end);
            default -> release();
        }
    }

    /** Charges a job that was told to stop. Before its training had begun there was nothing to bill. */
    void stopped(JobSnapshot seen) {
        if (seen.trainingBegan()) {
            String most = mostUsd == null ? "" : ", at most " + mostUsd.toPlainString() + " USD";
            once(seen, "Training " + seen.name() + " until it was stopped" + most + " (" + seen.arn() + ")", null);
        } else {
            release();
        }
    }

    private void once(JobSnapshot job, String what, @Nullable IntUnaryOperator epochsRun) {
        if (budget != null && !isCharged(budget, job)) {
            BigDecimal usd = epochsRun == null ? null : usd(epochsRun.applyAsInt(planned));
            synchronized (budget) {
                if (!isCharged(budget, job)) {
                    budget.charge(
                            what, usd, usd == null ? null : connection.prices().asOf());
                    log.info(
                            "Charged {} for the training of {}",
                            usd == null ? "an unknown amount" : usd.toPlainString() + " USD",
                            job.arn());
                }
            }
        }
        release();
    }

    private static boolean isCharged(Budget budget, JobSnapshot job) {
        return budget.charges().stream().anyMatch(c -> c.what().endsWith("(" + job.arn() + ")"));
    }

    /** Gives back what was set aside. */
    synchronized void release() {
        if (reservation != null) {
            reservation.close();
            reservation = null;
        }
    }
}
