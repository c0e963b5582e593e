package io.github.tune4j.testkit.standin;

import java.util.List;

/**
 * The end of a training.
 *
 * @param steps one for each step in order
 * @param validations one for each epoch that was run; empty without validation records
 * @param model the tuned model
 */
public record Trained(List<Step> steps, List<Validation> validations, TunedModel model) {
    /**
     * The loss of one step's records before the step changed the model.
     *
     * @param step from 0
     * @param epoch from 1
     * @param loss mean over the records, above 0
     */
    public record Step(int step, int epoch, double loss) {}

    /**
     * The loss of the validation records after an epoch.
     *
     * @param stepsDone steps so far
     * @param epoch from 1
     * @param loss mean over the records, above 0
     */
    public record Validation(int stepsDone, int epoch, double loss) {}

    /** Copies the lists. */
    public Trained {
        steps = List.copyOf(steps);
        validations = List.copyOf(validations);
    }
}
