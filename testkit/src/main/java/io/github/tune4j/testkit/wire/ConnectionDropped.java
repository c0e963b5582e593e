package io.github.tune4j.testkit.wire;

import java.io.IOException;

/** Ends a connection without an answer, or in the middle of one: thrown by an {@link Interceptor} or a reply's body. */
public final class ConnectionDropped extends IOException {
    private static final long serialVersionUID = 1L;

    /** Drops the connection at once. */
    public ConnectionDropped() {
        super("dropped on purpose");
    }
}
