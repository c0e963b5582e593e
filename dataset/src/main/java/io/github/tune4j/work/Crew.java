package io.github.tune4j.work;

import io.github.tune4j.run.Progress;
import io.github.tune4j.run.ProgressListener;
import io.github.tune4j.run.TimeSource;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who works through what is to be done, and who hears how far it has come.
 *
 * @param parallelism the most items at a time, from 1
 * @param executor whose threads to use; null for threads of its own, which end with each call
 * @param listener null: nobody hears
 */
public record Crew(
        int parallelism,
        @Nullable Executor executor,
        @Nullable ProgressListener listener) {

    /**
     * Begins to tell how far something has come.
     *
     * @param activity what is counted
     * @param total how much there is
     */
    public Progress.Meter meter(String activity, long total) {
        return Progress.meter(activity, total, listener, TimeSource.system());
    }

    /**
     * Works through all items as {@link Workers#each} does, on no more threads than there are items.
     *
     * @param resumeWith from what the work goes on after an interrupt
     */
    public <T> void each(List<T> items, String resumeWith, Consumer<? super T> work) {
        if (!items.isEmpty()) {
            Workers.each(items.iterator(), Math.min(parallelism, items.size()), executor, resumeWith, work);
        }
    }

    /**
     * Works through what is left of a whole, telling how far that has come.
     *
     * @param activity what is counted
     * @param total how much the whole is
     */
    public <T> void eachLeft(String activity, long total, List<T> left, String resumeWith, Consumer<? super T> work) {
        try (Progress.Meter meter = meter(activity, total)) {
            meter.add(total - left.size());
            each(left, resumeWith, item -> {
                work.accept(item);
                meter.add(1);
            });
        }
    }
}
