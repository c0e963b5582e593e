package io.github.tune4j.training;

import io.github.tune4j.InvalidInputException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Replays the early-stopping rule over validation losses. That Bedrock's rule compares with the last epoch that made
 * progress, and not with the epoch before, is deduced from published runs.
 */
final class Diagnosing {
    private static final double USUAL_THRESHOLD = 0.001;
    private static final int NO_END = Integer.MAX_VALUE;

    private final List<LossPoint> training;
    private final List<LossPoint> validation;
    private final double threshold;
    private final int patience;
    private final @Nullable Integer planned;
    private final List<String> remarks = new ArrayList<>();

    private Diagnosing(LossCurves curves, double threshold, int patience, @Nullable Integer planned) {
        this.training = curves.trainingByEpoch();
        this.validation = curves.validationByEpoch();
        this.threshold = threshold;
        this.patience = patience;
        this.planned = planned;
    }

    /** Of a run that no rule could end; what counts as a gain is what usually does. */
    static TrainingDiagnosis diagnose(LossCurves curves) {
        return new Diagnosing(curves, USUAL_THRESHOLD, NO_END, null).diagnose();
    }

    /**
     * Under a rule.
     *
     * @param planned how many epochs the job was to run; null when that is not known
     */
    static TrainingDiagnosis diagnose(LossCurves curves, double threshold, int patience, @Nullable Integer planned) {
        List<String> problems = new ArrayList<>();
        if (!(threshold >= 0)) {
            problems.add("earlyStoppingThreshold must be 0 or more (was " + threshold + ")");
        }
        if (patience < 1) {
            problems.add("earlyStoppingPatience must be 1 or more (was " + patience + ")");
        }
        int last = lastEpoch(curves.trainingByEpoch());
        if (planned != null && planned < last) {
            problems.add("plannedEpochs is " + planned + ", but the metrics show " + last + " epochs");
        }
        if (!problems.isEmpty()) {
            throw InvalidInputException.of(problems, "give the values that the job was submitted with.");
        }
        return new Diagnosing(curves, threshold, patience, planned).diagnose();
    }

    private static int lastEpoch(List<LossPoint> epochs) {
        return epochs.get(epochs.size() - 1).epoch();
    }

    private TrainingDiagnosis diagnose() {
        boolean validated = !validation.isEmpty();
        List<LossPoint> judged = validated ? validation : training;
        int last = lastEpoch(judged);
        LossPoint best = judged.stream()
                .filter(p -> !Double.isNaN(p.loss()))
                .min(Comparator.comparingDouble(LossPoint::loss))
                .orElse(judged.get(0));
        remarks.add("The lowest " + (validated ? "validation" : "training") + " loss is " + Loss.text(best.loss())
                + ", after epoch " + best.epoch() + " of " + last + ".");
        if (judged.stream().anyMatch(p -> !Double.isFinite(p.loss()))
                || training.stream().anyMatch(p -> !Double.isFinite(p.loss()))) {
            remarks.add("Some losses are not numbers: the run diverged. Lower the learning rate.");
        }
        if (!validated) {
            remarks.add(
                    "Nothing was validated, so early stopping had nothing to measure and overfitting cannot be seen."
                            + " Give the next run validation data.");
            return new TrainingDiagnosis(best.epoch(), null, false, last - best.epoch(), remarks);
        }
        explainNarrowness(best);
        Replay replay = replay();
        boolean overfitting = overfitting(replay.lastProgress());
        Integer stopped = planned == null ? explainStop(replay, last) : explainEnd(replay, planned);
        suggest(best, replay, last, overfitting);
        return new TrainingDiagnosis(best.epoch(), stopped, overfitting, last - best.epoch(), remarks);
    }

    /** A best that is better by less than what counts as a gain is no better. */
    private void explainNarrowness(LossPoint best) {
        validation.stream()
                .filter(p -> p.epoch() < best.epoch() && p.loss() - best.loss() <= threshold)
                .findFirst()
                .ifPresent(p -> remarks.add("It is the lowest by a hair: epoch " + p.epoch() + " had "
                        + Loss.text(p.loss()) + ", which is more by no more than the threshold of " + threshold + "."));
    }

