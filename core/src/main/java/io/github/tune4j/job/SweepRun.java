package io.github.tune4j.job;

import io.github.tune4j.CancelledException;
import io.github.tune4j.TuneException;
import io.github.tune4j.aws.AwsCallException;
import io.github.tune4j.aws.AwsSession;
import io.github.tune4j.aws.internal.Connection;
import io.github.tune4j.aws.internal.Poller;
import io.github.tune4j.model.HyperParameters;
import io.github.tune4j.run.Budget;
import io.github.tune4j.run.Progress;
import io.github.tune4j.run.ProgressListener;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of a sweep: keeps as many jobs going as there may be, until every variant has ended. */
final class SweepRun {
    private static final Logger log = LoggerFactory.getLogger(HyperParameterSweep.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
    private static final double GROWTH = 1.6;

    /** Long enough for a job that has ended to be seen so, whatever fails on the way. */
    private static final Duration TO_SEE_THE_END = Duration.ofMinutes(10);

    private final AwsSession aws;
    private final Connection connection;
    private final String name;
    private final int atOnce;
    private final List<Variant> queued = new ArrayList<>();
    private final List<Variant> running = new ArrayList<>();
    private final List<SweepReport.Outcome> outcomes = new ArrayList<>();
    private final @Nullable ProgressListener progress;
    private @Nullable AwsCallException trouble;

    /** A job that is wanted and, once it is submitted, where it stands. */
    private static final class Variant {
        final FineTuningJob.Builder order;

        @Nullable
        FineTuningJob job;

        @Nullable
        JobSnapshot seen;

        Variant(FineTuningJob.Builder order) {
            this.order = order;
        }

        String name() {
            return String.valueOf(order.draft.name);
        }
    }

    SweepRun(
            AwsSession aws,
            String name,
            Map<String, FineTuningJob.Builder> variants,
            int atOnce,
            @Nullable ProgressListener progress) {
        this.aws = aws;
        this.connection = Connection.of(aws);
        this.name = name;
        this.atOnce = atOnce;
        this.progress = progress;
        variants.values().forEach(order -> queued.add(new Variant(order)));
    }

    SweepReport run(Duration max) {
        queued.forEach(variant -> variant.order.draft.order(aws));
        Instant deadline = Poller.deadline(connection.time().now(), max);
        try (Progress.Meter meter =
                Progress.meter("sweep " + name, (long) queued.size(), progress, connection.time())) {
            comeBack(meter);
            mustBeAffordable();
            Duration pause = FIRST_PAUSE;
            while (true) {
                start(meter);
                look(meter);
                if (queued.isEmpty() && running.isEmpty()) {
                    return new SweepReport(name, outcomes);
                }
                if (!connection.time().now().isBefore(deadline)) {
                    throw late(max);
                }
                sleep(pause.compareTo(connection.pollInterval()) < 0 ? pause : connection.pollInterval());
                pause = Duration.ofMillis((long) (pause.toMillis() * GROWTH));
            }
        }
    }

    /** Jobs that are there take no new slot and no new money. */
    private void comeBack(Progress.Meter meter) {
        Submission submission = new Submission(aws);
        for (Iterator<Variant> all = queued.iterator(); all.hasNext(); ) {
            Variant variant = all.next();
            if (submission.find(variant.name()).isPresent()) {
                all.remove();
                submit(variant, meter);
            }
        }
    }

    private void mustBeAffordable() {
        Budget budget = connection.budget();
        if (budget != null) {
            BigDecimal most = queued.stream()
                    .map(variant -> variant.order.estimate().totalUsd())
                    .reduce(BigDecimal.ZERO, (sum, usd) -> usd == null ? sum : sum.add(usd));
            budget.reserve("sweep " + name, most).close();
        }
    }

    private void start(Progress.Meter meter) {
        if (queued.isEmpty() || running.size() >= atOnce) {
            return;
        }
        try {
            JobQuotas quotas = new JobQuotas(connection);
            long free = quotas.mostJobs() - quotas.running().count();
            while (free-- > 0 && running.size() < atOnce && !queued.isEmpty()) {
                Variant next = queued.get(0);
                submit(next, meter);
                queued.remove(next);
            }
        } catch (PreflightException e) {
            if (!e.report().failsOnlyBy(Preflight.QUOTA_OF_JOBS)) {
                throw e;
            }
            log.debug("Somebody else took the last slot", e);
        } catch (AwsCallException e) {
            if (!e.retryable() && !e.errorCode().startsWith("ServiceQuotaExceeded")) {
                throw e;
            }
            trouble = e;
            log.debug("A variant could not be submitted for now", e);
        }
    }

    private void submit(Variant variant, Progress.Meter meter) {
        try {
            variant.job = variant.order.submitOrAttach();
            running.add(variant);
        } catch (JobFailedException e) {
            ended(
                    variant,
                    new SweepReport.Outcome(
                            variant.order.draft.hyperParameters, e.snapshot(), e.explanation(), null, null),
                    meter);
        }
    }

    private void look(Progress.Meter meter) {
        for (Variant variant : List.copyOf(running)) {
            FineTuningJob job = variant.job;
            if (job == null) {
                continue;
            }
            try {
                variant.seen = job.snapshot();
            } catch (AwsCallException e) {
                if (!e.retryable()) {
                    throw e;
                }
                log.debug("Job {} could not be looked at for now", job.arn(), e);
                trouble = e;
                continue;
            }
            if (variant.seen.state().ended()) {
                running.remove(variant);
                ended(variant, outcome(variant, job), meter);
            }
        }
    }

    private static SweepReport.Outcome outcome(Variant variant, FineTuningJob job) {
        HyperParameters settings = variant.order.draft.hyperParameters;
        try {
            CustomModel model = job.await(TO_SEE_THE_END);
            return new SweepReport.Outcome(settings, job.snapshot(), null, model, job.lossCurves());
        } catch (JobFailedException e) {
            return new SweepReport.Outcome(settings, e.snapshot(), e.explanation(), null, null);
        }
    }

    private void ended(Variant variant, SweepReport.Outcome outcome, Progress.Meter meter) {
        outcomes.add(outcome);
        meter.add(1);
        log.info("Variant {} has ended: {}", variant.name(), outcome.job().state());
    }

    private RuntimeException late(Duration max) {
        for (Variant variant : running) {
            if (variant.seen != null) {
                return StillRunningException.of(variant.seen, max);
            }
        }
        return trouble != null
                ? trouble
                : new TuneException(
                        "After " + max + " sweep " + name + " still waits for a free slot among the account's jobs.",
                        "wait until other jobs have ended, and run the same program once more.",
                        null);
    }

    private void sleep(Duration pause) {
        try {
            connection.time().sleep(pause);
        } catch (InterruptedException e) {
            throw CancelledException.interrupted("runOrResume() of sweep " + name, e);
        }
    }
}
