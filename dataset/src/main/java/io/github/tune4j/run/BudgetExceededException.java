package io.github.tune4j.run;

import io.github.tune4j.TuneException;
import java.math.BigDecimal;
import java.util.List;

/**
 * Something was not bought because it might have cost more than the budget has left. Ends a run; what the run has
 * written so far is kept.
 */
public final class BudgetExceededException extends TuneException {
    private static final long serialVersionUID = 1L;

    private final transient Budget budget;
    private final transient BigDecimal neededUsd;
    private final transient List<String> stillRunning;

    BudgetExceededException(Budget budget, String problem, BigDecimal neededUsd, List<String> stillRunning) {
        super(
                stillRunning.isEmpty() ? problem : problem + " Left running: " + String.join(", ", stillRunning) + ".",
                "raise the budget by that much and run again; what is done already is not paid twice.",
                null);
        this.budget = budget;
        this.neededUsd = neededUsd;
        this.stillRunning = List.copyOf(stillRunning);
    }

    /**
     * What the run had begun and goes on costing money, such as a training job.
     *
     * @return ARNs in words; empty when nothing is left, or an earlier refusal has named it
     */
    public List<String> stillRunning() {
        return stillRunning;
    }

    /**
     * The budget that does not suffice.
     *
     * @return the budget
     */
    public Budget budget() {
        return budget;
    }

    /**
     * By how much the limit would have to be higher.
     *
     * @return US dollars, above 0
     */
    public BigDecimal neededUsd() {
        return neededUsd;
    }
}
