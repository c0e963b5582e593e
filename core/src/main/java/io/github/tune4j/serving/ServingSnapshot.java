package io.github.tune4j.serving;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a throughput or a deployment stands at one moment.
 *
 * @param arn what it is about
 * @param state where it is in its life
 * @param createdAt when AWS accepted it; billing of throughput begins here
 * @param observedAt when this was seen, by the session's clock
 * @param usdPerHour US dollars an hour for all its units; null when there is no charge by the hour or the price is not
 *     publicly known
 * @param failureMessage AWS's words when it failed; null otherwise
 */
public record ServingSnapshot(
        String arn,
        State state,
        Instant createdAt,
        Instant observedAt,
        @Nullable BigDecimal usdPerHour,
        @Nullable String failureMessage) {

    /** Where it is in its life. */
    public enum State {
        /** Being made; throughput is billed already. */
        CREATING,
        /** Answers. */
        IN_SERVICE,
        /** Answers while its model is exchanged. */
        UPDATING,
        /** Could not be made. */
        FAILED,
        /** Deleted. */
        GONE,
        /** A state that this version does not know; never taken for success. */
        UNKNOWN
    }
}
