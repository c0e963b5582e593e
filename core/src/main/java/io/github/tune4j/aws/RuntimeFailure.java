package io.github.tune4j.aws;

import io.github.tune4j.aws.internal.SdkFailure;
import io.github.tune4j.chat.ModelCallException;
import io.github.tune4j.chat.ModelCallException.Kind;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/** What a caller can do about a failed call of a model, by AWS's error codes and statuses. */
final class RuntimeFailure {
    private RuntimeFailure() {}

    static ModelCallException of(String modelId, SdkException e) {
        SdkFailure failure = SdkFailure.of(e);
        String message = failure.message().strip();
        String problem = modelId + " gave no answer (" + failure.code() + ")"
                + (message.isEmpty() ? "." : ": " + message + (message.endsWith(".") ? "" : "."));
        Kind kind = kind(failure, e);
        ModelCallException exception = kind == Kind.THROTTLED
                ? ModelCallException.throttled(problem, retryAfter(e))
                : ModelCallException.of(kind, problem, e);
        return failure.requestId().isEmpty() ? exception : exception.withRequestId(failure.requestId());
    }

    private static Kind kind(SdkFailure failure, SdkException e) {
        if (!(e instanceof SdkServiceException)) {
            return unanswered(failure, e);
        }
        String code = failure.code().toLowerCase(Locale.ROOT);
        if (code.contains("modelnotready")) {
            return Kind.NOT_READY;
        }
        if (code.contains("throttl") || code.contains("servicequota") || failure.status() == 429) {
            return Kind.THROTTLED;
        }
        if (code.contains("timeout") || failure.status() == 408) {
            return Kind.TIMED_OUT;
        }
        if (code.contains("accessdenied")
                || code.contains("ftuform")
                || code.contains("token")
                || code.contains("unrecognizedclient")
                || failure.status() == 401
                || failure.status() == 403) {
            return Kind.DENIED;
        }
        // An error within a stream has a code, but no status.
        boolean atFault = code.contains("internalserver")
                || code.contains("serviceunavailable")
                || code.contains("modelerror")
                || code.contains("modelstreamerror");
        return atFault || failure.status() >= 500 || failure.status() == 424 ? Kind.UNAVAILABLE : Kind.INVALID_REQUEST;
    }

    private static Kind unanswered(SdkFailure failure, SdkException e) {
        if (e instanceof ApiCallTimeoutException || e instanceof ApiCallAttemptTimeoutException) {
            return Kind.TIMED_OUT;
        }
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SocketTimeoutException
                    || cause.getClass().getSimpleName().contains("ReadTimeout")) {
                return Kind.TIMED_OUT;
            }
        }
        return failure.message().contains("credentials") ? Kind.DENIED : Kind.UNAVAILABLE;
    }

    private static @Nullable Duration retryAfter(SdkException e) {
        if (e instanceof AwsServiceException service && service.awsErrorDetails() != null) {
            return service.awsErrorDetails()
                    .sdkHttpResponse()
                    .firstMatchingHeader("Retry-After")
                    .filter(seconds -> seconds.matches("\\d{1,6}"))
                    .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
                    .orElse(null);
        }
        return null;
    }
}
