package io.github.tune4j.training;

/**
 * One loss.
 *
 * @param step optimizer steps done when it was measured, from 1; the mean of an epoch carries the epoch's last step
 * @param epoch the epoch it belongs to, from 1
 * @param loss the loss; not a number where the run wrote none
 */
public record LossPoint(int step, int epoch, double loss) {}
