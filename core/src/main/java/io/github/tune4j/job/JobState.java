package io.github.tune4j.job;

/** Where a job stands. */
public enum JobState {
    /** Accepted, and not at an end. */
    IN_PROGRESS,
    /** Done; its result is there. */
    COMPLETED,
    /** Ended without a result. */
    FAILED,
    /** Was told to stop and is about to. */
    STOPPING,
    /** Ended because it was told to. */
    STOPPED,
    /** AWS said something that this library does not know; never taken for success. */
    UNKNOWN;

    /**
     * Whether the job can change no more.
     *
     * @return true for the three ends
     */
    public boolean ended() {
        return this == COMPLETED || this == FAILED || this == STOPPED;
    }

    /** Whether a job of that name can never come to a result. */
    boolean nameIsUsedUp() {
        return this == FAILED || this == STOPPED || this == STOPPING;
    }

    /**
     * The state that AWS's word means, of a tuning job or of a batch job.
     *
     * @param status AWS's word, for example {@code InProgress}
     * @return {@link #UNKNOWN} for a word that this library does not know
     */
    public static JobState of(String status) {
        return switch (status) {
            case "InProgress", "Submitted", "Validating", "Scheduled" -> IN_PROGRESS;
            case "Completed", "PartiallyCompleted" -> COMPLETED;
            case "Failed", "Expired" -> FAILED;
            case "Stopping" -> STOPPING;
            case "Stopped" -> STOPPED;
            default -> UNKNOWN;
        };
    }
}
