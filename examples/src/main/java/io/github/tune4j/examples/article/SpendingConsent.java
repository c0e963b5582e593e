package io.github.tune4j.examples.article;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.TuneException;
import io.github.tune4j.examples.cli.Console;
import io.github.tune4j.run.CostEstimate;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Real money is spent only after somebody has named the highest cost. */
public final class SpendingConsent {
    private final CostEstimate highest;

    /** Consent to a cost; {@code highest} is the most that the run can come to. */
    public SpendingConsent(CostEstimate highest) {
        this.highest = highest;
    }

    /**
     * The limit in US dollars that was agreed to.
     *
     * @param covered what {@code --yes-spend} named; null when it was not given
     */
    public BigDecimal ask(@Nullable String covered, Console console) {
        console.say("This run costs real money, at most (prices of " + highest.asOf() + "):");
        for (CostEstimate.Line line : highest.lines()) {
            console.say("  " + line.what() + ": "
                    + (line.usd() == null ? "not publicly known" : line.usd().toPlainString() + " USD") + " ("
                    + line.formula() + ")");
        }
        BigDecimal total = highest.totalUsd() == null ? BigDecimal.ZERO : highest.totalUsd();
        if (covered != null) {
            return covering(total, covered);
        }
        String sentence = "spend " + total.toPlainString() + " USD";
        if (System.console() == null) {
            throw new TuneException(
                    "Nobody is there to agree to " + total.toPlainString() + " USD.",
                    "run it in a terminal, or give --yes-spend " + total.toPlainString() + ".",
                    null);
        }
        String typed = System.console().readLine("To go on, type: %s%n> ", sentence);
        if (!sentence.equals(typed)) {
            throw new TuneException(
                    "Not agreed; nothing was bought.", "type the sentence exactly as it is shown.", null);
        }
        return total;
    }

    private static BigDecimal covering(BigDecimal total, String covered) {
        BigDecimal limit;
        try {
            limit = new BigDecimal(covered);
        } catch (NumberFormatException e) {
            throw InvalidInputException.of(
                    "--yes-spend is '" + covered + "'", "give an amount in US dollars, such as 500.", e);
        }
        if (limit.compareTo(total) < 0) {
            throw InvalidInputException.of(
                    "--yes-spend " + covered + " does not cover the highest cost of " + total.toPlainString() + " USD",
                    "give at least that amount.");
        }
        return limit;
    }
}
