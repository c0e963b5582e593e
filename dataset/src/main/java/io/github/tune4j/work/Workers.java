package io.github.tune4j.work;

import io.github.tune4j.CancelledException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Works through items on several threads. The first exception ends it: no further item is begun, those under way are
 * finished (their calls are paid for), and the exception is thrown on the calling thread. An interrupt of the calling
 * thread interrupts the work too.
 */
public final class Workers<T> {
    private final Iterator<T> items;
    private final Consumer<? super T> work;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    private Workers(Iterator<T> items, Consumer<? super T> work) {
        this.items = items;
        this.work = work;
    }

    /**
     * Works through all items and returns when the last is done.
     *
     * @param items taken one by one, under a lock, by whoever is free
     * @param parallelism the most items at a time
     * @param executor whose threads to use; null for threads of its own, which end with this call
     * @param resumeWith from what the work goes on after an interrupt
     * @param work is called on several threads at a time
     * @throws CancelledException if the calling thread is interrupted
     */
    public static <T> void each(
            Iterator<T> items,
            int parallelism,
            @Nullable Executor executor,
            String resumeWith,
            Consumer<? super T> work) {
        Workers<T> workers = new Workers<>(items, work);
        if (executor != null) {
            workers.run(parallelism, executor, resumeWith);
            return;
        }
        ExecutorService own = Executors.newFixedThreadPool(parallelism, daemons());
        try {
            workers.run(parallelism, own, resumeWith);
        } finally {
            own.shutdownNow();
        }
    }

    private static ThreadFactory daemons() {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, "tune4j-worker-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    private void run(int parallelism, Executor executor, String resumeWith) {
        List<FutureTask<?>> tasks = new ArrayList<>();
        CountDownLatch running = new CountDownLatch(parallelism);
        for (int i = 0; i < parallelism; i++) {
            tasks.add(new FutureTask<>(this::takeAndWork, null) {
                @Override
                protected void done() {
                    running.countDown();
                }
            });
        }
        try {
            tasks.forEach(executor::execute);
            running.await();
        } catch (InterruptedException e) {
            failure.compareAndSet(null, e);
            tasks.forEach(task -> task.cancel(true));
            throw CancelledException.interrupted(resumeWith, e);
        }
        rethrow();
    }

    private void takeAndWork() {
        for (T item = next(); item != null; item = next()) {
            try {
                work.accept(item);
            } catch (RuntimeException | Error e) {
                if (!failure.compareAndSet(null, e) && failure.get() != e) {
                    suppressed(e);
                }
            }
        }
    }

    private void suppressed(Throwable later) {
        Throwable first = failure.get();
        if (first != null && !(first instanceof InterruptedException)) {
            first.addSuppressed(later);
        }
    }

    private @Nullable T next() {
        synchronized (items) {
            return failure.get() == null && items.hasNext() ? items.next() : null;
        }
    }

    private void rethrow() {
        Throwable first = failure.get();
        if (first instanceof RuntimeException exception) {
            throw exception;
        }
        if (first instanceof Error error) {
            throw error;
        }
    }
}
