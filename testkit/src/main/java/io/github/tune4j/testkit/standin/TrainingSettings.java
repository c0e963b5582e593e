package io.github.tune4j.testkit.standin;

import org.jspecify.annotations.Nullable;

/**
 * How a model is tuned.
 *
 * @param epochs how often all records are seen at most, from 0
 * @param batchSize records a step, from 1
 * @param rate factor on the normal learning rate: a {@code learningRateMultiplier}, or a {@code learningRate} over its default
 * @param warmupSteps over how many steps the rate rises evenly to its full value; 0 starts with it
 * @param earlyStopping when to end before the last epoch; null never. Without validation records there is nothing to watch
 */
public record TrainingSettings(
        int epochs,
        int batchSize,
        double rate,
        int warmupSteps,
        @Nullable EarlyStopping earlyStopping) {}
