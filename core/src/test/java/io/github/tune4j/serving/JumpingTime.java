package io.github.tune4j.serving;

import io.github.tune4j.run.TimeSource;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A clock that is set wrong after so many readings; what waits by it waits as long as ever. A file grows by a byte whenever
 * somebody begins to wait.
 */
final class JumpingTime implements TimeSource, Serializable {
    private static final long serialVersionUID = 1L;

    // RemoteTime is serializable, which TimeSource does not say.
    @SuppressWarnings("serial")
    private final TimeSource right;

    private final Duration jump;
    private final int after;
    private final @Nullable String waits;
    private transient int readings;

    JumpingTime(TimeSource right, Duration jump, int after) {
        this(right, jump, after, null);
    }

    JumpingTime(TimeSource right, Duration jump, int after, @Nullable Path waits) {
        this.right = right;
        this.jump = jump;
        this.after = after;
        this.waits = waits == null ? null : waits.toString();
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
        Timer timer = right.schedule(delay, task);
        if (waits != null) {
            count(Path.of(waits));
        }
        return timer;
    }

    private static void count(Path waits) {
        try {
            Files.write(waits, new byte[1], StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
