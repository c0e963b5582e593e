package io.github.tune4j.batch;

import io.github.tune4j.aws.internal.Connection;
import io.github.tune4j.run.Budget;
import io.github.tune4j.run.CostEstimate;
import io.github.tune4j.run.TokenPrice;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A batch job in the session's purse: set aside before it is submitted, charged once when its answers are fetched, however
 * often the program was run. The ledger knows the job by its ARN. Thread-safe.
 */
final class BatchCharge {
    private final @Nullable Budget budget;
    private final Optional<TokenPrice> price;
    private final String name;
    private Budget.@Nullable Reservation reservation;

    private BatchCharge(Connection connection, String modelId, String name, @Nullable BatchOrder order) {
        this.budget = connection.budget();
        this.price = connection.prices().batchTokens(modelId);
        this.name = name;
        if (budget != null && order != null) {
            this.reservation = budget.reserve("batch job " + name, most(connection, order, price));
        }
    }

    /**
     * For a job.
     *
     * @param order sets aside the most that this can cost; null when it is too late for that
     * @throws io.github.tune4j.run.BudgetExceededException if less is left
     */
    static BatchCharge of(Connection connection, String modelId, String name, @Nullable BatchOrder order) {
        return new BatchCharge(connection, modelId, name, order);
    }

    /** For a job that runs already: too late to refuse it, or to stop the run for it. */
    static BatchCharge resumed(Connection connection, BatchOrder order, String name, boolean ended) {
        Budget budget = connection.budget();
        BigDecimal most = most(connection, order, connection.prices().batchTokens(order.modelId));
        boolean enough =
                budget != null && !budget.stopped() && (most == null || most.compareTo(budget.remainingUsd()) <= 0);
        return of(connection, order.modelId, name, enough && !ended ? order : null);
    }

    static CostEstimate estimate(Connection connection, BatchOrder order) {
        Optional<TokenPrice> price = connection.prices().batchTokens(order.modelId);
        return CostEstimate.of(
                List.of(new CostEstimate.Line(
                        "Batch job " + order.name,
                        order.questions.size() + " questions, at most " + order.mostInputTokens() + " tokens in and "
                                + order.maxTokens(connection.models()) + " out each",
                        most(connection, order, price))),
                price.map(TokenPrice::asOf).orElse(connection.prices().asOf()));
    }

    private static @Nullable BigDecimal most(Connection connection, BatchOrder order, Optional<TokenPrice> price) {
        long output = order.maxTokens(connection.models()) * order.questions.size();
        return price.map(p -> p.usd(order.mostInputTokens(), output)).orElse(null);
    }

    /** Charges what was answered, unless the ledger has it. */
    void book(String arn, BatchFiles.Joined joined) {
        if (budget == null) {
            return;
        }
        synchronized (budget) {
            if (budget.charges().stream().noneMatch(c -> c.what().endsWith("(" + arn + ")"))) {
                budget.charge(
                        "Batch job " + name + " (" + arn + ")",
                        price.map(p -> p.usd(joined.inputTokens(), joined.outputTokens()))
                                .orElse(null),
                        price.map(TokenPrice::asOf).orElse(null));
            }
        }
        release();
    }

    /** Gives back what was set aside. */
    synchronized void release() {
        if (reservation != null) {
            reservation.close();
            reservation = null;
        }
    }
}