    /** How the rule went through the epochs: the last that made progress, and the one it stopped after. */
    private record Replay(LossPoint lastProgress, @Nullable Integer stoppedAfter) {}

    private Replay replay() {
        LossPoint progress = validation.get(0);
        int stagnant = 0;
        for (LossPoint point : validation.subList(1, validation.size())) {
            if (progress.loss() - point.loss() > threshold
                    || Double.isNaN(progress.loss()) && !Double.isNaN(point.loss())) {
                progress = point;
                stagnant = 0;
            } else if (++stagnant >= patience) {
                return new Replay(progress, point.epoch());
            }
        }
        return new Replay(progress, null);
    }

    private boolean overfitting(LossPoint since) {
        LossPoint end = validation.get(validation.size() - 1);
        double before = trainingLoss(since.epoch());
        double after = trainingLoss(end.epoch());
        boolean found = end.loss() - since.loss() > threshold && before - after > threshold;
        if (found) {
            remarks.add("Overfitting: from epoch " + since.epoch() + " to " + end.epoch() + " training loss fell from "
                    + Loss.text(before) + " to " + Loss.text(after) + " while validation loss rose from "
                    + Loss.text(since.loss()) + " to " + Loss.text(end.loss()) + ".");
        }
        return found;
    }

    private double trainingLoss(int epoch) {
        return training.stream()
                .filter(p -> p.epoch() == epoch)
                .mapToDouble(LossPoint::loss)
                .findFirst()
                .orElse(Double.NaN);
    }

    /** Where the plan is not known, the replay decides. */
    private @Nullable Integer explainStop(Replay replay, int last) {
        Integer stopped = replay.stoppedAfter();
        if (patience == NO_END) {
            remarks.add("The model has no early stopping.");
            return null;
        }
        if (stopped == null) {
            remarks.add(rule() + " did not end the run.");
            return null;
        }
        remarks.add(reason(replay, stopped));
        if (stopped < last) {
            remarks.add("The run went on to epoch " + last + ", so it had other early-stopping settings or none.");
        }
        return stopped;
    }

    /** Where the plan is known, it decides: a run that did all of it was ended by nothing else. */
    private @Nullable Integer explainEnd(Replay replay, int epochs) {
        int last = lastEpoch(training);
        if (last == epochs) {
            remarks.add("All " + epochs + " planned epochs were run; early " + rule().substring("Early ".length())
                    + " did not end the run.");
            return null;
        }
        remarks.add(
                Objects.equals(replay.stoppedAfter(), last)
                        ? reason(replay, last)
                        : "The run ended after epoch " + last + " of " + epochs + ", which early "
                                + rule().substring("Early ".length()) + " does not explain.");
        return last;
    }

    private String rule() {
        return "Early stopping (threshold " + threshold + ", patience " + patience + ")";
    }

    private String reason(Replay replay, int stopped) {
        return rule() + " ends the run after epoch " + stopped + ": no epoch after epoch "
                + replay.lastProgress().epoch() + " fell below its "
                + Loss.text(replay.lastProgress().loss()) + " by more than " + threshold + ".";
    }

    private void suggest(LossPoint best, Replay replay, int last, boolean overfitting) {
        if (best.epoch() == last && replay.stoppedAfter() == null) {
            remarks.add("Next settings to try: more than " + last
                    + " epochs. Validation loss was still at its lowest at the end: more epochs may lower it further.");
        } else if (best.epoch() < last) {
            int epochs = replay.lastProgress().epoch();
            int paid = last - best.epoch();
            remarks.add(paid + (paid == 1 ? " epoch was" : " epochs were") + " trained and paid for after the best.");
            remarks.add("Next settings to try: " + epochs + (epochs == 1 ? " epoch" : " epochs")
                    + (overfitting
                            ? " for the same loss at a lower price; half the learning rate with " + last
                                    + " epochs, or more data, for a lower one."
                            : "; or another learning rate, since more epochs bring nothing."));
        }
    }
}
