package io.github.tune4j.run;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * The time that waiting code lives in: now, sleep, and later. Replaceable, so that tests never wait for real and a
 * program against a local AWS follows the clock of that AWS.
 *
 * <p>Implementations are thread-safe.
 */
public interface TimeSource {

    /**
     * The present moment.
     *
     * @return the instant by this clock
     */
    Instant now();

    /**
     * Waits. On a clock that is stepped by hand this moves the clock.
     *
     * @param duration how long by this clock; zero or less returns at once
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    void sleep(Duration duration) throws InterruptedException;

    /**
     * Runs a task later, on a daemon thread. Unlike {@link #sleep} this never moves a clock that is stepped by hand:
     * a lease must not end because somebody waits for something else.
     *
     * @param delay how long from now by this clock; zero or less runs it at once
     * @param task what to run; its exceptions are logged and end nothing else
     * @return a handle to cancel it
     */
    Timer schedule(Duration delay, Runnable task);

    /** A task that is to run later. */
    interface Timer {
        /** Prevents the task from starting; without effect once it has started or was cancelled. */
        void cancel();
    }

    /**
     * The system's clock with real sleeping.
     *
     * @return the shared instance
     */
    static TimeSource system() {
        return SystemTime.INSTANCE;
    }

    /**
     * A given clock's time with real sleeping.
     *
     * @param clock says what time it is
     * @return a time source over that clock
     */
    static TimeSource of(Clock clock) {
        return new SystemTime(clock);
    }
}
