package io.github.tune4j.testkit.control;

import io.github.tune4j.run.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

/** The clock of a local AWS in another process. */
public final class RemoteTime implements TimeSource {
    /** How often the clock is looked at by whoever waits for it. */
    private static final Duration LOOK = Duration.ofMillis(20);

    private final Controls controls;

    /** The clock of these controls. */
    public RemoteTime(Controls controls) {
        this.controls = controls;
    }

    @Override
    public Instant now() {
        return controls.now();
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        Instant until = now().plus(duration);
        for (Instant now = now(); now.isBefore(until); now = now()) {
            if (controls.speed() == 0) {
                controls.advance(Duration.between(now, until));
            } else {
                TimeSource.system().sleep(LOOK);
            }
        }
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        Instant at = now().plus(delay);
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
