package io.github.tune4j.aws.internal;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/**
 * What the SDK says of a call that failed.
 *
 * @param code AWS's error code; the exception's name where no answer came
 * @param message AWS's message
 * @param requestId empty where no answer came
 * @param status the HTTP status; 0 where no answer came
 * @param retryable whether the same call may go through later
 */
public record SdkFailure(String code, String message, String requestId, int status, boolean retryable) {

    /**
     * Reads an exception of the SDK.
     *
     * @param e the exception
     * @return what it says
     */
    public static SdkFailure of(SdkException e) {
        if (e instanceof SdkServiceException service) {
            AwsErrorDetails details = e instanceof AwsServiceException aws ? aws.awsErrorDetails() : null;
            String code = details == null || details.errorCode() == null
                    ? "HTTP " + service.statusCode()
                    : details.errorCode();
            String message = details == null || details.errorMessage() == null
                    ? ""
                    : Objects.requireNonNull(AwsText.withoutRecords(details.errorMessage()));
            boolean retryable = service.statusCode() >= 500 || service.isThrottlingException() || e.retryable();
            return new SdkFailure(
                    code,
                    message,
                    service.requestId() == null ? "" : service.requestId(),
                    service.statusCode(),
                    retryable);
        }
        return new SdkFailure(
                e.getClass().getSimpleName(),
                String.valueOf(e.getMessage()),
                "",
                0,
                e.retryable() || isNetworkTrouble(e));
    }

    /** The SDK calls a lost connection not retryable once it has given up repeating the call itself. */
    private static boolean isNetworkTrouble(SdkException e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException) {
                return true;
            }
        }
        return false;
    }

    /**
     * The failure of an asynchronous call without its wrapping.
     *
     * @param e what a future threw
     * @return the cause
     */
    public static Throwable unwrapped(Throwable e) {
        Throwable cause = e;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
