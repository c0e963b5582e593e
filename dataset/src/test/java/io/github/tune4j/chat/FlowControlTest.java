package io.github.tune4j.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * 500 calls of 200 ms through a simulated endpoint, event by event, for many seeds of everything that is random. Bounds
 * hold for every seed, or for the share of seeds that a test names.
 */
class FlowControlTest {
    private static final int CALLS = 500;
    private static final double LATENCY = 0.2;
    private static final double IDEAL_AT_16_IN_FLIGHT = CALLS * LATENCY / 16;
    private static final double IDEAL_AT_40_A_SECOND = CALLS / 40.0;
    private static final int SEEDS = 40;

    @ParameterizedTest(name = "{0} callers, beginning at {1}, refused after {2} ms, latency +-{3}")
    @CsvSource({
        "16,1,0,0",
        "16,64,0,0",
        "64,1,0,0",
        "64,8,0,0",
        "64,64,0,0",
        "16,1,10,0.2",
        "64,8,40,0.2",
        "64,64,40,0.2"
    })
    void finds_a_limit_of_calls_in_flight(int callers, int start, long refusalMillis, double jitter) {
        for (int seed = 0; seed < SEEDS; seed++) {
            Simulation run = new Simulation(callers, start, refusalMillis, jitter, seed, inFlight(16));
            assertThat(run.lost).isZero();
            assertThat(run.seconds).isLessThan(1.25 * IDEAL_AT_16_IN_FLIGHT);
            assertThat(run.throttledShareAfter100).isLessThan(0.2);
        }
    }

    @ParameterizedTest(name = "{0} callers, beginning at {1}, refused after {2} ms, latency +-{3}")
    @CsvSource({
        "16,1,0,0",
        "16,8,0,0",
        "16,64,0,0",
        "64,1,0,0",
        "64,64,0,0",
        "16,8,10,0.2",
        "16,64,40,0.2",
        "64,64,40,0.2"
    })
    void finds_a_limit_of_calls_a_second(int callers, int start, long refusalMillis, double jitter) {
        for (LongFunction<Endpoint> limit :
                List.<LongFunction<Endpoint>>of(seed -> inEachSecond(40), seed -> inAnySecond(40))) {
            int badSeeds = 0;
            for (int seed = 0; seed < SEEDS; seed++) {
                Simulation run = new Simulation(callers, start, refusalMillis, jitter, seed, limit.apply(seed));
                assertThat(run.lost).isZero();
                assertThat(run.seconds).isLessThan(1.25 * IDEAL_AT_40_A_SECOND);
                badSeeds += run.throttledShareAfter100 > 0.2 ? 1 : 0;
            }
            assertThat(badSeeds).isLessThanOrEqualTo(SEEDS / 10);
        }
    }

    /** Somebody else has just used up the second in which it begins. */
    @ParameterizedTest(name = "{0} callers, beginning at {1}, refused after {2} ms, latency +-{3}")
    @CsvSource({"16,1,0,0", "16,8,10,0.2", "64,64,10,0.2"})
    void begins_anew_after_a_door_that_was_shut(int callers, int start, long refusalMillis, double jitter) {
        for (int seed = 0; seed < SEEDS; seed++) {
            Endpoint endpoint = inAnySecond(40);
            for (int i = 0; i < 40; i++) {
                endpoint.letsThrough(-1, 0);
            }
            Simulation run = new Simulation(callers, start, refusalMillis, jitter, seed, endpoint);
            assertThat(run.lost).isZero();
            assertThat(run.seconds).isLessThan(1 + 1.25 * IDEAL_AT_40_A_SECOND);
        }
    }

    /** Calls arrive in another order than they began, so that nothing tells throttled calls from others but their number. */
    @ParameterizedTest(name = "beginning at {0}")
    @CsvSource({"1", "8", "64"})
    void loses_nothing_on_a_restless_network(int start) {
        for (int seed = 0; seed < SEEDS; seed++) {
            Simulation run = new Simulation(64, start, 40, 0.2, 20, seed, inFlight(16));
            assertThat(run.lost).isZero();
            assertThat(run.seconds).isLessThan(1.5 * IDEAL_AT_16_IN_FLIGHT);
            assertThat(run.throttledShareAfter100).isLessThan(1 / 3.0);
        }
    }

