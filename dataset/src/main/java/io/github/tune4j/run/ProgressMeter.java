package io.github.tune4j.run;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Keeps the promises of {@link ProgressListener} for work that is done on many threads. */
final class ProgressMeter implements Progress.Meter {
    private static final Duration INTERVAL = Duration.ofMillis(100);

    private final String activity;
    private final @Nullable Long total;
    private final ProgressListener listener;
    private final TimeSource time;
    private final Instant begin;
    private final AtomicLong done = new AtomicLong();
    private final ReentrantLock telling = new ReentrantLock();
    private volatile Instant next;
    private volatile boolean closed;

    ProgressMeter(String activity, @Nullable Long total, ProgressListener listener, TimeSource time) {
        this.activity = activity;
        this.total = total;
        this.listener = listener;
        this.time = time;
        this.begin = time.now();
        this.next = begin;
    }

    @Override
    public void add(long more) {
        done.addAndGet(more);
        Instant now = time.now();
        // A listener that itself advances the work must not hear of it from within.
        if (!closed && !now.isBefore(next) && !telling.isHeldByCurrentThread() && telling.tryLock()) {
            try {
                if (!closed && !now.isBefore(next)) {
                    tell(now);
                    next = time.now().plus(INTERVAL);
                }
            } finally {
                telling.unlock();
            }
        }
    }

    @Override
    public void close() {
        telling.lock();
        try {
            if (!closed) {
                closed = true;
                tell(time.now());
            }
        } finally {
            telling.unlock();
        }
    }

    private void tell(Instant now) {
        try {
            listener.progressed(new Progress(activity, done.get(), total, Duration.between(begin, now)));
        } catch (RuntimeException e) {
            // Looked up only here: most runs never need a log, and finding one takes longer than they do.
            LoggerFactory.getLogger(ProgressListener.class).warn("A progress listener failed during {}", activity, e);
        }
    }
}
