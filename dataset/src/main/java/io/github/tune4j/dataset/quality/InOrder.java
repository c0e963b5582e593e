package io.github.tune4j.dataset.quality;

import io.github.tune4j.CancelledException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;

/** Work on many items by all processors, whose results are taken by one thread in the order of the items. */
final class InOrder {
    private static final int MOST_THREADS = 8;

    private InOrder() {}

    /**
     * Works through all items.
     *
     * @param items taken by the calling thread
     * @param work is called on several threads at a time
     * @param taken is called on the calling thread
     * @param goOnWith what to begin again after an interrupt
     * @throws CancelledException if the calling thread is interrupted
     */
    static <T, R> void each(
            Iterator<T> items, Function<? super T, ? extends R> work, Consumer<? super R> taken, String goOnWith) {
        int threads = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
        ExecutorService executor = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "tune4j-doctor");
            thread.setDaemon(true);
            return thread;
        });
        try {
            Queue<Future<? extends R>> underWay = new ArrayDeque<>();
            while (items.hasNext() || !underWay.isEmpty()) {
                while (items.hasNext() && underWay.size() < threads * 2) {
                    T item = items.next();
                    underWay.add(executor.submit(() -> work.apply(item)));
                }
                taken.accept(underWay.remove().get());
            }
        } catch (InterruptedException e) {
            throw CancelledException.interrupted(goOnWith, e);
        } catch (ExecutionException e) {
            throw rethrown(e.getCause());
        } finally {
            executor.shutdownNow();
        }
    }

    private static RuntimeException rethrown(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return (RuntimeException) cause;
    }
}
