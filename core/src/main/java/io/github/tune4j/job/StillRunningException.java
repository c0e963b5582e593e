package io.github.tune4j.job;

import io.github.tune4j.TuneException;
import java.time.Duration;

/** A job had not ended when the time to wait was over. It runs on, and nothing was done to it. */
public final class StillRunningException extends TuneException {
    private static final long serialVersionUID = 1L;

    private final transient JobSnapshot snapshot;

    private StillRunningException(JobSnapshot snapshot, Duration max) {
        super(
                "Job " + snapshot.name() + " (" + snapshot.arn() + ") is still " + snapshot.state() + " after waiting "
                        + max + "; it has run for " + snapshot.elapsed() + ".",
                "wait again: attach to its ARN, or run the same program once more.",
                null);
        this.snapshot = snapshot;
    }

    /**
     * For whoever waits for a job.
     *
     * @param snapshot the job when it was last seen
     * @param max how long was waited
     * @return the exception
     */
    public static StillRunningException of(JobSnapshot snapshot, Duration max) {
        return new StillRunningException(snapshot, max);
    }

    /**
     * The job when it was last seen.
     *
     * @return with the ARN to come back to
     */
    public JobSnapshot snapshot() {
        return snapshot;
    }
}
