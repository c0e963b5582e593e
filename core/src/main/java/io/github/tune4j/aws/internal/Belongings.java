package io.github.tune4j.aws.internal;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was opened through a session and costs money until it is closed. Closed the last first, each one even if another fails. */
public final class Belongings {
    private final List<AutoCloseable> open = new ArrayList<>();

    /** Remembers something until it says that it is closed. */
    public synchronized void add(AutoCloseable belonging) {
        open.add(belonging);
    }

    public synchronized void remove(AutoCloseable belonging) {
        open.removeIf(each -> each == belonging);
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
        }
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
