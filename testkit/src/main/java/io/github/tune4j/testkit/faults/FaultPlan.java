package io.github.tune4j.testkit.faults;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Something that is to go wrong.
 *
 * @param kind what goes wrong
 * @param operation whose calls it hits; {@value #ANY} all
 * @param count how often; 0 without end
 * @param chance the probability that a call is hit, above 0 to 1
 * @param seed of the chance
 * @param duration how much later a slow answer comes, how long an answer takes, or how long after its trust policy was set a role cannot be assumed; zero for all others
 * @param phase in which a job fails; null for all others
 * @param message with which a job or a call fails, or what is missing of the access to a model; empty for all others
 * @param limit how much is allowed of what is limited, or how many events a stream brings; 0 for all others
 * @param code of an error of one's own choice, or of one in a stream; empty for all others
 * @param status the HTTP status of such an error; 0 for all others
 */
public record FaultPlan(
        Kind kind,
        String operation,
        int count,
        double chance,
        long seed,
        Duration duration,
        @Nullable Phase phase,
        String message,
        int limit,
        String code,
        int status) {
    /** Every operation. */
    public static final String ANY = "*";

    /** What goes wrong. The name in camel case is its name in JSON. */
    public enum Kind {
        /** A throttled call. */
        THROTTLE,
        /** A failure of the service. */
        SERVER_ERROR,
        /** A missing permission. */
        ACCESS_DENIED,
        /** An error of one's own choice. */
        ERROR,
        /** An answer that comes late, by real time. */
        SLOW,
        /** A connection that is dropped before anything is done. */
        DROPPED_BEFORE_EFFECT,
        /** A connection that is dropped after everything is done. */
        DROPPED_AFTER_EFFECT,
        /** A stream whose connection is dropped after so many events. */
        STREAM_DROPPED,
        /** A stream in which an error follows so many events. */
        STREAM_FAILS,
        /** A role that is not known everywhere yet. */
        ROLE_NOT_ASSUMABLE_YET,
        /** A customization job that fails. */
        JOB_FAILS,
        /** A model that the account has no access to; the message names what is missing. */
        NO_MODEL_ACCESS,
        /** At most so many calls of one model at once. */
        CALLS_IN_FLIGHT,
        /** Calls of models that take so long, by real time, in which they are in flight. */
        ANSWERS_TAKE,
        /** At most so many calls of one model in any second. */
        REQUESTS_PER_SECOND,
        /** At most so many calls of one model a minute. */
        REQUESTS_PER_MINUTE,
        /** At most so many tokens of one model a minute. */
        TOKENS_PER_MINUTE
    }

    /** A fault that hits every call of an operation. */
    public static FaultPlan of(Kind kind, String operation) {
        return new FaultPlan(kind, operation, 0, 1, 0, Duration.ZERO, null, "", 0, "", 0);
    }

    /** The same, so often. */
    public FaultPlan times(int often) {
        return new FaultPlan(kind, operation, often, chance, seed, duration, phase, message, limit, code, status);
    }

    /** The same, by chance. */
    public FaultPlan chance(double probability, long chanceSeed) {
        return new FaultPlan(
                kind, operation, count, probability, chanceSeed, duration, phase, message, limit, code, status);
    }

    /** The same for a time. */
    public FaultPlan lasting(Duration time) {
        return new FaultPlan(kind, operation, count, chance, seed, time, phase, message, limit, code, status);
    }

    /** The same in a phase with a message. */
    public FaultPlan failing(Phase in, String with) {
        return new FaultPlan(kind, operation, count, chance, seed, duration, in, with, limit, code, status);
    }

    /** The same with words. */
    public FaultPlan saying(String words) {
        return new FaultPlan(kind, operation, count, chance, seed, duration, phase, words, limit, code, status);
    }

    /** The same with an error's code, status and message. */
    public FaultPlan failing(int withStatus, String withCode, String with) {
        return new FaultPlan(kind, operation, count, chance, seed, duration, phase, with, limit, withCode, withStatus);
    }

    /** The same with so many events before an error's code and message. */
    public FaultPlan failingAfter(int events, String withCode, String with) {
        return new FaultPlan(kind, operation, count, chance, seed, duration, phase, with, events, withCode, status);
    }

    /** The same with a limit. */
    public FaultPlan limited(int most) {
        return new FaultPlan(kind, operation, count, chance, seed, duration, phase, message, most, code, status);
    }
}
