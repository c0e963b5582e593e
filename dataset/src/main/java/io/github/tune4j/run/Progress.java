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
public record Progress(String activity, long done, @Nullable Long total, Duration elapsed) {}
