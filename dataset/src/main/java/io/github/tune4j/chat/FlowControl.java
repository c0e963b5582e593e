package io.github.tune4j.chat;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Decides how many calls may be in flight and how far apart they begin. Arithmetic over nanoseconds, without threads and
 * without a clock; its owner guards it with a lock.
 *
 * <p>The window of calls in flight grows while answers come: it doubles with each latency until the first cut, then grows
 * by a tenth, and slowly where it was cut last. Calls begin evenly spread over the latency, so when a limit is exceeded,
 * the share of throttled calls is the share by which the window is too large. When that share is worth it and
 * {@link ThrottleCause} finds that the rate is the cause, the window is cut by it, or to the very number of calls in
 * flight that was found to be the limit. Throttling that does not depend on the rate is noise: the calls are repeated, and
 * the window stays. More than half of many calls is no noise any more, whatever it depends on.
 *
 * <p>Where calls in flight are limited, the whole calls of the window are what counts. Where the rate is, the window over
 * the latency is the rate at which calls begin, fractions included.
 */
final class FlowControl {
    private static final int REMEMBERED = 200;
    private static final int OUTCOMES_TO_JUDGE = 20;
    private static final double SHARE_WORTH_A_CUT = 0.1;
    private static final double SHARE_BEYOND_NOISE = 0.7;
    private static final int MANY = 60;
    private static final int SHUT = 8;
    private static final double SECOND = 1e9;

    private final int maxWindow;
    private final Deque<PacedCall> calls = new ArrayDeque<>();

    private double window;
    private double lastCutTo = Double.POSITIVE_INFINITY;
    private int lastCutRound = -1;
    private boolean rateIsLimited;
    private double latency;
    private long nextBegin = Long.MIN_VALUE;
    private int inFlight;
    private int throttlesInARow;
    private int round;
    private long roundBegin;
    private int roundOutcomes;

    FlowControl(int startWindow, int maxWindow) {
        this.window = Math.min(startWindow, maxWindow);
        this.maxWindow = maxWindow;
    }

    /** How many calls may be in flight. */
    int window() {
        return (int) window;
    }

    /** How many throttled calls came back since the last answer. */
    int throttlesInARow() {
        return throttlesInARow;
    }

    boolean mayStart() {
        // Before the first answer nothing tells how fast to go, and before a shut door one call is enough to knock.
        boolean wait = throttlesInARow >= SHUT || latency == 0 && throttlesInARow > 0;
        return wait ? inFlight == 0 : inFlight < places();
    }

    private int places() {
        return rateIsLimited ? Math.min(maxWindow, (int) Math.ceil(window) + 1) : window();
    }

    /** Takes a place in the window. The call is to begin when its {@code begin} has come, which is not before now. */
    PacedCall start(long now) {
        long begin = Math.max(now, nextBegin);
        nextBegin = begin + (long) (throttlesInARow >= SHUT ? latency / 2 : latency / (window * pacingGain()));
        inFlight++;
        PacedCall call = new PacedCall(begin, window, round, inFlight * 2 > window);
        calls.addLast(call);
        if (calls.size() > REMEMBERED) {
            calls.removeFirst();
        }
        return call;
    }

    private double pacingGain() {
        if (doubling()) {
            return 2;
        }
        return rateIsLimited ? 1 : 1.1;
    }

    private boolean doubling() {
        return lastCutTo == Double.POSITIVE_INFINITY;
    }

    void answered(PacedCall call, long now) {
        call.end(now, false);
        throttlesInARow = 0;
        double took = Math.max(1, now - call.begin);
        latency = latency == 0 ? took : latency + (took - latency) / 10;
        if (call.usesWindow) {
            window = Math.min(maxWindow, window + growthPerLatency() / window);
        }
        ended(call, now);
    }

    private double growthPerLatency() {
        if (doubling()) {
            return window;
        }
        boolean nearLastCut = window > 0.9 * lastCutTo && window < 1.3 * lastCutTo;
        if (!nearLastCut) {
            return Math.max(1, window / 10);
        }
        return rateIsLimited ? window / 100 : Math.max(0.2, window / 50);
    }

    void throttled(PacedCall call, long now) {
        call.end(now, true);
        throttlesInARow++;
        ended(call, now);
    }

    /** It ended in a way that says nothing about the rate. */
    void abandoned(PacedCall call) {
        inFlight--;
        calls.remove(call);
    }

    private void ended(PacedCall call, long now) {
        inFlight--;
        roundOutcomes += call.round == round ? 1 : 0;
        if (latency == 0 || roundOutcomes < OUTCOMES_TO_JUDGE || now - roundBegin < latency) {
            return;
        }
        double share = throttledShareOfRound();
        if (share > SHARE_BEYOND_NOISE
                || mostOfManySinceLastCut()
                || share > SHARE_WORTH_A_CUT && ThrottleCause.isTheRate(begunBy(now))) {
            cut(share, now);
            lastCutRound = round;
        }
        round++;
        roundBegin = now;
        roundOutcomes = 0;
    }

    /** A call that only has its place yet tells nothing. */
    private PacedCall[] begunBy(long now) {
        return calls.stream().filter(call -> call.begin < now).toArray(PacedCall[]::new);
    }

    private double throttledShareOfRound() {
        int attempts = 0;
        int throttled = 0;
        for (PacedCall call : calls) {
            if (call.round == round) {
                attempts++;
                throttled += call.throttled() ? 1 : 0;
            }
        }
        return (double) throttled / attempts;
    }

    private boolean mostOfManySinceLastCut() {
        int attempts = 0;
        int throttled = 0;
        for (PacedCall call : calls) {
            if (call.round > lastCutRound && call.hasEnded()) {
                attempts++;
                throttled += call.throttled() ? 1 : 0;
            }
        }
        return attempts >= MANY && 2 * throttled > attempts;
    }

    private void cut(double share, long now) {
        int limit = ThrottleCause.limitInFlight(begunBy(now));
        rateIsLimited = limit == 0 && share <= SHARE_BEYOND_NOISE;
        if (limit > 0) {
            lastCutTo = Math.min(window, limit);
            window = lastCutTo;
            return;
        }
        // Behind a door that is shut for a while the share says nothing; what came through before it was shut does.
        long answers = calls.stream()
                .filter(call -> call.answeredSince(now - (long) SECOND))
                .count();
        if (answers == 0) {
            lastCutTo = Double.POSITIVE_INFINITY;
            window = 1;
            return;
        }
        double delivered = 0.9 * answers * latency / SECOND;
        lastCutTo = Math.max(1, Math.max(window * (1 - share), Math.min(window, delivered)));
        window = Math.max(1, 0.95 * lastCutTo);
    }
}
