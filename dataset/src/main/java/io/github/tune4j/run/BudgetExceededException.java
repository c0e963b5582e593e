package io.github.tune4j.run;

import io.github.tune4j.TuneException;
import java.math.BigDecimal;

/**
 * Something was not bought because it might have cost more than the budget has left. Ends a run; what the run has
 * written so far is kept.
 */
public final class BudgetExceededException extends TuneException {
    private static final long serialVersionUID = 1L;

    private final transient Budget budget;
    private final transient BigDecimal neededUsd;

    BudgetExceededException(Budget budget, String what, BigDecimal usd, BigDecimal neededUsd) {
        super(
                what + " may cost " + usd.toPlainString() + " USD, which is " + neededUsd.toPlainString()
                        + " USD more than what is left of the budget of "
                        + budget.limitUsd().toPlainString() + " USD.",
                "raise the budget by that much and run again; what is done already is not paid twice.",
                null);
        this.budget = budget;
        this.neededUsd = neededUsd;
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
