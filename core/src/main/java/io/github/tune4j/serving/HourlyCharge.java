package io.github.tune4j.serving;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** What throughput costs: each started hour, from the moment AWS accepts it until AWS accepts its deletion. */
final class HourlyCharge {
    private final @Nullable BigDecimal usdPerHour;
    private final LocalDate priceDate;

    HourlyCharge(@Nullable BigDecimal usdPerHour, LocalDate priceDate) {
        this.usdPerHour = usdPerHour;
        this.priceDate = priceDate;
    }

    @Nullable
    BigDecimal usdPerHour() {
        return usdPerHour;
    }

    LocalDate priceDate() {
        return priceDate;
    }

    /** What so long costs; null when the price is not publicly known. */
    @Nullable
    BigDecimal usd(Duration time) {
        return usdPerHour == null ? null : usdPerHour.multiply(BigDecimal.valueOf(startedHours(time)));
    }

    /** How long so much lasts in whole hours; empty-handed callers get zero. */
    Duration affordable(BigDecimal usd) {
        if (usdPerHour == null || usdPerHour.signum() == 0) {
            return Duration.ofDays(36_500);
        }
        return Duration.ofHours(
                usd.divideToIntegralValue(usdPerHour).max(BigDecimal.ZERO).longValue());
    }

    /** The price for a line of the log; nothing when it is not known. */
    String rate() {
        return usdPerHour == null ? "" : ", " + usdPerHour.toPlainString() + " USD an hour";
    }

    static long startedHours(Duration time) {
        long seconds = Math.max(1, time.toSeconds() + (time.getNano() > 0 ? 1 : 0));
        return (seconds + 3599) / 3600;
    }
}
