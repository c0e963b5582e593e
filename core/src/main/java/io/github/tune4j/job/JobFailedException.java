package io.github.tune4j.job;

import io.github.tune4j.TuneException;

/** A job ended without a result: it failed or was stopped. Its name is used up for ever. */
public final class JobFailedException extends TuneException {
    private static final long serialVersionUID = 1L;

    private final transient JobSnapshot snapshot;
    private final transient FailureExplanation explanation;

    private JobFailedException(JobSnapshot snapshot, FailureExplanation explanation, String problem, String remedy) {
        super(problem, remedy, null);
        this.snapshot = snapshot;
        this.explanation = explanation;
    }

    /**
     * For whoever waits for a job.
     *
     * @param snapshot the job at its end
     * @return the exception, with what AWS's words mean
     */
    public static JobFailedException of(JobSnapshot snapshot) {
        FailureExplanation explanation = explanation(snapshot);
        return new JobFailedException(snapshot, explanation, problem(snapshot, explanation), explanation.remedy());
    }

    /** For a job whose name somebody wants to use again. */
    static JobFailedException usedUp(JobSnapshot snapshot, String nextFree) {
        FailureExplanation explanation = explanation(snapshot);
        return new JobFailedException(
                snapshot,
                explanation,
                problem(snapshot, explanation) + " Its name is used up for ever.",
                explanation.remedy().replaceFirst("\\.$", "") + "; then use another name: '" + nextFree
                        + "' is free, and nextNameIfUsedUp() takes it.");
    }

    private static FailureExplanation explanation(JobSnapshot snapshot) {
        return snapshot.state() != JobState.FAILED
                ? new FailureExplanation(
                        "Somebody stopped the job.",
                        FailureExplanation.Certainty.CERTAIN,
                        "submit it under another name.",
                        snapshot.failureMessage() == null ? "" : snapshot.failureMessage())
                : FailureExplanation.of(snapshot.failureMessage());
    }

    private static String problem(JobSnapshot snapshot, FailureExplanation explanation) {
        return "Job " + snapshot.name() + " (" + snapshot.arn() + ") "
                + (snapshot.state() == JobState.FAILED ? "failed" : "was stopped") + ". " + explanation.cause();
    }

    /**
     * The job at its end.
     *
     * @return with state FAILED or STOPPED; STOPPING where a name that is used up was asked for
     */
    public JobSnapshot snapshot() {
        return snapshot;
    }

    /**
     * Why, and what to do.
     *
     * @return the explanation of AWS's words
     */
    public FailureExplanation explanation() {
        return explanation;
    }
}
