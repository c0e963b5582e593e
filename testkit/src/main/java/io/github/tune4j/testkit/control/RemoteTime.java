package io.github.tune4j.testkit.control;

import io.github.tune4j.run.TimeSource;
import java.io.Serializable;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicReference;

/** The clock of a local AWS in another process. Serialized it is the way to that clock. */
public final class RemoteTime implements TimeSource, Serializable {
    private static final long serialVersionUID = 1L;

    /** How often the clock is looked at by whoever waits for it. */
    private static final Duration LOOK = Duration.ofMillis(20);

    private final transient Controls controls;
    private final URI server;

    /** The clock of a server with these controls. */
    public RemoteTime(Controls controls, URI server) {
        this.controls = controls;
        this.server = server;
    }

    private Object readResolve() {
        return new RemoteTime(new RemoteControls(server), server);
    }

    @Override
    public Instant now() {
        return controls.now();
    }

    /** Waits; the clock knows of it, and hurries for who waits here as for who waits in its own process. */
    @Override
    public void sleep(Duration duration) throws InterruptedException {
        Instant now = now();
        // The server shows whole milliseconds.
        Instant until = now.plus(duration).plusNanos(999_999).truncatedTo(ChronoUnit.MILLIS);
        controls.hurry(duration);
        while (now.isBefore(until)) {
            if (controls.speed() > 0) {
                TimeSource.system().sleep(LOOK);
            } else {
                controls.advance(Duration.between(now, until));
            }
            now = now();
        }
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        Instant at = now().plus(delay).truncatedTo(ChronoUnit.MILLIS);
        AtomicReference<Timer> next = new AtomicReference<>();
        look(at, task, next);
        return () -> next.getAndSet(CANCELLED).cancel();
    }

    private static final Timer CANCELLED = () -> {};

    private void look(Instant at, Runnable task, AtomicReference<Timer> next) {
        Timer timer = TimeSource.system().schedule(LOOK, () -> {
            if (next.get() == CANCELLED) {
                return;
            }
            if (now().isBefore(at)) {
                look(at, task, next);
            } else {
                task.run();
            }
        });
        next.updateAndGet(before -> before == CANCELLED ? CANCELLED : timer);
    }
}
