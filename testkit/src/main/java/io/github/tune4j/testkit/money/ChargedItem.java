package io.github.tune4j.testkit.money;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A line of the bill.
 *
 * @param what in words
 * @param arn what it is for
 * @param from since when
 * @param to until when; null while it goes on
 * @param quantity how much
 * @param unit of what
 * @param usd what it costs so far; null when the price is not publicly known
 */
public record ChargedItem(
        String what,
        String arn,
        Instant from,
        @Nullable Instant to,
        BigDecimal quantity,
        String unit,
        @Nullable BigDecimal usd) {}
