package io.github.tune4j.job;

import io.github.tune4j.CancelledException;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.TuneException;
import io.github.tune4j.aws.AwsCallException;
import io.github.tune4j.aws.AwsSession;
import io.github.tune4j.aws.internal.Connection;
import io.github.tune4j.aws.internal.Poller;
import io.github.tune4j.run.CostEstimate;
import io.github.tune4j.training.LossCurves;
import io.github.tune4j.training.LossPoint;
import io.github.tune4j.training.TrainingDiagnosis;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.bedrock.model.ConflictException;
import software.amazon.awssdk.services.bedrock.model.GetModelCustomizationJobResponse;

/**
 * A tuning job: a handle over its ARN. The job runs on AWS and outlives the program; the ARN or the name is enough to
 * come back to it. Thread-safe.
 */
public final class FineTuningJob {
    private static final Logger log = LoggerFactory.getLogger(FineTuningJob.class);

    private final AwsSession aws;
    private final Connection connection;
    private final String arn;
    private final @Nullable TrainingCharge charge;

    FineTuningJob(AwsSession aws, String arn, @Nullable TrainingCharge charge) {
        this.aws = aws;
        this.connection = Connection.of(aws);
        this.arn = arn;
        this.charge = charge;
    }

    /**
     * Begins a job.
     *
     * @param aws the session
     * @return a builder
     */
    public static Builder builder(AwsSession aws) {
        return new Builder(aws, new JobDraft());
    }

    /**
     * A job that is there. What it costs is the business of whoever submitted it: a handle from here charges nothing to the
     * session's budget.
     *
     * @param aws the session
     * @param arnOrName its ARN or its name
     * @return the job
     * @throws InvalidInputException if nothing is named
     * @throws AwsCallException if there is none, or AWS refuses
     */
    public static FineTuningJob attach(AwsSession aws, String arnOrName) {
        if (arnOrName.isBlank()) {
            throw InvalidInputException.of("No job is named.", "give its ARN or its name.");
        }
        Connection connection = Connection.of(aws);
        String arn = connection
                .call(
                        "GetModelCustomizationJob",
                        () -> connection.clients().bedrock().getModelCustomizationJob(j -> j.jobIdentifier(arnOrName)))
                .jobArn();
        return new FineTuningJob(aws, arn, null);
    }

    /**
     * Every tuning job of the account in the region.
     *
     * @param aws the session
     * @return the newest first; without failure messages, which only {@link #snapshot} tells
     * @throws AwsCallException if AWS refuses
     */
    public static List<JobSnapshot> list(AwsSession aws) {
        Connection connection = Connection.of(aws);
        return connection.call(
                "ListModelCustomizationJobs",
                () -> connection
                        .clients()
                        .bedrock()
                        .listModelCustomizationJobsPaginator(
                                l -> l.sortBy("CreationTime").sortOrder("Descending"))
                        .modelCustomizationJobSummaries()
                        .stream()
                        .map(job -> JobSnapshot.of(job, connection.time().now()))
                        .toList());
    }

    /**
     * What identifies it.
     *
     * @return the ARN
     */
    public String arn() {
        return arn;
    }

    /**
     * How it looks now.
     *
     * @return a snapshot
     * @throws AwsCallException if AWS refuses
     */
    public JobSnapshot snapshot() {
        return JobSnapshot.of(
                connection.call("GetModelCustomizationJob", this::look),
                connection.time().now());
    }

    private GetModelCustomizationJobResponse look() {
        return connection.clients().bedrock().getModelCustomizationJob(j -> j.jobIdentifier(arn));
    }

    /**
     * Waits until the job ends.
     *
     * @param max how long at most; it is looked at once even when that is zero
     * @return the tuned model
     * @throws StillRunningException if it has not ended by then; it runs on
     * @throws JobFailedException if it failed or was stopped
     * @throws AwsCallException if AWS refuses to tell; throttling and AWS's own faults do not end the wait
     * @throws io.github.tune4j.CancelledException if the thread is interrupted; the job runs on
     */
    public CustomModel await(Duration max) {
        return await(max, snapshot -> {});
    }

