/**
 * What a training run left behind. Start with {@link io.github.tune4j.training.LossCurves}.
 *
 * <ul>
 *   <li>{@link io.github.tune4j.training.LossCurves} - the losses of a run, as numbers and as pictures
 *   <li>{@link io.github.tune4j.training.LossPoint} - one loss
 *   <li>{@link io.github.tune4j.training.TrainingDiagnosis} - what the losses say
 * </ul>
 */
package io.github.tune4j.training;
