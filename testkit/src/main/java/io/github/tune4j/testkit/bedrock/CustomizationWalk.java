package io.github.tune4j.testkit.bedrock;

import io.github.tune4j.testkit.faults.Faults;
import io.github.tune4j.testkit.faults.Phase;
import io.github.tune4j.testkit.standin.Trained;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What becomes of a customization job: Validation, Data processing, Training, and its end. How long each takes is assumed:
 * most of a small job's time is waiting for capacity.
 */
final class CustomizationWalk {
    private static final Duration VALIDATION = Duration.ofMinutes(3);
    private static final Duration DATA_PROCESSING = Duration.ofMinutes(7);
    private static final Duration WAITING_FOR_CAPACITY = Duration.ofMinutes(65);
    private static final Duration STOPPING = Duration.ofMinutes(2);
    private static final long MILLIS_PER_RECORD = 1400;

    private static final String IN_PROGRESS = "InProgress";
    static final String BEGAN = "trainingBegan";
    private static final String ENDS = "trainingEnds";
    private static final String ALL_TOKENS = "tokensToTrain";
    static final String TRAINED_TOKENS = "trainedTokens";

    private final Timeline timeline;
    private final Faults faults;
    private final TrainingRuns runs;
    private final MetricsFiles metrics;
    private final CustomModels models;

    CustomizationWalk(Timeline timeline, Faults faults, TrainingRuns runs, MetricsFiles metrics, CustomModels models) {
        this.timeline = timeline;
        this.faults = faults;
        this.runs = runs;
        this.metrics = metrics;
        this.models = models;
        define("validated", ending(Phase.VALIDATION, this::validated));
        define("processed", ending(Phase.DATA_PROCESSING, this::processed));
        define("capacity", this::capacity);
        define("trained", ending(Phase.TRAINING, this::trained));
        define("stopped", (copy, at) -> job -> end(job, "Stopped", at));
        timeline.defineFailure(Kind.CUSTOMIZATION_JOB, this::fail);
    }

    /** Sets a new job going. */
    void begin(Resource job) {
        Instant now = job.created();
        job.status(IN_PROGRESS);
        StatusDetails.begin(job, now);
        StatusDetails.set(job, Phase.VALIDATION, IN_PROGRESS, now);
        timeline.plan(job, "validated", now.plus(VALIDATION));
    }

    /** Stops a job that is in progress: what was trained so far is to be paid. */
    void stop(Resource job) {
        Instant now = timeline.now();
        StatusDetails.setCurrent(job, "Stopping", now);
        if (job.local().has(BEGAN)) {
            Instant began = Instant.parse(job.local().path(BEGAN).asText());
            Instant ends = Instant.parse(job.local().path(ENDS).asText());
            double share = (double) Duration.between(began, now).toMillis()
                    / Duration.between(began, ends).toMillis();
            job.local().put(TRAINED_TOKENS, (long) (job.local().path(ALL_TOKENS).asLong() * share));
        }
        timeline.plan(job, "stopped", now.plus(STOPPING));
    }

    private void define(String name, Timeline.Step step) {
        timeline.define(Kind.CUSTOMIZATION_JOB, name, step);
    }

    /** A step that ends a phase, or fails with what was injected for it. */
    private Timeline.Step ending(Phase phase, Timeline.Step step) {
        return (job, at) -> {
            Optional<String> failure = faults.jobFailure(phase);
            if (failure.isPresent()) {
                throw new JobFailure(failure.get());
            }
            return step.prepare(job, at);
        };
    }

    private Consumer<Resource> validated(Resource copy, Instant at) throws JobFailure {
        runs.begin(copy);
        return job -> {
            StatusDetails.set(job, Phase.VALIDATION, "Completed", at);
            StatusDetails.set(job, Phase.DATA_PROCESSING, IN_PROGRESS, at);
            timeline.plan(job, "processed", at.plus(DATA_PROCESSING));
        };
    }

    private Consumer<Resource> processed(Resource copy, Instant at) {
        return job -> {
            StatusDetails.set(job, Phase.DATA_PROCESSING, "Completed", at);
            StatusDetails.set(job, Phase.TRAINING, IN_PROGRESS, at);
            timeline.plan(job, "capacity", at.plus(WAITING_FOR_CAPACITY));
        };
    }

    /** Only now is it known how many epochs there are before training ends early, and so how long it takes. */
    private Consumer<Resource> capacity(Resource copy, Instant at) throws JobFailure {
        TrainingRuns.Run run = runs.end(copy);
        Instant ends =
                at.plusMillis(MILLIS_PER_RECORD * run.lessons().training().size() * run.epochs());
        return job -> {
            job.local()
                    .put(BEGAN, at.toString())
                    .put(ENDS, ends.toString())
                    .put(ALL_TOKENS, run.tokens() * run.epochs());
            timeline.plan(job, "trained", ends);
        };
    }

    private Consumer<Resource> trained(Resource copy, Instant at) throws JobFailure {
        TrainingRuns.Run run = runs.end(copy);
        Trained trained = run.trained();
        metrics.write(copy, trained);
        return job -> {
            StatusDetails.set(job, Phase.TRAINING, "Completed", at);
            job.local().put(TRAINED_TOKENS, run.tokens() * run.epochs());
            job.answer()
                    .putObject("trainingMetrics")
                    .put("trainingLoss", last(trained.steps()).loss());
            job.answer().putArray("validationMetrics");
            if (!trained.validations().isEmpty()) {
                job.answer()
                        .withArray("validationMetrics")
                        .addObject()
                        .put("validationLoss", last(trained.validations()).loss());
            }
            end(job, "Completed", at);
            Resource model = models.create(job, run);
            job.answer().put("outputModelArn", model.arn());
        };
    }

    private void fail(Resource job, String message, Instant at) {
        job.answer().put("failureMessage", message);
        end(job, "Failed", at);
    }

    private void end(Resource job, String status, Instant at) {
        StatusDetails.setCurrent(job, status, at);
        job.answer().put("endTime", at.toString());
        runs.forget(job);
    }

    private static <T> T last(List<T> list) {
        return list.get(list.size() - 1);
    }
}
