package io.github.tune4j.testkit.wire;

import java.io.IOException;

/** A body that turns out wrong while it is read; answered with an error of the service that reads it. */
public final class UnreadableBody extends IOException {
    private static final long serialVersionUID = 1L;

    private final ServiceError error;

    /** A body to be refused with an error. */
    public UnreadableBody(ServiceError error) {
        super(error.getMessage());
        this.error = error;
    }

    /** What to answer. */
    public ServiceError error() {
        return error;
    }
}
