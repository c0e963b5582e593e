package io.github.tune4j.testkit;

import io.github.tune4j.testkit.faults.FaultPlan;
import io.github.tune4j.testkit.faults.FaultPlan.Kind;
import java.time.Duration;

/**
 * Something that goes wrong on purpose, handed to {@link LocalAws#inject}. It hits every call of its operation, unless
 * {@link #times} or {@link #chance} says otherwise. Immutable.
 *
 * <p>Operations are named as AWS spells them, for example {@code CreateModelCustomizationJob} or {@code PutObject};
 * {@code *} means all.
 */
public final class Fault {
    private final FaultPlan plan;

    private Fault(FaultPlan plan) {
        this.plan = plan;
    }

    /**
     * Refuses calls with the service's error for too many of them.
     *
     * @param operation whose calls
     * @return the fault
     */
    public static Fault throttle(String operation) {
        return new Fault(FaultPlan.of(Kind.THROTTLE, operation));
    }

    /**
     * Answers calls with HTTP 500 or 503, without effect.
     *
     * @param operation whose calls
     * @return the fault
     */
    public static Fault serverError(String operation) {
        return new Fault(FaultPlan.of(Kind.SERVER_ERROR, operation));
    }

    /**
     * Refuses calls for want of a permission. {@code PassRole}, which no client calls, has new jobs refused. What is
     * always refused is also denied by {@code SimulatePrincipalPolicy} of the caller.
     *
     * @param operation whose calls
     * @return the fault
     */
    public static Fault accessDenied(String operation) {
        return new Fault(FaultPlan.of(Kind.ACCESS_DENIED, operation));
    }

    /**
     * Takes the access to every model away: as {@code GetFoundationModelAvailability} says then, and new jobs and
     * throughput are refused.
     *
     * @param missing what is missing of it
     * @return the fault
     */
    public static Fault noModelAccess(ModelAccess missing) {
        return new Fault(FaultPlan.of(Kind.NO_MODEL_ACCESS, FaultPlan.ANY).saying(missing.name()));
    }

