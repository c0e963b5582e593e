package io.github.tune4j.testkit;

import io.github.tune4j.run.TimeSource;
import io.github.tune4j.testkit.control.ControlService;
import io.github.tune4j.testkit.control.Controls;
import io.github.tune4j.testkit.control.Recorder;
import io.github.tune4j.testkit.control.Recording;
import io.github.tune4j.testkit.faults.FaultyCalls;
import io.github.tune4j.testkit.wire.Call;
import io.github.tune4j.testkit.wire.ConnectionDropped;
import io.github.tune4j.testkit.wire.Interceptor;
import io.github.tune4j.testkit.wire.Operation;
import io.github.tune4j.testkit.wire.Reply;
import io.github.tune4j.testkit.wire.ServiceError;
import java.io.IOException;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets faults hit the calls of AWS's operations, tells who listens, and records them; who drives the local AWS is left
 * alone.
 */
final class Watch implements Interceptor {
    private static final Logger log = LoggerFactory.getLogger(LocalAws.class);

    private final FaultyCalls faulty;
    private final Recorder recorder;
    private final TimeSource clock;
    private final Consumer<Instant> noticed;
    private volatile Controls.@Nullable Listener listener;

    /** Tells {@code noticed} of every time that a client may have seen. */
    Watch(FaultyCalls faulty, Recorder recorder, TimeSource clock, Consumer<Instant> noticed) {
        this.faulty = faulty;
        this.recorder = recorder;
        this.clock = clock;
        this.noticed = noticed;
    }

    void listen(Controls.@Nullable Listener other) {
        listener = other;
    }

    @Override
    public Reply run(Call call, Operation operation) throws ServiceError, IOException {
        if (ControlService.isControl(call)) {
            return operation.action().run();
        }
        Controls.Listener told = listener;
        return told == null ? faulty.run(call, operation) : run(call, operation, told);
    }

    private Reply run(Call call, Operation operation, Controls.Listener told) throws ServiceError, IOException {
        tell(() -> told.before(recording(operation, 0)));
        Reply reply;
        try {
            reply = faulty.run(call, operation);
        } catch (ServiceError e) {
            tell(() -> told.after(recording(operation, e.status())));
            throw e;
        } catch (ConnectionDropped e) {
            tell(() -> told.after(recording(operation, 0)));
            throw e;
        }
        tell(() -> told.after(recording(operation, reply.status())));
        return reply;
    }

    private static void tell(Runnable telling) throws ConnectionDropped {
        try {
            telling.run();
        } catch (RuntimeException e) {
            log.debug("A listener dropped a connection", e);
            throw new ConnectionDropped();
        }
    }

    @Override
    public void answered(Call call, Operation operation, int status) {
        noticed.accept(clock.now());
        if (!ControlService.isControl(call)) {
            recorder.add(recording(operation, status));
        }
    }

    private Recording recording(Operation operation, int status) {
        return new Recording(operation.name(), clock.now(), operation.parameters(), status);
    }
}
