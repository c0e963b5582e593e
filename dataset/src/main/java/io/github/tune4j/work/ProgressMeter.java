package io.github.tune4j.work;

import io.github.tune4j.run.Progress;
import io.github.tune4j.run.ProgressListener;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells a listener how far work has come: one thread at a time, at most ten times a second, and once at the end. */
public final class ProgressMeter {
    private static final Logger log = LoggerFactory.getLogger(ProgressMeter.class);
    private static final long PAUSE_NANOS = Duration.ofMillis(100).toNanos();

    private final ProgressListener listener;
    private final String activity;
    private final @Nullable Long total;
    private final long begun = System.nanoTime();
    private long told = begun;
    private long done;

    /**
     * Begins to measure.
     *
     * @param listener who hears of it
     * @param activity what is being done
     * @param total how much there is; null when not known
     */
    public ProgressMeter(ProgressListener listener, String activity, @Nullable Long total) {
        this.listener = listener;
        this.activity = activity;
        this.total = total;
    }

    /** So much is done now. */
    public synchronized void reach(long now) {
        done = now;
        tellAtTimes();
    }

    /** So much more is done. */
    public synchronized void add(long more) {
        done += more;
        tellAtTimes();
    }

    private void tellAtTimes() {
        long now = System.nanoTime();
        if (now - told >= PAUSE_NANOS) {
            told = now;
            tell(now);
        }
    }

    /** It is over. */
    public synchronized void end() {
        tell(System.nanoTime());
    }

    private void tell(long now) {
        try {
            listener.progressed(new Progress(activity, done, total, Duration.ofNanos(now - begun)));
        } catch (RuntimeException e) {
            log.warn("A progress listener failed", e);
        }
    }
}