    @ParameterizedTest(name = "beginning at {0}, refused after {1} ms, latency +-{2}")
    @CsvSource({"8,0,0", "64,0,0", "8,10,0.2", "64,40,0.2"})
    void dice_do_not_slow_it_down(int start, long refusalMillis, double jitter) {
        int badSeeds = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            Simulation run = new Simulation(16, start, refusalMillis, jitter, seed, dice(1 / 3.0, seed));
            assertThat(run.lost).isZero();
            badSeeds += run.seconds > 1.5 * IDEAL_AT_16_IN_FLIGHT ? 1 : 0;
        }
        assertThat(badSeeds).isLessThanOrEqualTo(SEEDS / 20);
    }

    @Test
    void uses_all_callers_when_there_is_no_limit() {
        Simulation run = new Simulation(64, 8, 0, 0, 1, (now, inFlight) -> true);
        assertThat(run.throttled).isZero();
        assertThat(run.seconds).isLessThan(1.5 * CALLS * LATENCY / 64 + 0.4);
    }

    @Test
    void never_has_more_calls_in_flight_than_allowed() {
        FlowControl flow = new FlowControl(64, 5);
        int started = 0;
        while (flow.mayStart()) {
            flow.start(0);
            started++;
        }
        assertThat(started).isEqualTo(5);
    }

    private interface Endpoint {
        boolean letsThrough(long now, int inFlight);
    }

    private static Endpoint inFlight(int limit) {
        return (now, inFlight) -> inFlight < limit;
    }

    private static Endpoint inAnySecond(int limit) {
        Deque<Long> begun = new ArrayDeque<>();
        return (now, inFlight) -> {
            while (!begun.isEmpty() && begun.peekFirst() <= now - 1_000_000_000L) {
                begun.removeFirst();
            }
            return begun.size() < limit && begun.add(now);
        };
    }

    private static Endpoint inEachSecond(int limit) {
        long[] second = {-1, 0};
        return (now, inFlight) -> {
            if (now / 1_000_000_000L != second[0]) {
                second[0] = now / 1_000_000_000L;
                second[1] = 0;
            }
            return second[1]++ < limit;
        };
    }

    private static Endpoint dice(double throttled, long seed) {
        Random random = new Random(seed * 7_919 + 1);
        return (now, inFlight) -> random.nextDouble() >= throttled;
    }

    private static final class Simulation {
        private static final int MOST_ATTEMPTS = 12;

        private record Event(long at, long number, Runnable what) {}

        private final PriorityQueue<Event> events =
                new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::number));
        private final Deque<int[]> waiting = new ArrayDeque<>();
        private final FlowControl flow;
        private final Endpoint endpoint;
        private final Random random;
        private final double jitter;
        private final long refusal;
        private final long travel;
        private long now;
        private long number;
        private int begun;
        private int inFlight;
        private int attempts;
        private int throttledAfter100;

        private int throttled;
        private int lost;
        private double seconds;
        private final double throttledShareAfter100;

        Simulation(int callers, int start, long refusalMillis, double jitter, int seed, Endpoint endpoint) {
            this(callers, start, refusalMillis, jitter, 0, seed, endpoint);
        }

        /** @param travelMillis how long a call may be on its way at most, before it arrives */
        Simulation(
                int callers,
                int start,
                long refusalMillis,
                double jitter,
                long travelMillis,
                int seed,
                Endpoint endpoint) {
            this.flow = new FlowControl(start, 64);
            this.endpoint = endpoint;
            this.random = new Random(seed);
            this.jitter = jitter;
            this.refusal = refusalMillis * 1_000_000;
            this.travel = travelMillis * 1_000_000;
            for (int i = 0; i < callers; i++) {
                next();
            }
            for (Event event = events.poll(); event != null; event = events.poll()) {
                now = event.at();
                event.what().run();
            }
            throttledShareAfter100 = (double) throttledAfter100 / Math.max(1, attempts - 100);
        }

        private void next() {
            if (begun < CALLS) {
                begun++;
                enter(new int[1]);
            }
        }

        private void enter(int[] failures) {
            waiting.add(failures);
            pump();
        }

        private void pump() {
            while (!waiting.isEmpty() && flow.mayStart()) {
                int[] failures = waiting.poll();
                PacedCall call = flow.start(now);
                at(call.begin + (long) (travel * random.nextDouble()), () -> send(failures, call));
            }
        }

        private void send(int[] failures, PacedCall call) {
            attempts++;
            if (endpoint.letsThrough(now, inFlight)) {
                inFlight++;
                long latency = (long) (LATENCY * 1e9 * (1 + jitter * (2 * random.nextDouble() - 1)));
                at(now + latency, () -> answer(call));
            } else {
                throttled++;
                throttledAfter100 += attempts > 100 ? 1 : 0;
                at(now + refusal, () -> refuse(failures, call));
            }
        }

        private void answer(PacedCall call) {
            inFlight--;
            flow.answered(call, now);
            seconds = now / 1e9;
            next();
            pump();
        }

        private void refuse(int[] failures, PacedCall call) {
            flow.throttled(call, now);
            if (++failures[0] == MOST_ATTEMPTS) {
                lost++;
                next();
            } else {
                int doublings = Math.min(failures[0] - 1, Math.max(0, flow.throttlesInARow() - 1));
                double bound = Math.min(20e9, 100e6 * Math.pow(2, doublings));
                at(now + (long) (bound * random.nextDouble()), () -> enter(failures));
            }
            pump();
        }

        private void at(long time, Runnable what) {
            events.add(new Event(Math.max(now, time), number++, what));
        }
    }
}
