package io.github.tune4j.testkit.control;

import io.github.tune4j.run.TimeSource;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;

/** The clock of a local AWS in this process. Serialized it is the way to that clock from another one. */
public final class OwnTime implements TimeSource, Serializable {
    private static final long serialVersionUID = 1L;

    private final transient TimeSource clock;
    private final transient Controls controls;
    private final transient URI server;

    /** The clock of a server, which shows it to other processes too. */
    public OwnTime(TimeSource clock, Controls controls, URI server) {
        this.clock = clock;
        this.controls = controls;
        this.server = server;
    }

    @Override
    public Instant now() {
        return clock.now();
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        clock.sleep(duration);
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        return clock.schedule(delay, task);
    }

    private Object writeReplace() {
        return new RemoteTime(controls, server);
    }

    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("serialized as RemoteTime");
    }
}
