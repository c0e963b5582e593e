package io.github.tune4j.testkit.faults;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.tune4j.run.TimeSource;
import io.github.tune4j.testkit.faults.FaultPlan.Kind;
import io.github.tune4j.testkit.wire.Call;
import io.github.tune4j.testkit.wire.ConnectionDropped;
import io.github.tune4j.testkit.wire.EventStream;
import io.github.tune4j.testkit.wire.Operation;
import io.github.tune4j.testkit.wire.Reply;
import io.github.tune4j.testkit.wire.ServiceError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Carries operations out as the injected faults let it. Thread-safe. */
public final class FaultyCalls {
    private static final Map<String, Words> WORDS = Map.of(
            "s3", new Words(503, "SlowDown", 500, "InternalError", 403, "AccessDenied"),
            "iam", new Words(400, "Throttling", 500, "ServiceFailure", 403, "AccessDenied"),
            "sts", new Words(400, "Throttling", 500, "ServiceFailure", 403, "AccessDenied"),
            "kms", new Words(400, "ThrottlingException", 500, "KMSInternalException", 400, "AccessDeniedException"),
            "servicequotas",
                    new Words(400, "TooManyRequestsException", 500, "ServiceException", 400, "AccessDeniedException"));
    private static final Words BEDROCK =
            new Words(429, "ThrottlingException", 500, "InternalServerException", 403, "AccessDeniedException");

    private final Faults faults;

    /** How a service calls the usual errors. */
    private record Words(
            int throttledStatus, String throttled, int failedStatus, String failed, int deniedStatus, String denied) {}

    /** Calls that these faults hit. */
    public FaultyCalls(Faults faults) {
        this.faults = faults;
    }

    /** Carries an operation out, or does not. */
    public Reply run(Call call, Operation operation) throws ServiceError, IOException {
        Words words = WORDS.getOrDefault(call.scope().service(), BEDROCK);
        Optional<FaultPlan> slow = hit(Kind.SLOW, operation);
        if (slow.isPresent()) {
            delay(slow.get());
        }
        if (hit(Kind.DROPPED_BEFORE_EFFECT, operation).isPresent()) {
            throw new ConnectionDropped();
        }
        if (hit(Kind.THROTTLE, operation).isPresent()) {
            throw new ServiceError(
                    words.throttledStatus, words.throttled, "Too many requests, please wait before trying again.");
        }
        if (hit(Kind.SERVER_ERROR, operation).isPresent()) {
            throw new ServiceError(
                    words.failedStatus,
                    words.failed,
                    "The system encountered an unexpected error during processing. Try your request again.");
        }
        if (hit(Kind.ACCESS_DENIED, operation).isPresent()) {
            throw new ServiceError(
                    words.deniedStatus,
                    words.denied,
                    "User is not authorized to perform: " + call.scope().service() + ":" + operation.name());
        }
        Optional<FaultPlan> error = hit(Kind.ERROR, operation);
        if (error.isPresent()) {
            throw new ServiceError(
                    error.get().status(), error.get().code(), error.get().message());
        }
        Reply reply = operation.action().run();
        if (hit(Kind.DROPPED_AFTER_EFFECT, operation).isPresent()) {
            throw new ConnectionDropped();
        }
        return reply.body() instanceof EventStream stream
                ? new Reply(reply.status(), reply.headers(), broken(stream, operation))
                : reply;
    }

    private EventStream broken(EventStream stream, Operation operation) {
        Optional<FaultPlan> dropped = hit(Kind.STREAM_DROPPED, operation);
        if (dropped.isPresent()) {
            return stream.dropped(dropped.get().limit());
        }
        return hit(Kind.STREAM_FAILS, operation)
                .map(fault -> stream.failed(fault.limit(), inStream(fault.code()), says(fault.message())))
                .orElse(stream);
    }

    /** An error is a member of the stream's union, whose names begin small. */
    private static String inStream(String code) {
        return code.substring(0, 1).toLowerCase(Locale.ROOT) + code.substring(1);
    }

    private static byte[] says(String message) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("message", message)
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    private Optional<FaultPlan> hit(Kind kind, Operation operation) {
        return faults.hits(kind, operation.name());
    }

    /** The transport lives in real time, whatever the clock shows. */
    private static void delay(FaultPlan slow) throws ConnectionDropped {
        try {
            TimeSource.system().sleep(slow.duration());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectionDropped();
        }
    }
}
