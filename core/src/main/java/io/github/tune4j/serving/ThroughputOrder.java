package io.github.tune4j.serving;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.model.BaseModel;
import io.github.tune4j.model.PriceList;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is ordered: the settings of a throughput, and what follows from them for its price and its lease. */
final class ThroughputOrder {
    static final String NAME_PATTERN = "([0-9a-zA-Z][_-]?)+";

    /** A lease ends this much before the hour that must not be started. */
    static final Duration MARGIN = Duration.ofMinutes(1);

    @Size(min = 1, max = 63)
    @Pattern(regexp = NAME_PATTERN)
    @NotNull
    String name;

    @Positive
    int units = 1;

    @Nullable
    Duration maxLifetime;

    @Pattern(regexp = "\\d+(\\.\\d+)?")
    @Nullable
    String budgetUsd;

    @Nullable
    Commitment commitment;

    boolean watchdog;

    @NotNull
    Map<String, String> tags = new LinkedHashMap<>();

    ThroughputOrder(String name) {
        this.name = name;
    }

    void check(BaseModel base, PriceList prices) {
        InvalidInputException.check(this);
        if (commitment != null) {
            checkConsent(commitment, base, prices);
            if (maxLifetime != null || budgetUsd != null || watchdog) {
                throw InvalidInputException.of(
                        "A commitment of " + commitment.months()
                                + " months cannot have maxLifetime, budgetUsd or watchdog: AWS does not end it early.",
                        "leave them out, or leave the commitment out.");
            }
        }
        if (budgetUsd != null && prices.throughputUsdPerHour(base).isEmpty()) {
            throw InvalidInputException.of(
                    "budgetUsd cannot be kept: the price of throughput for " + base.title() + " is not publicly known.",
                    "limit it by maxLifetime, or put AWS's offer into a price list and give it to the session.");
        }
        if (maxLifetime != null && maxLifetime.compareTo(MARGIN.multipliedBy(2)) < 0) {
            throw InvalidInputException.of(
                    "maxLifetime is " + maxLifetime + ".", "give at least " + MARGIN.multipliedBy(2) + ".");
        }
    }

    private void checkConsent(Commitment term, BaseModel base, PriceList prices) {
        BigDecimal total = prices.commitmentUsd(base, term.months())
                .map(usd -> usd.multiply(BigDecimal.valueOf(units)))
                .orElseThrow(() -> InvalidInputException.of(
                        "The price of " + term.months() + " months of throughput for " + base.title()
                                + " is not publicly known.",
                        "put AWS's offer into a price list and give it to the session."));
        if (total.compareTo(term.totalUsd()) != 0) {
            throw InvalidInputException.of(
                    "The consent is to " + term.totalUsd().toPlainString() + " USD, but " + term.months()
                            + " months of " + units + " units cost " + total.toPlainString() + " USD.",
                    "consent to that total if you want to pay it; AWS will not end the term early.");
        }
    }

    /** What it costs by the hour; a commitment is paid as a whole and has no such price. */
    HourlyCharge charge(BaseModel base, PriceList prices) {
        BigDecimal perUnit =
                commitment == null ? prices.throughputUsdPerHour(base).orElse(null) : null;
        return new HourlyCharge(
                perUnit == null ? null : perUnit.multiply(BigDecimal.valueOf(units)), prices.throughputAsOf(base));
    }

    /** How long it may live: the shortest of its own limits; null when nothing limits it. */
    @Nullable
    Duration lease(HourlyCharge charge) {
        Duration byMoney = budgetUsd == null ? null : charge.affordable(new BigDecimal(budgetUsd));
        if (byMoney != null && byMoney.isZero()) {
            throw InvalidInputException.of(
                    "budgetUsd is " + budgetUsd + ", less than the first hour's " + String.valueOf(charge.usdPerHour())
                            + " USD.",
                    "give at least the price of one hour.");
        }
        Duration shortest =
                byMoney == null || maxLifetime != null && maxLifetime.compareTo(byMoney) < 0 ? maxLifetime : byMoney;
        return shortest == null ? null : shortest.minus(MARGIN);
    }
}