    /**
     * Refuses calls with an error of the service that is chosen, for the errors that nothing else leads to.
     *
     * @param operation whose calls
     * @param status the HTTP status, 400 to 599
     * @param code the error's code, for example {@code ModelTimeoutException}
     * @param message what the caller reads
     * @return the fault
     */
    public static Fault error(String operation, int status, String code, String message) {
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("status is " + status + ", which is no error from 400 to 599");
        }
        return new Fault(FaultPlan.of(Kind.ERROR, operation).failing(status, code, message));
    }

    /**
     * Answers late.
     *
     * @param operation whose calls
     * @param by how much later, in real time: the transport does not follow the local AWS's clock
     * @return the fault
     */
    public static Fault slow(String operation, Duration by) {
        return new Fault(FaultPlan.of(Kind.SLOW, operation).lasting(by));
    }

    /**
     * Closes the connection before anything is done.
     *
     * @param operation whose calls
     * @return the fault
     */
    public static Fault droppedBeforeEffect(String operation) {
        return new Fault(FaultPlan.of(Kind.DROPPED_BEFORE_EFFECT, operation));
    }

    /**
     * Closes the connection after everything is done: the client never hears of it.
     *
     * @param operation whose calls
     * @return the fault
     */
    public static Fault droppedAfterEffect(String operation) {
        return new Fault(FaultPlan.of(Kind.DROPPED_AFTER_EFFECT, operation));
    }

    /**
     * Closes the connection in the middle of a streamed answer. The model has answered, and is paid for. The Java SDK's
     * asynchronous client takes what came for the whole stream: only the events that are missing tell.
     *
     * @param operation whose streams: {@code ConverseStream} or {@code InvokeModelWithResponseStream}
     * @param events how many events come before, from 0
     * @return the fault
     */
    public static Fault streamDropped(String operation, int events) {
        return new Fault(FaultPlan.of(Kind.STREAM_DROPPED, operation).limited(events(events)));
    }

    /**
     * Ends a streamed answer with an error in the stream itself.
     *
     * @param operation whose streams: {@code ConverseStream} or {@code InvokeModelWithResponseStream}
     * @param events how many events come before, from 0
     * @param code the error's code, for example {@code ModelStreamErrorException} or {@code ThrottlingException}
     * @param message what the caller reads
     * @return the fault
     */
    public static Fault streamFails(String operation, int events, String code, String message) {
        if (code.isBlank()) {
            throw new IllegalArgumentException("code is empty, but an error in a stream has a name");
        }
        return new Fault(FaultPlan.of(Kind.STREAM_FAILS, operation).failingAfter(events(events), code, message));
    }

    private static int events(int events) {
        if (events < 0) {
            throw new IllegalArgumentException("events is " + events + ", but a stream brings at least 0");
        }
        return events;
    }

    /**
     * Lets jobs not assume a role shortly after it was created, as on AWS until all of it knows the role.
     *
     * @param after how long after the role's trust policy was set, by the local AWS's clock
     * @return the fault
     */
    public static Fault roleNotAssumableYet(Duration after) {
        return new Fault(
                FaultPlan.of(Kind.ROLE_NOT_ASSUMABLE_YET, FaultPlan.ANY).lasting(after));
    }

    /**
     * Lets customization jobs fail.
     *
     * @param phase at whose end
     * @param message what the job's owner reads
     * @return the fault
     */
    public static Fault jobFails(Phase phase, String message) {
        return new Fault(FaultPlan.of(Kind.JOB_FAILS, FaultPlan.ANY)
                .failing(io.github.tune4j.testkit.faults.Phase.valueOf(phase.name()), message));
    }

    /**
     * Throttles calls of a model while so many are being answered.
     *
     * @param most how many calls of one model there may be at once, from 1
     * @return the fault
     */
    public static Fault callsInFlight(int most) {
        return new Fault(FaultPlan.of(Kind.CALLS_IN_FLIGHT, FaultPlan.ANY).limited(most));
    }

    /**
     * Lets every answer of a model take so long. Unlike {@link #slow} the call is in flight meanwhile, and counts against
     * {@link #callsInFlight}.
     *
     * @param duration how long, in real time
     * @return the fault
     */
    public static Fault answersTake(Duration duration) {
        return new Fault(FaultPlan.of(Kind.ANSWERS_TAKE, FaultPlan.ANY).lasting(duration));
    }

    /**
     * Throttles calls of a model above a number in any second, by the local AWS's clock.
     *
     * @param most how many calls of one model there may be in a second, from 1
     * @return the fault
     */
    public static Fault requestsPerSecond(int most) {
        return new Fault(FaultPlan.of(Kind.REQUESTS_PER_SECOND, FaultPlan.ANY).limited(most));
    }

    /**
     * Throttles calls of a model above a number a minute, by the local AWS's clock.
     *
     * @param most how many calls of one model there may be in a minute, from 1
     * @return the fault
     */
    public static Fault requestsPerMinute(int most) {
        return new Fault(FaultPlan.of(Kind.REQUESTS_PER_MINUTE, FaultPlan.ANY).limited(most));
    }

    /**
     * Throttles calls of a model above a number of tokens a minute, by the local AWS's clock. The tokens of the prompt and
     * the most that the answer may have count.
     *
     * @param most how many tokens of one model there may be in a minute, from 1
     * @return the fault
     */
    public static Fault tokensPerMinute(int most) {
        return new Fault(FaultPlan.of(Kind.TOKENS_PER_MINUTE, FaultPlan.ANY).limited(most));
    }

    /**
     * Hits so many calls, then none.
     *
     * @param count from 1
     * @return a fault like this one
     */
    public Fault times(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("count is " + count + ", but a fault hits at least once");
        }
        return new Fault(plan.times(count));
    }

    /**
     * Hits calls by chance. The same seed hits the same calls.
     *
     * @param probability above 0 to 1
     * @param seed of the random numbers
     * @return a fault like this one
     */
    public Fault chance(double probability, long seed) {
        if (!(probability > 0 && probability <= 1)) {
            throw new IllegalArgumentException(
                    "probability is " + probability + ", which is not above 0 and at most 1");
        }
        return new Fault(plan.chance(probability, seed));
    }

    FaultPlan plan() {
        return plan;
    }

    /** What it takes to have access to a model. */
    public enum ModelAccess {
        /** The agreement with the model's provider. */
        AGREEMENT,
        /** The account's authorization. */
        AUTHORIZATION,
        /** The entitlement to the model. */
        ENTITLEMENT
    }

    /** The phases of a customization job. */
    public enum Phase {
        /** The data files are checked. */
        VALIDATION,
        /** The data is prepared. */
        DATA_PROCESSING,
        /** The model is trained. */
        TRAINING
    }
}