    /**
     * Waits until the job ends, and tells of every change on the way.
     *
     * @param max how long at most; it is looked at once even when that is zero
     * @param onChange runs in the waiting thread; hears the first snapshot and each that differs in state or phases; what it throws is logged
     * @return the tuned model
     * @throws StillRunningException if it has not ended by then; it runs on
     * @throws JobFailedException if it failed or was stopped
     * @throws AwsCallException if AWS refuses to tell; throttling and AWS's own faults do not end the wait
     * @throws io.github.tune4j.CancelledException if the thread is interrupted; the job runs on
     */
    public CustomModel await(Duration max, Consumer<? super JobSnapshot> onChange) {
        JobSnapshot end = new Poller<>(
                        connection,
                        arn,
                        "GetModelCustomizationJob",
                        () -> JobSnapshot.of(look(), connection.time().now()))
                .await(
                        max,
                        snapshot -> snapshot.state().ended(),
                        (before, now) -> now.differsFrom(before),
                        onChange,
                        snapshot -> StillRunningException.of(snapshot, max));
        connection.begunWork().remove(arn);
        if (charge != null) {
            charge.book(end, this::epochsRun);
        }
        if (end.state() != JobState.COMPLETED) {
            throw JobFailedException.of(end);
        }
        log.info("Job {} completed after {}", arn, end.elapsed());
        GetModelCustomizationJobResponse completed = connection.call("GetModelCustomizationJob", this::look);
        return CustomModel.attach(
                aws, completed.outputModelArn() == null ? completed.outputModelName() : completed.outputModelArn());
    }

    private FineTuningJob begun() {
        connection.begunWork().add(arn, () -> !snapshot().state().ended(), this::stop);
        return this;
    }

    /**
     * Stops the job for good: it leaves no model, and what was trained is billed. A job that has ended stays as it is.
     *
     * @throws AwsCallException if AWS refuses
     */
    public void stop() {
        connection.call("StopModelCustomizationJob", () -> {
            try {
                connection.clients().bedrock().stopModelCustomizationJob(j -> j.jobIdentifier(arn));
                log.info("Told job {} to stop", arn);
            } catch (ConflictException e) {
                log.info("Job {} is not running and was not stopped", arn);
            }
            return arn;
        });
        if (charge != null && charge.counts()) {
            JobSnapshot now = snapshot();
            if (now.state() == JobState.STOPPING || now.state() == JobState.STOPPED) {
                charge.stopped(now);
            }
        }
    }

    /**
     * Fetches the metrics that the job left in its output, as AWS wrote them: {@code step_wise_training_metrics.csv} and,
     * with validation data, {@code validation_metrics.csv}.
     *
     * @param folder where to; made when it is missing
     * @throws io.github.tune4j.TuneException if there are none: the job has not completed
     * @throws AwsCallException if AWS refuses
     */
    public void downloadMetrics(Path folder) {
        metrics().downloadTo(folder);
    }

    /**
     * The losses that the job left in its output, best epoch and early stop marked.
     *
     * @return the curves
     * @throws io.github.tune4j.TuneException if there are none: the job has not completed
     * @throws AwsCallException if AWS refuses
     */
    public LossCurves lossCurves() {
        JobMetrics metrics = metrics();
        LossCurves curves = metrics.curves();
        return curves.marking(metrics.diagnosis(curves));
    }

    /**
     * What the losses say, under the job's own early-stopping settings; Nova and Llama have no early stopping.
     *
     * @return the diagnosis
     * @throws io.github.tune4j.TuneException if there are none: the job has not completed
     * @throws AwsCallException if AWS refuses
     */
    public TrainingDiagnosis diagnosis() {
        JobMetrics metrics = metrics();
        return metrics.diagnosis(metrics.curves());
    }

