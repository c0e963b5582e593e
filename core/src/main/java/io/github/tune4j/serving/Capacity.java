package io.github.tune4j.serving;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A throughput or an on-demand deployment that is running in an account and region.
 *
 * @param arn what it is called
 * @param name its name
 * @param owner who bought it with this library; null when it was not bought with it
 * @param createdAt when AWS accepted it
 * @param expiresAt the end of its lease; null when it has none
 * @param usdPerHour US dollars an hour for all its units; null when there is no charge by the hour or the price is not
 *     publicly known
 * @param usdSoFar US dollars since it was created, each started hour counted; null when not known
 * @param overdue whether it is this library's and past the end of its lease
 */
public record Capacity(
        String arn,
        String name,
        @Nullable String owner,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable BigDecimal usdPerHour,
        @Nullable BigDecimal usdSoFar,
        boolean overdue) {}
