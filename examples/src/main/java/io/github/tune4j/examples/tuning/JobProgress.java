package io.github.tune4j.examples.tuning;

import io.github.tune4j.examples.cli.ProgressBar;
import io.github.tune4j.job.CustomModel;
import io.github.tune4j.job.FineTuningJob;
import io.github.tune4j.job.JobSnapshot;
import io.github.tune4j.job.StillRunningException;
import io.github.tune4j.run.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** How far a job has come, on a bar: first its upload, then AWS's three phases. */
public final class JobProgress {
    private static final Duration BETWEEN_LOOKS = Duration.ofMinutes(1);

    private final ProgressBar bar;
    private Instant began = Instant.now();

    /** Shown on a bar. */
    public JobProgress(ProgressBar bar) {
        this.bar = bar;
    }

    /** Bytes that were sent. */
    public void uploaded(Progress progress) {
        Long total = progress.total();
        double share = total == null || total == 0 ? 1 : (double) progress.done() / total;
        bar.show(share, progress.activity() + ", " + progress.done() + " bytes");
    }

    /** Waits, and shows at least once a minute how long it has taken. */
    public CustomModel await(FineTuningJob job, Duration max) {
        began = Instant.now();
        Instant deadline = began.plus(max);
        try {
            while (true) {
                try {
                    return job.await(BETWEEN_LOOKS, this::show);
                } catch (StillRunningException e) {
                    if (Instant.now().isAfter(deadline)) {
                        throw e;
                    }
                    show(e.snapshot());
                }
            }
        } finally {
            bar.end();
        }
    }

    private void show(JobSnapshot snapshot) {
        bar.show(share(snapshot), text(snapshot));
    }

    /** A phase counts when it has completed, and half while it is under way: AWS tells no more. */
    static double share(JobSnapshot snapshot) {
        List<JobSnapshot.Phase> phases = snapshot.phases();
        if (snapshot.state().ended()) {
            return 1;
        }
        double done = 0;
        for (JobSnapshot.Phase phase : phases) {
            done += phase.status().equals("Completed") ? 1 : phase.status().equals("NotStarted") ? 0 : 0.5;
        }
        return phases.isEmpty() ? 0 : done / phases.size();
    }

    /** While it runs, how long this program has waited: the clock of a local AWS is another. */
    private String text(JobSnapshot snapshot) {
        String now = snapshot.state().ended()
                ? snapshot.state().toString()
                : snapshot.phases().stream()
                        .filter(phase -> !phase.status().equals("NotStarted"))
                        .reduce((first, last) -> last)
                        .map(phase -> phase.name() + " " + phase.status())
                        .orElse(snapshot.state().toString());
        boolean ended = snapshot.state().ended();
        Duration time = ended ? snapshot.elapsed() : Duration.between(began, Instant.now());
        return "%s, %s %d:%02d h".formatted(now, ended ? "took" : "waited", time.toHours(), time.toMinutesPart());
    }
}
