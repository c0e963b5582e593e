package io.github.tune4j.aws.internal;

import io.github.tune4j.TuneException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was opened through a session and costs money until it is closed. Closed the last first, each one even if another fails. */
public final class Belongings {
    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<AutoCloseable> views = new ArrayList<>();

    /** Remembers something until it says that it is closed. */
    public synchronized void add(AutoCloseable belonging) {
        open.add(belonging);
    }

    /** Remembers a session over the same clients, which has belongings and a purse of its own. */
    public synchronized void addView(AutoCloseable view) {
        views.add(view);
        open.add(view);
    }

    public synchronized void remove(AutoCloseable belonging) {
        open.removeIf(each -> each == belonging);
        views.removeIf(each -> each == belonging);
    }

    /**
     * Closes everything that is still open.
     *
     * @return what went wrong, further failures suppressed in the first; null when nothing did
     */
    public @Nullable Exception closeAll() {
        List<AutoCloseable> left;
        synchronized (this) {
            left = new ArrayList<>(open);
            open.clear();
            views.clear();
        }
        return close(left);
    }

    /** Closes what was leased here, but no views. What cannot be closed stays, and is tried again with all the rest. */
    void closeLeases() {
        List<AutoCloseable> leases;
        synchronized (this) {
            leases = new ArrayList<>(open);
            leases.removeAll(views);
        }
        Exception failure = close(leases);
        if (failure instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (failure != null) {
            throw new TuneException("Something could not be ended: " + failure + ".", "see the cause.", failure);
        }
    }

    private static @Nullable Exception close(List<AutoCloseable> left) {
        Exception first = null;
        for (int i = left.size() - 1; i >= 0; i--) {
            try {
                left.get(i).close();
            } catch (Exception e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        return first;
    }
}
