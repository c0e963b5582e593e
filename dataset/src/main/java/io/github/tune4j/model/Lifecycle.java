package io.github.tune4j.model;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Until when a base model lives. A legacy model takes no new tuning job and no new throughput; after its end of life
 * every call fails.
 *
 * @param status as it was on {@code asOf}
 * @param legacy the first day as a legacy model; null when not announced
 * @param extendedAccess the first day of extended access, when prices may rise; null when not announced
 * @param endOfLife the day from which calls fail; null when not announced
 * @param asOf when this was looked up
 */
public record Lifecycle(
        Status status,
        @Nullable LocalDate legacy,
        @Nullable LocalDate extendedAccess,
        @Nullable LocalDate endOfLife,
        LocalDate asOf) {

    /** What may still be done with a model. */
    public enum Status {
        /** Everything. */
        ACTIVE,
        /** Calling it, and serving what was tuned before; nothing new. */
        LEGACY,
        /** Nothing. */
        ENDED,
        /** Not known. */
        UNKNOWN
    }

    /**
     * The status on a given day, by the announced dates; where there is no date, as it was when this was looked up.
     *
     * @param day the day
     * @return the status then
     */
    public Status statusOn(LocalDate day) {
        if (endOfLife != null && !day.isBefore(endOfLife)) {
            return Status.ENDED;
        }
        if (legacy != null) {
            return day.isBefore(legacy) ? Status.ACTIVE : Status.LEGACY;
        }
        if (status == Status.ENDED && endOfLife != null) {
            return Status.UNKNOWN;
        }
        return status;
    }
}
