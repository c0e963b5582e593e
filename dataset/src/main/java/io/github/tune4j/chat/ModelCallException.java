package io.github.tune4j.chat;

import io.github.tune4j.TuneException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One call of a model brought no answer. Fails one question, never a whole run. */
public final class ModelCallException extends TuneException {
    private static final long serialVersionUID = 1L;

    private final transient Kind kind;
    private final transient @Nullable Duration retryAfter;
    private final transient @Nullable String requestId;

    /** What a caller can do about it. */
    public enum Kind {
        /** Too many calls or tokens for the quota; the same call may go through later. */
        THROTTLED(true, "call less often, or ask for a higher quota."),
        /** The model is still being made ready. */
        NOT_READY(true, "wait until the model is in service."),
        /** The endpoint cannot be reached or has a fault of its own. */
        UNAVAILABLE(true, "try again; if it lasts, check the endpoint and the network."),
        /** No answer in time. */
        TIMED_OUT(true, "try again, with a longer time limit or a shorter question."),
        /** The caller may not call this model. */
        DENIED(false, "check credentials, permissions and access to the model."),
        /** The request itself is wrong. */
        INVALID_REQUEST(false, "correct the request."),
        /** An answer came that cannot be read, or not in the shape that was asked for. */
        UNREADABLE(true, "ask again; if it lasts, simplify the shape that is asked for.");

        private final boolean retryable;
        private final transient String remedy;

        Kind(boolean retryable, String remedy) {
            this.retryable = retryable;
            this.remedy = remedy;
        }
    }

    private ModelCallException(
            Kind kind,
            String problem,
            @Nullable Duration retryAfter,
            @Nullable String requestId,
            @Nullable Throwable cause) {
        super(problem, kind.remedy, cause);
        this.kind = kind;
        this.retryAfter = retryAfter;
        this.requestId = requestId;
    }

    /**
     * A failed call, for those who implement {@link ChatModel}.
     *
     * @param kind what a caller can do about it
     * @param problem what happened; no prompt and no answer belongs in it
     * @param cause what lies behind it
     * @return the exception, to be thrown by the caller
     */
    public static ModelCallException of(Kind kind, String problem, @Nullable Throwable cause) {
        return new ModelCallException(kind, problem, null, null, cause);
    }

    /**
     * A call refused because there were too many.
     *
     * @param problem what happened
     * @param retryAfter how long the endpoint asks to wait; null when it does not say
     * @return the exception, to be thrown by the caller
     */
    public static ModelCallException throttled(String problem, @Nullable Duration retryAfter) {
        return new ModelCallException(Kind.THROTTLED, problem, retryAfter, null, null);
    }

    /**
     * The same failure with the endpoint's id of the request.
     *
     * @param requestId what the endpoint's support asks for
     * @return a copy of this exception
     */
    public ModelCallException withRequestId(String requestId) {
        ModelCallException copy = new ModelCallException(kind, problem(), retryAfter, requestId, getCause());
        copy.setStackTrace(getStackTrace());
        return copy;
    }

    /**
     * What a caller can do about it.
     *
     * @return the kind of failure
     */
    public Kind kind() {
        return kind;
    }

    /**
     * Whether the same call may go through later.
     *
     * @return true when asking again makes sense
     */
    public boolean retryable() {
        return kind.retryable;
    }

    /** Whether the endpoint surely has answered nothing that it could charge for. */
    boolean costsNothing() {
        return switch (kind) {
            case THROTTLED, NOT_READY, DENIED, INVALID_REQUEST -> true;
            case UNAVAILABLE -> requestId != null || neverReached();
            case TIMED_OUT, UNREADABLE -> false;
        };
    }

    /** Whether no connection came about. */
    boolean neverReached() {
        for (Throwable cause = getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException || cause instanceof UnknownHostException) {
                return true;
            }
        }
        return false;
    }

    /**
     * How long the endpoint asks to wait.
     *
     * @return empty when it does not say
     */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /**
     * The endpoint's id of the request.
     *
     * @return empty when there is none
     */
    public Optional<String> requestId() {
        return Optional.ofNullable(requestId);
    }
}
