package io.github.tune4j.serving;

import io.github.tune4j.TuneException;

/** AWS could not bring it into service. */
public final class ServingFailedException extends TuneException {
    private static final long serialVersionUID = 1L;

    private final transient ServingSnapshot snapshot;

    ServingFailedException(ServingSnapshot snapshot) {
        super(
                snapshot.arn() + " is " + snapshot.state()
                        + (snapshot.failureMessage() == null ? "." : ": " + snapshot.failureMessage()),
                "close it and order it again; if it fails again, ask AWS support about this ARN.",
                null);
        this.snapshot = snapshot;
    }

    /**
     * How it stood when it had failed.
     *
     * @return the last snapshot
     */
    public ServingSnapshot snapshot() {
        return snapshot;
    }
}
