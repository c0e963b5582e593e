package io.github.tune4j.testkit.bedrock;

import io.github.tune4j.run.TimeSource;
import io.github.tune4j.testkit.clock.VirtualClock;
import io.github.tune4j.testkit.faults.FaultPlan;
import io.github.tune4j.testkit.faults.Faults;
import io.github.tune4j.testkit.wire.ServiceError;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The limits of calls: those in flight, requests a second, and requests and tokens a minute of the clock, each for one model. Thread-safe. */
final class CallLimits {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Faults faults;
    private final VirtualClock clock;
    private final Map<String, Load> loads = new HashMap<>();

    private record Call(Instant at, long tokens) {}

    private static final class Load {
        int inFlight;
        final Deque<Call> lastMinute = new ArrayDeque<>();

        long since(Instant begin) {
            return lastMinute.stream().filter(call -> call.at().isAfter(begin)).count();
        }

        long tokens() {
            return lastMinute.stream().mapToLong(Call::tokens).sum();
        }
    }

    CallLimits(Faults faults, VirtualClock clock) {
        this.faults = faults;
        this.clock = clock;
    }

    /** Lets a call in or throttles it. AWS reserves all the tokens that the answer may have. */
    synchronized void enter(String model, long tokens) throws ServiceError {
        Instant now = clock.now();
        Load load = loads.computeIfAbsent(model, name -> new Load());
        while (!load.lastMinute.isEmpty()
                && !load.lastMinute.peek().at().plus(MINUTE).isAfter(now)) {
            load.lastMinute.remove();
        }
        if (exceeds(FaultPlan.Kind.CALLS_IN_FLIGHT, load.inFlight + 1L)
                || exceeds(FaultPlan.Kind.REQUESTS_PER_SECOND, load.since(now.minus(SECOND)) + 1)
                || exceeds(FaultPlan.Kind.REQUESTS_PER_MINUTE, load.lastMinute.size() + 1L)) {
            throw throttled("requests");
        }
        if (exceeds(FaultPlan.Kind.TOKENS_PER_MINUTE, load.tokens() + tokens)) {
            throw throttled("tokens");
        }
        load.inFlight++;
        load.lastMinute.add(new Call(now, tokens));
    }

    /** Answering takes as long as it was told to; the transport lives in real time. */
    void answering() {
        Optional<Duration> time = faults.duration(FaultPlan.Kind.ANSWERS_TAKE);
        if (time.isPresent()) {
            try {
                TimeSource.system().sleep(time.get());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    synchronized void leave(String model) {
        loads.get(model).inFlight--;
    }

    private boolean exceeds(FaultPlan.Kind kind, long load) {
        return faults.limit(kind).isPresent() && load > faults.limit(kind).getAsInt();
    }

    private static ServiceError throttled(String what) {
        return new ServiceError(429, "ThrottlingException", "Too many " + what + ", please wait before trying again.");
    }
}
