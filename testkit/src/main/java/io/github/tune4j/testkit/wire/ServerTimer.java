package io.github.tune4j.testkit.wire;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/** What a server's time-outs run on. Of its threads none is left once it is closed. */
final class ServerTimer extends ScheduledThreadPoolExecutor {
    private static final long PATIENCE_MILLIS = 30_000;

    private final Set<Thread> threads;

    ServerTimer() {
        this(ConcurrentHashMap.newKeySet());
    }

    private ServerTimer(Set<Thread> threads) {
        super(1, work -> {
            Thread thread = new Thread(work, "local-aws-timer");
            thread.setDaemon(true);
            threads.add(thread);
            return thread;
        });
        this.threads = threads;
        setRemoveOnCancelPolicy(true);
    }

    void close() throws InterruptedException {
        shutdownNow();
        for (Thread thread : threads) {
            thread.join(PATIENCE_MILLIS);
        }
    }
}
