package io.github.tune4j.testkit.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class VirtualClockTest {
    private static final Instant START = Instant.parse("2026-01-15T00:00:00Z");

    @Test
    void stands_still_until_it_is_moved_by_hand() {
        try (VirtualClock clock = VirtualClock.start(START, 0)) {
            assertThat(clock.now()).isEqualTo(START);
            clock.advance(Duration.ofHours(2));
            assertThat(clock.now()).isEqualTo(START.plusSeconds(7200));
        }
    }

    @Test
    void is_moved_by_less_than_a_millisecond_too() {
        try (VirtualClock clock = VirtualClock.start(START, 0)) {
            for (int i = 0; i < 10; i++) {
                clock.advance(Duration.ofNanos(500_000));
            }
            assertThat(clock.now()).isEqualTo(START.plusMillis(5));
        }
    }

    @Test
    void sleeping_moves_a_clock_that_is_stepped_by_hand_and_scheduling_does_not() throws InterruptedException {
        List<Instant> ran = Collections.synchronizedList(new ArrayList<>());
        try (VirtualClock clock = VirtualClock.start(START, 0)) {
            clock.schedule(Duration.ofMinutes(10), () -> ran.add(clock.now()));
            assertThat(clock.now()).isEqualTo(START);
            clock.sleep(Duration.ofMinutes(5));
            assertThat(clock.now()).isEqualTo(START.plusSeconds(300));
            assertThat(ran).isEmpty();
            clock.advance(Duration.ofHours(1));
            assertThat(ran).containsExactly(START.plusSeconds(600));
        }
    }

    @Test
    void work_happens_in_the_order_of_its_times_and_sees_its_own_time() {
        List<String> ran = new ArrayList<>();
        try (VirtualClock clock = VirtualClock.start(START, 0)) {
            clock.work(START.plusSeconds(60), () -> {
                ran.add("second " + clock.now());
                clock.work(START.plusSeconds(90), () -> ran.add("third " + clock.now()));
            });
            clock.work(START.plusSeconds(30), () -> ran.add("first " + clock.now()));
            clock.work(START.plusSeconds(3600), () -> ran.add("too late"));
            clock.advance(Duration.ofMinutes(2));
        }
        assertThat(ran)
                .containsExactly(
                        "first 2026-01-15T00:00:30Z", "second 2026-01-15T00:01:00Z", "third 2026-01-15T00:01:30Z");
    }

    @Test
    void runs_fast_while_work_is_pending_and_at_real_pace_afterwards() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        try (VirtualClock clock = VirtualClock.start(START, 100_000)) {
            long before = System.nanoTime();
            clock.work(START.plus(Duration.ofHours(2)), done::countDown);
            assertThat(done.await(50, TimeUnit.SECONDS)).isTrue();
            Instant shown = clock.now();
            Duration real = Duration.ofNanos(System.nanoTime() - before);
            assertThat(real).isGreaterThan(Duration.ofMillis(70));
            assertThat(shown)
                    .isBetween(
                            START.plus(Duration.ofHours(2)),
                            START.plus(Duration.ofHours(2)).plus(real));
        }
    }

    @Test
    void never_shows_a_time_past_work_that_is_not_done() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (VirtualClock clock = VirtualClock.start(START, 1_000_000)) {
            clock.work(START.plusSeconds(100), () -> {
                begun.countDown();
                awaitQuietly(goOn);
            });
            begun.await();
            TimeUnit.MILLISECONDS.sleep(5);
            assertThat(clock.now()).isEqualTo(START.plusSeconds(100));
            goOn.countDown();
        }
    }

    @Test
    void a_sleeper_wakes_when_work_lets_the_clock_run_fast() throws InterruptedException {
        try (VirtualClock clock = VirtualClock.start(START, 100_000)) {
            Thread sleeper = new Thread(() -> sleepQuietly(clock, Duration.ofMinutes(30)));
            sleeper.start();
            clock.work(START.plus(Duration.ofHours(1)), () -> {});
            sleeper.join(50_000);
            assertThat(sleeper.isAlive()).isFalse();
            assertThat(clock.now()).isAfterOrEqualTo(START.plus(Duration.ofMinutes(30)));
        }
    }

    @Test
    void who_sleeps_past_the_end_of_work_wakes_soon_and_then_the_clock_slows_down() throws InterruptedException {
        try (VirtualClock clock = VirtualClock.start(START, 100_000)) {
            clock.work(START.plus(Duration.ofMinutes(1)), () -> {});
            clock.sleep(Duration.ofHours(1));
            assertThatItRunsAtRealPace(clock);
        }
    }

    @Test
    void who_begins_to_sleep_just_after_the_end_of_work_wakes_soon_too() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        try (VirtualClock clock = VirtualClock.start(START, 100_000)) {
            clock.work(START.plusSeconds(1), done::countDown);
            done.await();
            clock.sleep(Duration.ofHours(1));
            assertThat(clock.now()).isAfterOrEqualTo(START.plus(Duration.ofHours(1)));
        }
    }

    @Test
    void who_begins_to_sleep_just_after_the_end_of_work_does_not_wait_for_a_later_timer_at_real_pace()
            throws InterruptedException {
        try (VirtualClock clock = VirtualClock.start(START, 100_000)) {
            CountDownLatch ran = new CountDownLatch(1);
            clock.schedule(Duration.ofMinutes(30), ran::countDown);
            clock.work(START.plusSeconds(1), () -> {});
            clock.advance(Duration.ofSeconds(1));
            awaitPauseOfTheClock();
            clock.sleep(Duration.ofHours(1));
            assertThat(clock.now()).isAfterOrEqualTo(START.plusSeconds(3601));
            ran.await();
        }
    }

    @Test
    void runs_fast_for_as_long_as_somebody_sleeps_and_no_longer_however_late_he_wakes() throws InterruptedException {
        try (VirtualClock clock = VirtualClock.start(START, 1_000_000)) {
            clock.work(START.plusSeconds(1), () -> {});
            clock.advance(Duration.ofSeconds(1));
            TimeUnit.MILLISECONDS.sleep(50);
            long before = System.nanoTime();
            Instant asleep = clock.now();
            clock.sleep(Duration.ofSeconds(1));
            Instant awake = clock.now();
            Duration real = Duration.ofNanos(System.nanoTime() - before);
            assertThat(Duration.between(asleep, awake)).isBetween(Duration.ofSeconds(1), real.plusMillis(1_001));
        }
    }

    @Test
    void shows_no_earlier_time_when_it_is_closed_while_it_runs_fast() {
        VirtualClock clock = VirtualClock.start(START, 100_000);
        clock.work(START.plus(Duration.ofDays(365)), () -> {});
        while (clock.now().isBefore(START.plus(Duration.ofHours(1)))) {
            Thread.onSpinWait();
        }
        Instant before = clock.now();
        clock.close();
        assertThat(clock.now()).isAfterOrEqualTo(before);
    }

    @Test
    void what_is_cancelled_never_happens_and_no_longer_hurries_the_clock() {
        List<String> ran = new ArrayList<>();
        try (VirtualClock clock = VirtualClock.start(START, 0)) {
            clock.work(START.plusSeconds(10), () -> ran.add("work")).cancel();
            clock.schedule(Duration.ofSeconds(10), () -> ran.add("timer")).cancel();
            clock.advance(Duration.ofMinutes(1));
            assertThat(ran).isEmpty();
            clock.speed(100_000);
            clock.advance(Duration.ofMinutes(1));
            assertThat(clock.now()).isBefore(START.plusSeconds(180));
        }
    }

    @Test
    void a_failing_task_ends_nothing_else() {
        List<String> ran = new ArrayList<>();
        try (VirtualClock clock = VirtualClock.start(START, 0)) {
            clock.work(START.plusSeconds(1), () -> {
                throw new IllegalStateException("expected");
            });
            clock.work(START.plusSeconds(2), () -> ran.add("next"));
            clock.advance(Duration.ofMinutes(1));
        }
        assertThat(ran).containsExactly("next");
    }

    @Test
    void a_timer_may_itself_sleep_on_a_clock_that_is_stepped_by_hand() {
        List<Instant> ran = Collections.synchronizedList(new ArrayList<>());
        try (VirtualClock clock = VirtualClock.start(START, 0)) {
            clock.schedule(Duration.ofMinutes(1), () -> {
                sleepQuietly(clock, Duration.ofMinutes(3));
                ran.add(clock.now());
            });
            clock.advance(Duration.ofMinutes(2));
            assertThat(ran).containsExactly(START.plusSeconds(240));
            assertThat(clock.now()).isEqualTo(START.plusSeconds(240));
        }
    }

    @Test
    void a_reset_wakes_sleepers_and_forgets_what_was_planned() throws InterruptedException {
        List<String> ran = new ArrayList<>();
        try (VirtualClock clock = VirtualClock.start(START, 1)) {
            Thread sleeper = new Thread(() -> sleepQuietly(clock, Duration.ofDays(1)));
            sleeper.start();
            while (sleeper.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
            clock.schedule(Duration.ofSeconds(10), () -> ran.add("forgotten"));
            clock.reset(START.plusSeconds(5));
            sleeper.join(50_000);
            assertThat(sleeper.isAlive()).isFalse();
            clock.advance(Duration.ofMinutes(1));
            assertThat(ran).isEmpty();
            assertThat(clock.now()).isBetween(START.plusSeconds(65), START.plusSeconds(70));
        }
    }

    @Test
    void an_interrupted_sleep_no_longer_hurries_the_clock() throws InterruptedException {
        try (VirtualClock clock = VirtualClock.start(START, 1800)) {
            clock.work(START.plusSeconds(1), () -> {});
            clock.advance(Duration.ofSeconds(1));
            Thread sleeper = new Thread(() -> sleepQuietly(clock, Duration.ofDays(365_000)));
            sleeper.start();
            while (sleeper.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
            sleeper.interrupt();
            sleeper.join();
            assertThatItRunsAtRealPace(clock);
        }
    }

    @Test
    void an_interrupt_ends_a_sleep() {
        try (VirtualClock clock = VirtualClock.start(START, 1)) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> clock.sleep(Duration.ofDays(1))).isInstanceOf(InterruptedException.class);
        }
    }

    @Test
    void leaves_no_thread_behind() {
        VirtualClock clock = VirtualClock.start(START, 1800);
        clock.schedule(Duration.ofDays(1), () -> {});
        clock.close();
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(t -> t.getName().equals("tune4j-local-clock") && t.isAlive());
    }

    private static void assertThatItRunsAtRealPace(VirtualClock clock) throws InterruptedException {
        long before = System.nanoTime();
        Instant first = clock.now();
        TimeUnit.MILLISECONDS.sleep(5);
        Instant later = clock.now();
        Duration real = Duration.ofNanos(System.nanoTime() - before);
        assertThat(Duration.between(first, later)).isLessThanOrEqualTo(real.plusMillis(1));
    }

    /** Waits until the clock's own thread waits for what comes next. */
    private static void awaitPauseOfTheClock() {
        Thread own = Thread.getAllStackTraces().keySet().stream()
                .filter(t -> t.getName().equals("tune4j-local-clock"))
                .findFirst()
                .orElseThrow();
        while (own.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
    }

    private static void sleepQuietly(VirtualClock clock, Duration duration) {
        try {
            clock.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
