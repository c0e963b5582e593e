package io.github.tune4j.testkit.wire;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The threads that answer. Jetty's own pool gives up waiting for those of a busy machine that are about to end. */
final class ServerThreads extends QueuedThreadPool {
    private static final int MOST = 200;
    private static final int LEAST = 4;
    private static final int IDLE_MILLIS = 30_000;
    private static final long PATIENCE_MILLIS = 30_000;

    private final Set<Thread> made = ConcurrentHashMap.newKeySet();

    ServerThreads(long stopMillis) {
        super(MOST, LEAST, IDLE_MILLIS);
        setName("local-aws");
        setDaemon(true);
        setStopTimeout(stopMillis);
    }

    @Override
    public Thread newThread(Runnable work) {
        made.removeIf(thread -> thread.getState() == Thread.State.TERMINATED);
        Thread thread = super.newThread(work);
        made.add(thread);
        return thread;
    }

    /** Waits until every thread has ended, once the pool is stopped. A call that asks for its own server's end is no reason to wait. */
    void awaitEnd() throws InterruptedException {
        for (Thread thread : made) {
            if (thread != Thread.currentThread()) {
                thread.join(PATIENCE_MILLIS);
            }
        }
    }
}