    /** Those of the metrics; without metrics all that were planned. */
    private int epochsRun(int planned) {
        try {
            List<LossPoint> epochs = metrics().curves().trainingByEpoch();
            return epochs.get(epochs.size() - 1).epoch();
        } catch (CancelledException e) {
            throw e;
        } catch (TuneException e) {
            log.warn("Job {} is charged as if it had run all its epochs: {}", arn, e.getMessage());
            return planned;
        }
    }

    private JobMetrics metrics() {
        return new JobMetrics(connection, connection.call("GetModelCustomizationJob", this::look));
    }

    @Override
    public String toString() {
        return arn;
    }

    /** Collects what a job is made of. Nothing is checked or called before the verb at the end. Not thread-safe. */
    public static final class Builder extends JobSettings {
        private final AwsSession aws;

        private Builder(AwsSession aws, JobDraft draft) {
            super(draft);
            this.aws = aws;
        }

        @Override
        Builder self() {
            return this;
        }

        /**
         * What the job is going to cost at most, as far as prices are publicly known. Calls nothing.
         *
         * @return the estimate
         * @throws InvalidInputException if settings are missing or wrong, all of them together
         */
        public CostEstimate estimate() {
            return JobCost.estimate(order(), Connection.of(aws).prices());
        }

        /**
         * Looks for everything that would make the job fail. Reads from AWS, changes nothing, buys nothing.
         *
         * @return one line a check; wrong values are a line of it
         * @throws InvalidInputException if settings are missing, the storage is no place in S3, or the model cannot be
         *     tuned at all
         * @throws CancelledException if the thread is interrupted
         */
        public PreflightReport preflight() {
            JobDraft.Draft found = draft.draft(aws);
            return new Preflight(aws, found.order(), found.problems()).report();
        }

        /**
         * Submits the job after a pre-flight: makes what is to be made, sends the data, and starts the training, which
         * is paid for by the token. With a budget in the session the price of all epochs is set aside now, and what was
         * trained is charged when {@link #await} sees the end.
         *
         * @return the job
         * @throws InvalidInputException if settings are missing or wrong, all of them together
         * @throws io.github.tune4j.dataset.validation.InvalidDatasetException if data of this machine is not what the
         *     model takes
         * @throws PreflightException if the job would fail, for example because its name is used up
         * @throws io.github.tune4j.run.BudgetExceededException if nothing is wrong but that the session's budget does not
         *     suffice for the training
         * @throws JobMismatchException if somebody else took the name meanwhile
         * @throws AwsCallException if AWS refuses
         * @throws CancelledException if the thread is interrupted; what was made so far is found again next time
         */
        public FineTuningJob submit() {
            return new Submission(aws).submit(order()).begun();
        }

        /**
         * Submits the job, or comes back to it when it was submitted before: by this program that crashed, or by
         * another. Never starts a second one.
         *
         * @return the job; running, or completed
         * @throws InvalidInputException if settings are missing or wrong, all of them together
         * @throws io.github.tune4j.dataset.validation.InvalidDatasetException if data of this machine is not what the
         *     model takes
         * @throws PreflightException if the job would fail
         * @throws io.github.tune4j.run.BudgetExceededException if nothing is wrong but that the session's budget does not
         *     suffice for the training
         * @throws JobMismatchException if the name belongs to another job
         * @throws JobFailedException if a job that failed or was stopped has used the name up
         * @throws AwsCallException if AWS refuses
         * @throws CancelledException if the thread is interrupted; what was made so far is found again next time
         */
        public FineTuningJob submitOrAttach() {
            return new Submission(aws).submitOrAttach(order()).begun();
        }

        private JobOrder order() {
            return draft.order(aws);
        }

        AwsSession session() {
            return aws;
        }

        /** The same settings, to be changed apart from these. */
        Builder copy() {
            return new Builder(aws, draft.copy());
        }
    }
}
