package io.github.tune4j.testkit.control;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Keeps the calls that were answered, the last {@value #MOST} of them. Thread-safe. */
public final class Recorder {
    private static final int MOST = 100_000;

    private final Deque<Recording> calls = new ArrayDeque<>();

    /** Keeps one more. */
    public synchronized void add(Recording call) {
        if (calls.size() == MOST) {
            calls.remove();
        }
        calls.add(call);
    }

    /** All, in the order in which they were answered. */
    public synchronized List<Recording> all() {
        return List.copyOf(calls);
    }

    /** Forgets them. */
    public synchronized void clear() {
        calls.clear();
    }
}
