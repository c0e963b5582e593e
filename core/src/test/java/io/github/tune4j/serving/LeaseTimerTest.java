package io.github.tune4j.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tune4j.run.TimeSource;
import io.github.tune4j.testkit.LocalAws;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LeaseTimerTest {
    private final LocalAws local = LocalAws.builder().steppedByHand().start();
    private final Instant begin = local.time().now();
    private final List<Duration> looks = new ArrayList<>();
    private final List<Duration> ends = new ArrayList<>();

    @AfterEach
    void close() {
        local.close();
    }

    private LeaseTimer start(Duration jump, Duration lease) {
        return LeaseTimer.start(
                new JumpingTime(local.time(), jump, 3), lease, () -> looks.add(passed()), () -> ends.add(passed()));
    }

    private Duration passed() {
        return Duration.between(begin, local.time().now());
    }

    @Test
    void looks_twice_a_minute_and_ends_on_the_second() {
        LeaseTimer timer = start(Duration.ZERO, Duration.ofSeconds(100));
        local.advance(Duration.ofSeconds(100));
        timer.cancel();
        assertThat(looks).extracting(Duration::toSeconds).containsExactly(30L, 60L, 90L, 100L);
        assertThat(ends).extracting(Duration::toSeconds).containsExactly(100L);
    }

    @Test
    void ends_when_its_time_has_passed_although_the_clock_was_set_back() {
        start(Duration.ofHours(-3), Duration.ofMinutes(10));
        local.advance(Duration.ofMinutes(10));
        assertThat(ends).extracting(Duration::toSeconds).containsExactly(600L);
    }

    @Test
    void ends_when_the_clock_says_so_although_less_time_was_counted() {
        start(Duration.ofHours(3), Duration.ofMinutes(10));
        local.advance(Duration.ofMinutes(3));
        assertThat(ends).isNotEmpty();
        assertThat(ends.get(0)).isLessThanOrEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void counts_the_sleep_of_a_machine_whose_clock_was_set_back_before() {
        SleepyMachine machine = new SleepyMachine();
        LeaseTimer.start(machine, Duration.ofMinutes(10), () -> {}, () -> ends.add(machine.awake));
        machine.lookAfter(Duration.ofHours(-3));
        machine.lookAfter(Duration.ofMinutes(9));
        assertThat(ends).isEmpty();
        machine.lookAfter(LeaseTimer.POLL);
        assertThat(ends).hasSize(1);
    }

    /** Its timers ring once it is awake, however late that is. */
    private static final class SleepyMachine implements TimeSource {
        private Instant now = Instant.parse("2026-01-15T00:00:00Z");
        private Runnable next = () -> {};
        private Duration awake = Duration.ZERO;

        void lookAfter(Duration clock) {
            now = now.plus(clock);
            awake = awake.plus(LeaseTimer.POLL);
            next.run();
        }

        @Override
        public Instant now() {
            return now;
        }

        @Override
        public void sleep(Duration duration) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Timer schedule(Duration delay, Runnable task) {
            next = task;
            return () -> {};
        }
    }

    @Test
    void hurries_after_the_end_and_goes_on_until_it_is_cancelled() {
        LeaseTimer timer = start(Duration.ZERO, Duration.ofSeconds(30));
        local.advance(Duration.ofMinutes(3));
        timer.cancel();
        int before = ends.size();
        assertThat(ends.subList(0, 3)).extracting(Duration::toSeconds).containsExactly(30L, 35L, 40L);
        assertThat(before).isBetween(14, 17);
        local.advance(Duration.ofMinutes(3));
        assertThat(ends).hasSize(before);
    }
}
