package io.github.tune4j.testkit;

import io.github.tune4j.run.TimeSource;
import io.github.tune4j.testkit.control.ControlService;
import io.github.tune4j.testkit.control.Recorder;
import io.github.tune4j.testkit.control.Recording;
import io.github.tune4j.testkit.faults.FaultyCalls;
import io.github.tune4j.testkit.wire.Call;
import io.github.tune4j.testkit.wire.Interceptor;
import io.github.tune4j.testkit.wire.Operation;
import io.github.tune4j.testkit.wire.Reply;
import io.github.tune4j.testkit.wire.ServiceError;
import java.io.IOException;

/** Lets faults hit the calls of AWS's operations and records them; who drives the local AWS is left alone. */
final class Watch implements Interceptor {
    private final FaultyCalls faulty;
    private final Recorder recorder;
    private final TimeSource clock;

    Watch(FaultyCalls faulty, Recorder recorder, TimeSource clock) {
        this.faulty = faulty;
        this.recorder = recorder;
        this.clock = clock;
    }

    @Override
    public Reply run(Call call, Operation operation) throws ServiceError, IOException {
        return ControlService.isControl(call) ? operation.action().run() : faulty.run(call, operation);
    }

    @Override
    public void answered(Call call, Operation operation, int status) {
        if (!ControlService.isControl(call)) {
            recorder.add(new Recording(operation.name(), clock.now(), operation.parameters(), status));
        }
    }
}
