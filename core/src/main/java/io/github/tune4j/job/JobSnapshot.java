package io.github.tune4j.job;

import io.github.tune4j.aws.internal.AwsText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.bedrock.model.GetModelCustomizationJobResponse;
import software.amazon.awssdk.services.bedrock.model.ModelCustomizationJobSummary;
import software.amazon.awssdk.services.bedrock.model.StatusDetails;

/**
 * What a job looked like at one moment.
 *
 * @param arn the job's ARN
 * @param name its name
 * @param state where it stood
 * @param phases its parts in order; empty where AWS tells none
 * @param failureMessage what AWS said of a failure, without quotations of the data; null when nothing
 * @param createdAt when it was accepted
 * @param endedAt when it ended; null while it has not
 * @param observedAt when this was seen
 */
public record JobSnapshot(
        String arn,
        String name,
        JobState state,
        List<Phase> phases,
        @Nullable String failureMessage,
        Instant createdAt,
        @Nullable Instant endedAt,
        Instant observedAt) {
    private static final String TRAINING = "training";

    /**
     * Copies the list.
     *
     * @param arn the job's ARN
     * @param name its name
     * @param state where it stood
     * @param phases its parts in order
     * @param failureMessage what AWS said of a failure, without quotations of the data; null when nothing
     * @param createdAt when it was accepted
     * @param endedAt when it ended; null while it has not
     * @param observedAt when this was seen
     */
    public JobSnapshot {
        phases = List.copyOf(phases);
    }

    /**
     * A part of a job.
     *
     * @param name what is done in it, for example {@code training}
     * @param status AWS's word, for example {@code InProgress}
     */
    public record Phase(String name, String status) {}

    /**
     * How long the job has taken, waiting for capacity included.
     *
     * @return from its acceptance to its end, or to this moment
     */
    public Duration elapsed() {
        return Duration.between(createdAt, endedAt == null ? observedAt : endedAt);
    }

    /** Whether somebody who watches should hear of this one after the other. */
    boolean differsFrom(JobSnapshot before) {
        return state != before.state || !phases.equals(before.phases);
    }

    /** Whether anything can have been trained. */
    boolean trainingBegan() {
        return phases.stream()
                .anyMatch(phase ->
                        phase.name().equals(TRAINING) && !phase.status().equals("NotStarted"));
    }

    static JobSnapshot of(GetModelCustomizationJobResponse job, Instant observedAt) {
        return new JobSnapshot(
                job.jobArn(),
                job.jobName(),
                JobState.of(job.statusAsString()),
                phases(job.statusDetails()),
                AwsText.withoutRecords(job.failureMessage()),
                job.creationTime(),
                job.endTime(),
                observedAt);
    }

    static JobSnapshot of(ModelCustomizationJobSummary job, Instant observedAt) {
        return new JobSnapshot(
                job.jobArn(),
                job.jobName(),
                JobState.of(job.statusAsString()),
                phases(job.statusDetails()),
                null,
                job.creationTime(),
                job.endTime(),
                observedAt);
    }

    private static List<Phase> phases(@Nullable StatusDetails details) {
        List<Phase> phases = new ArrayList<>();
        if (details != null) {
            if (details.validationDetails() != null) {
                phases.add(new Phase("validation", details.validationDetails().statusAsString()));
            }
            if (details.dataProcessingDetails() != null) {
                phases.add(new Phase(
                        "data processing", details.dataProcessingDetails().statusAsString()));
            }
            if (details.trainingDetails() != null) {
                phases.add(new Phase(TRAINING, details.trainingDetails().statusAsString()));
            }
        }
        return phases;
    }
}
