package io.github.tune4j.run;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How far a counted piece of work has come.
 *
 * @param activity what is being done, in a few words
 * @param done how much is done, in the activity's own unit (records, bytes, answers), from 0
 * @param total how much there is, in the same unit; null while that is not known
 * @param elapsed time since the work began
 */
public record Progress(String activity, long done, @Nullable Long total, Duration elapsed) {

    /**
     * Begins to count a piece of work, for tools that report their own. The listener hears as {@link ProgressListener}
     * promises, whatever the number of threads that do the work.
     *
     * @param activity what is being done, in a few words
     * @param total how much there is; null when that is not known
     * @param listener who hears; null when nobody does
     * @param time the clock to measure by
     * @return a meter at 0, to be closed at the end
     */
    public static Meter meter(
            String activity, @Nullable Long total, @Nullable ProgressListener listener, TimeSource time) {
        return listener == null ? Meter.SILENT : new ProgressMeter(activity, total, listener, time);
    }

    /** Counts work that is being done. Thread-safe. */
    public sealed interface Meter extends AutoCloseable permits ProgressMeter, SilentMeter {
        /** A meter that nobody hears. */
        Meter SILENT = new SilentMeter();

        /**
         * Some more is done.
         *
         * @param more how much, from 0
         */
        void add(long more);

        /** The work has ended, well or not: the listener hears once more and then never again. */
        @Override
        void close();
    }
}
