package io.github.tune4j.chat;

/** One attempt of a call, as {@link FlowControl} sees it: when it began and ended, and whether it was throttled. */
final class PacedCall {
    static final long STILL_OUT = Long.MAX_VALUE;

    /** When it is to begin, in nanoseconds. */
    final long begin;
    /** The window when it took its place. */
    final double window;
    /** The round of judgement that it counts in. */
    final int round;
    /** Whether it helped to use the window up: only then does its answer let the window grow. */
    final boolean usesWindow;

    private long end = STILL_OUT;
    private boolean throttled;

    PacedCall(long begin, double window, int round, boolean usesWindow) {
        this.begin = begin;
        this.window = window;
        this.round = round;
        this.usesWindow = usesWindow;
    }

    void end(long now, boolean throttled) {
        this.end = now;
        this.throttled = throttled;
    }

    /** Throttled calls come back at once and answered ones late: what is still out counts as answered. */
    boolean throttled() {
        return throttled;
    }

    boolean hasEnded() {
        return end != STILL_OUT;
    }

    boolean answeredSince(long time) {
        return !throttled && hasEnded() && end > time;
    }

    boolean outAt(long time) {
        return begin < time && end > time;
    }
}
