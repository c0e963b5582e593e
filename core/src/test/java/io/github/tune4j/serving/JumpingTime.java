package io.github.tune4j.serving;

import io.github.tune4j.run.TimeSource;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;

/** A clock that is set wrong after so many readings; what waits by it waits as long as ever. */
final class JumpingTime implements TimeSource, Serializable {
    private static final long serialVersionUID = 1L;

    // RemoteTime is serializable, which TimeSource does not say.
    @SuppressWarnings("serial")
    private final TimeSource right;

    private final Duration jump;
    private final int after;
    private transient int readings;

    JumpingTime(TimeSource right, Duration jump, int after) {
        this.right = right;
        this.jump = jump;
        this.after = after;
    }

    @Override
    public synchronized Instant now() {
        return ++readings > after ? right.now().plus(jump) : right.now();
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        right.sleep(duration);
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        return right.schedule(delay, task);
    }
}
