package io.github.tune4j.serving;

import io.github.tune4j.run.TimeSource;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Looks again and again whether a lease is over, and goes on until it is cancelled. From look to look counts what was
 * waited or what the clock has gone on, whichever is more: a clock may be set back, and a machine that sleeps counts no time.
 */
final class LeaseTimer {
    /** How often it looks. */
    static final Duration POLL = Duration.ofSeconds(30);

    /** How often it looks in the first minute after the end, when what is to be ended could not be. */
    private static final Duration HURRY = Duration.ofSeconds(5);

    private static final int HURRIES = 12;

    private final TimeSource time;
    private final Runnable each;
    private final Runnable over;
    private @Nullable Duration left;
    private Instant lastLook;
    private int looksAfterEnd;
    private TimeSource.@Nullable Timer next;
    private boolean cancelled;

    private LeaseTimer(TimeSource time, @Nullable Duration left, Runnable each, Runnable over) {
        this.time = time;
        this.left = left;
        this.lastLook = time.now();
        this.each = each;
        this.over = over;
    }

    /**
     * Begins to look.
     *
     * @param left how long the lease lasts from now; null for ever
     * @param each what is done at each look
     * @param over what is done at each look after the end
     */
    static LeaseTimer start(TimeSource time, @Nullable Duration left, Runnable each, Runnable over) {
        LeaseTimer timer = new LeaseTimer(time, left, each, over);
        timer.plan();
        return timer;
    }

    private synchronized void plan() {
        if (!cancelled) {
            boolean soon = left != null && left.compareTo(Duration.ZERO) > 0 && left.compareTo(POLL) < 0;
            Duration pause = soon ? left : looksAfterEnd > 0 && looksAfterEnd <= HURRIES ? HURRY : POLL;
            next = time.schedule(pause, () -> look(pause));
        }
    }

    private void look(Duration waited) {
        if (isCancelled()) {
            return;
        }
        try {
            count(waited);
            each.run();
            if (left != null && left.compareTo(Duration.ZERO) <= 0) {
                looksAfterEnd++;
                over.run();
            }
        } finally {
            plan();
        }
    }

    private void count(Duration waited) {
        Instant now = time.now();
        Duration byTheClock = Duration.between(lastLook, now);
        lastLook = now;
        if (left != null) {
            left = left.minus(byTheClock.compareTo(waited) > 0 ? byTheClock : waited);
        }
    }

    private synchronized boolean isCancelled() {
        return cancelled;
    }

    synchronized void cancel() {
        cancelled = true;
        if (next != null) {
            next.cancel();
        }
    }
}
