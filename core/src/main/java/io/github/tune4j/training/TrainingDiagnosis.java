package io.github.tune4j.training;

import io.github.tune4j.run.ReportSection;
import io.github.tune4j.run.ReportSection.Severity;
import io.github.tune4j.run.Reportable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the losses of a run say.
 *
 * @param bestEpoch the epoch with the lowest validation loss, of training loss where nothing was validated; the first
 *     of equals
 * @param stoppedAfterEpoch the epoch after which the early-stopping rule ends the run; null when it does not, or when
 *     the run went through all epochs that it was known to be planned with
 * @param overfitting whether training loss fell while validation loss rose, both by more than the threshold, since the
 *     last epoch of progress
 * @param epochsAfterBest epochs that were trained and paid for after the best
 * @param remarks what to know and what to try next, in sentences
 */
public record TrainingDiagnosis(
        int bestEpoch,
        @Nullable Integer stoppedAfterEpoch,
        boolean overfitting,
        int epochsAfterBest,
        List<String> remarks)
        implements Reportable {

    /**
     * Copies the list.
     *
     * @param bestEpoch the epoch with the lowest validation loss
     * @param stoppedAfterEpoch the epoch after which the early-stopping rule ends the run; null when it does not
     * @param overfitting whether training loss fell while validation loss rose
     * @param epochsAfterBest epochs that were trained after the best
     * @param remarks what to know and what to try next
     */
    public TrainingDiagnosis {
        remarks = List.copyOf(remarks);
    }

    @Override
    public ReportSection section() {
        ReportSection.Builder section = ReportSection.builder("Training diagnosis")
                .addTable(
                        List.of("Best epoch", "Stopped after epoch", "Epochs after the best"),
                        List.of(List.of(
                                String.valueOf(bestEpoch),
                                stoppedAfterEpoch == null ? "ran to the end" : String.valueOf(stoppedAfterEpoch),
                                String.valueOf(epochsAfterBest))));
        if (overfitting) {
            section.addNotice(
                    Severity.WARNING,
                    "The model began to learn its training data by heart.",
                    "train fewer epochs, lower the learning rate, or add data.");
        }
        remarks.forEach(section::addText);
        return section.build();
    }
}
