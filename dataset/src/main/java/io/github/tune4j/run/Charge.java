package io.github.tune4j.run;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Money spent.
 *
 * @param at when
 * @param what on what
 * @param usd US dollars; null when the price is not publicly known, which is not the same as 0
 * @param priceDate the date of the price that was used; null when there was none
 */
public record Charge(
        Instant at,
        String what,
        @Nullable BigDecimal usd,
        @Nullable LocalDate priceDate) {}
