package io.github.tune4j.serving;

import io.github.tune4j.TuneException;
import java.time.Duration;

/** It took longer than the caller would wait. It is still there and still yours: closing it ends it. */
public final class NotInServiceException extends TuneException {
    private static final long serialVersionUID = 1L;

    private final transient ServingSnapshot snapshot;

    NotInServiceException(ServingSnapshot snapshot, Duration waited) {
        super(
                snapshot.arn() + " is " + snapshot.state() + " after a wait of " + waited + ".",
                "wait longer (creating throughput takes 20 to 30 minutes, sometimes more), or close it.",
                null);
        this.snapshot = snapshot;
    }

    /**
     * How it stood at the end of the wait.
     *
     * @return the last snapshot
     */
    public ServingSnapshot snapshot() {
        return snapshot;
    }
}
