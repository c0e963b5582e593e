package io.github.tune4j.testkit.wire;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;

/** Answers every call with what a function makes of it. */
record EchoService(String name, Function<Call, Operation.Action> action) implements Service {
    static EchoService echoing() {
        return new EchoService("echo", call -> () -> Reply.of(200, "text/plain", call.bytes()));
    }

    @Override
    public boolean serves(Call call) {
        return call.scope().service().equals(name);
    }

    @Override
    public Operation operation(Call call) {
        return new Operation("Echo", Map.of("path", call.rawPath()), action.apply(call));
    }

    @Override
    public Reply error(Call call, ServiceError error, String requestId) {
        return Reply.of(
                error.status(),
                "text/plain",
                (error.code() + ": " + error.getMessage()).getBytes(StandardCharsets.UTF_8));
    }
}
