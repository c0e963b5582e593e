package io.github.tune4j.run;

/**
 * Hears how far counted work has come.
 *
 * <p>Called by one thread at a time, at most ten times a second, and once at the end. What it throws is logged and
 * ends nothing.
 */
@FunctionalInterface
public interface ProgressListener {
    /**
     * Some more is done.
     *
     * @param progress the state now
     */
    void progressed(Progress progress);
}
