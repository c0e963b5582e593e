package io.github.tune4j.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.TuneException;
import io.github.tune4j.json.Json;
import io.github.tune4j.json.JsonFields;
import io.github.tune4j.json.JsonLines;
import jakarta.validation.constraints.Pattern;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The most that a run may spend, and what it has spent.
 *
 * <p>Whoever buys something first reserves the most that it can cost and then charges what it did cost, so calls at the
 * same time cannot pass the limit together. Thread-safe.
 *
 * <p>What is refused stops the run: from then on nothing more is reserved, and what was told to {@link #whenStopped} ends.
 *
 * <p>With a ledger, charges survive the process and a restart does not refill the purse. Reservations do not survive:
 * what was reserved and not yet charged when the process died is free again, so whoever buys something that goes on
 * costing (throughput) must charge for it after the restart. One living budget a ledger: two processes do not see each
 * other's charges.
 */
public final class Budget implements Reportable {
    private static final Logger log = LoggerFactory.getLogger(Budget.class);

    private final BigDecimal limitUsd;
    private final @Nullable JsonLines ledger;
    private final @Nullable Consumer<? super Charge> listener;
    private final TimeSource time;
    private final List<Charge> charges = new ArrayList<>();
    private BigDecimal spentUsd = BigDecimal.ZERO;
    private final List<Ending> endings = new ArrayList<>();
    private BigDecimal reservedUsd = BigDecimal.ZERO;
    private @Nullable BigDecimal missingAtStop;

    /** Ends what goes on costing money, when the budget stops the run. */
    @FunctionalInterface
    public interface Ending {
        /**
         * Ends it. May be called more than once.
         *
         * @return what still runs and costs money, by its ARN and in words; empty when nothing does
         */
        List<String> end();
    }

    private Budget(Builder builder) {
        this.limitUsd = new BigDecimal(builder.limitUsd);
        this.listener = builder.listener;
        this.time = builder.time;
        this.ledger = builder.ledger == null ? null : JsonLines.open(builder.ledger);
        if (ledger != null) {
            ledger.found().forEach(line -> add(charge(line)));
        }
    }

    /**
     * A budget in memory.
     *
     * @param limit US dollars, such as {@code "150"} or {@code "12.50"}
     * @return a budget of which nothing is spent
     * @throws InvalidInputException if the limit is no amount
     */
    public static Budget ofUsd(String limit) {
        return builder(limit).build();
    }

    /**
     * Begins a budget.
     *
     * @param limitUsd US dollars, such as {@code "150"} or {@code "12.50"}
     * @return a builder
     */
    public static Builder builder(String limitUsd) {
        return new Builder(limitUsd);
    }

    /**
     * The most that may be spent.
     *
     * @return US dollars
     */
    public BigDecimal limitUsd() {
        return limitUsd;
    }

    /**
     * The sum of all charges with an amount, those of earlier runs in the ledger included.
     *
     * @return US dollars
     */
    public synchronized BigDecimal spentUsd() {
        return spentUsd;
    }

    /**
     * What may still be reserved: the limit less what is spent and what is reserved. Below 0 when something has cost
     * more than was reserved for it.
     *
     * @return US dollars
     */
    public synchronized BigDecimal remainingUsd() {
        return limitUsd.subtract(spentUsd).subtract(reservedUsd);
    }

    /**
     * Every charge, those of earlier runs in the ledger included.
     *
     * @return in the order in which they came
     */
    public synchronized List<Charge> charges() {
        return List.copyOf(charges);
    }

    /**
     * The charges whose price is not publicly known: what the totals leave out.
     *
     * @return in the order in which they came
     */
    public List<Charge> unpriced() {
        return charges().stream().filter(c -> c.usd() == null).toList();
    }

    /**
     * Whether something was refused, so that nothing more is bought.
     *
     * @return true from the first refusal on
     */
    public synchronized boolean stopped() {
        return missingAtStop != null;
    }

    /**
     * Says what is to end when the budget stops the run. It ends on the thread whose purchase is refused, before the
     * exception is thrown.
     *
     * @param ending ends it
     */
    public synchronized void whenStopped(Ending ending) {
        endings.add(ending);
    }

    /**
     * Takes back what was said to {@link #whenStopped}, because it has ended.
     *
     * @param ending the same object
     */
    public synchronized void forget(Ending ending) {
        endings.removeIf(each -> each == ending);
    }

    /**
     * Sets money aside before something is bought.
     *
     * @param what what is to be bought; charges are reported under it
     * @param usd the most that it can cost; null when its price is not publicly known; what is free is never refused
     * @return the reservation, to be charged and closed
     * @throws BudgetExceededException if less than that is left, or something was refused before; nothing is reserved then
     */
    public Reservation reserve(String what, @Nullable BigDecimal usd) {
        BigDecimal most = usd == null ? BigDecimal.ZERO : usd;
        if (most.signum() < 0) {
            throw new IllegalArgumentException("a reservation of " + most + " USD");
        }
        boolean free = usd != null && usd.signum() == 0;
        List<Ending> toEnd = List.of();
        BigDecimal missing;
        String problem;
        synchronized (this) {
            missing = most.subtract(remainingUsd());
            boolean fits = most.signum() == 0 || missing.signum() <= 0;
            if (free || fits && missingAtStop == null) {
                reservedUsd = reservedUsd.add(most);
                return new Reservation(what, most);
            }
            String of = "the budget of " + limitUsd.toPlainString() + " USD";
            if (missingAtStop == null) {
                problem = what + " may cost " + most.toPlainString() + " USD, which is " + missing.toPlainString()
                        + " USD more than what is left of " + of + ".";
                missingAtStop = missing;
                toEnd = List.copyOf(endings);
            } else {
                missing = missingAtStop;
                problem = what + " is not bought, because " + of + " has stopped this run.";
            }
        }
        throw refusal(problem, missing, toEnd);
    }

    private BudgetExceededException refusal(String problem, BigDecimal missing, List<Ending> toEnd) {
        List<String> stillRunning = new ArrayList<>();
        List<RuntimeException> failures = new ArrayList<>();
        for (Ending ending : toEnd) {
            try {
                stillRunning.addAll(ending.end());
            } catch (RuntimeException e) {
                log.error("The budget stopped the run, and something could not be ended", e);
                failures.add(e);
            }
        }
        BudgetExceededException refusal = new BudgetExceededException(this, problem, missing, stillRunning);
        failures.forEach(refusal::addSuppressed);
        return refusal;
    }

    /**
     * Books what is spent already, without a reservation and whatever is left.
     *
     * @param what on what
     * @param usd US dollars; null when the amount is not known
     * @param priceDate the date of the price; null when there was none
     * @throws TuneException if the ledger cannot be written; the charge still counts in this process
     */
    public void charge(String what, @Nullable BigDecimal usd, @Nullable LocalDate priceDate) {
        try (Reservation nothing = reserve(what, BigDecimal.ZERO)) {
            nothing.charge(usd, priceDate);
        }
    }

    @Override
    public ReportSection section() {
        Map<String, List<Charge>> byItem = new LinkedHashMap<>();
        charges()
                .forEach(c ->
                        byItem.computeIfAbsent(c.what(), w -> new ArrayList<>()).add(c));
        List<List<String>> rows = new ArrayList<>();
        byItem.forEach((what, of) -> rows.add(List.of(what, Integer.toString(of.size()), sum(of))));
        ReportSection.Builder section = ReportSection.builder("Money")
                .addText("Spent " + spentUsd().toPlainString() + " USD of " + limitUsd.toPlainString() + " USD.")
                .addTable(List.of("Item", "Charges", "USD"), rows);
        List<Charge> unpriced = unpriced();
        if (!unpriced.isEmpty()) {
            section.addNotice(
                    ReportSection.Severity.WARNING,
                    unpriced.size()
                            + " charges have no amount, because their price or their quantity is not publicly known.",
                    "look them up on the AWS bill, or give the prices of your contract with PriceList.read.");
        }
        return section.build();
    }

    private static String sum(List<Charge> charges) {
        BigDecimal sum = null;
        for (Charge charge : charges) {
            if (charge.usd() != null) {
                sum = sum == null ? charge.usd() : sum.add(charge.usd());
            }
        }
        return sum == null ? "not publicly known" : sum.toPlainString();
    }

    private void add(Charge charge) {
        charges.add(charge);
        if (charge.usd() != null) {
            spentUsd = spentUsd.add(charge.usd());
        }
    }

    private static Charge charge(JsonFields line) {
        return new Charge(instant(line), line.text("what"), line.decimalOrNull("usd"), line.dateOrNull("priceDate"));
    }

    private static Instant instant(JsonFields line) {
        try {
            return Instant.parse(line.text("at"));
        } catch (DateTimeParseException e) {
            throw InvalidInputException.of(line.place() + ": \"at\" is not a point in time.", "mend the line.", e);
        }
    }

    private static ObjectNode line(Charge charge) {
        ObjectNode line = Json.object().put("at", charge.at().toString()).put("what", charge.what());
        if (charge.usd() != null) {
            line.put("usd", charge.usd().toPlainString());
        }
        if (charge.priceDate() != null) {
            line.put("priceDate", charge.priceDate().toString());
        }
        return line;
    }

    private void tell(Charge charge) {
        if (listener != null) {
            try {
                listener.accept(charge);
            } catch (RuntimeException e) {
                log.warn("The listener of a budget failed", e);
            }
        }
    }

    /** Money set aside for one purchase. Thread-safe. */
    public final class Reservation implements AutoCloseable {
        private final String what;
        private BigDecimal leftUsd;

        private Reservation(String what, BigDecimal usd) {
            this.what = what;
            this.leftUsd = usd;
        }

        /**
         * Books what was spent; may be called more than once. More than was reserved is booked all the same, for it is
         * spent. When the ledger cannot be written, the charge still counts in this process.
         *
         * @param usd US dollars; null when the price is not publicly known
         * @param priceDate the date of the price; null when there was none
         * @throws TuneException if the ledger cannot be written
         */
        public void charge(@Nullable BigDecimal usd, @Nullable LocalDate priceDate) {
            Charge charge = new Charge(time.now(), what, usd, priceDate);
            synchronized (Budget.this) {
                add(charge);
                release(usd == null ? BigDecimal.ZERO : usd.min(leftUsd));
            }
            if (ledger != null) {
                ledger.addDurably(line(charge));
            }
            tell(charge);
        }

        /** Gives back what was not charged. */
        @Override
        public void close() {
            synchronized (Budget.this) {
                release(leftUsd);
            }
        }

        private void release(BigDecimal usd) {
            leftUsd = leftUsd.subtract(usd);
            reservedUsd = reservedUsd.subtract(usd);
        }
    }

    /** Collects the settings of a budget. Not thread-safe. */
    public static final class Builder {
        @Pattern(regexp = "\\d{1,15}(\\.\\d{1,10})?", message = "must be US dollars such as 150 or 12.50")
        private final String limitUsd;

        private @Nullable Path ledger;
        private @Nullable Consumer<? super Charge> listener;
        private TimeSource time = TimeSource.system();

        private Builder(String limitUsd) {
            this.limitUsd = limitUsd;
        }

        /**
         * Keeps charges in a file: JSON Lines of {@code {"at", "what", "usd", "priceDate"}}, appended and forced to the
         * disk at each charge, readable by its owner only. What it holds already counts as spent.
         *
         * @param file the ledger; created when there is none
         * @return this builder
         */
        public Builder ledger(Path file) {
            this.ledger = file;
            return this;
        }

        /**
         * Hears of each charge, on the thread that charges. What it throws is logged and ends nothing.
         *
         * @param listener who hears
         * @return this builder
         */
        public Builder listener(Consumer<? super Charge> listener) {
            this.listener = listener;
            return this;
        }

        /**
         * Sets the clock that charges are dated by.
         *
         * @param time the system's clock when not set
         * @return this builder
         */
        public Builder time(TimeSource time) {
            this.time = time;
            return this;
        }

        /**
         * Ends the settings and reads the ledger.
         *
         * @return the budget
         * @throws InvalidInputException if the limit is no amount, or the ledger holds anything but charges
         */
        public Budget build() {
            InvalidInputException.check(this);
            return new Budget(this);
        }
    }
}
