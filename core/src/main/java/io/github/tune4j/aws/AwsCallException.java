package io.github.tune4j.aws;

import io.github.tune4j.TuneException;
import io.github.tune4j.aws.internal.SdkFailure;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/** AWS refused a call, or could not be reached. The SDK's exception is the cause. */
public final class AwsCallException extends TuneException {
    private static final long serialVersionUID = 1L;

    /** The SDK goes on with a page about every place where it has looked. */
    private static final String NO_CREDENTIALS = "Unable to load credentials";

    /** What IAM calls those operations that it calls otherwise than the API does. */
    private static final Map<String, String> ACTIONS = Map.ofEntries(
            Map.entry("HeadBucket", "s3:ListBucket"),
            Map.entry("ListObjectsV2", "s3:ListBucket"),
            Map.entry("HeadObject", "s3:GetObject"),
            Map.entry("GetBucketEncryption", "s3:GetEncryptionConfiguration"),
            Map.entry("PutBucketEncryption", "s3:PutEncryptionConfiguration"),
            Map.entry("GetPublicAccessBlock", "s3:GetBucketPublicAccessBlock"),
            Map.entry("PutPublicAccessBlock", "s3:PutBucketPublicAccessBlock"));

    private final transient String operation;
    private final transient SdkFailure failure;

    private AwsCallException(String operation, @Nullable String subject, SdkFailure failure, SdkException cause) {
        super(
                problem(subject == null ? operation : operation + " of " + subject, failure),
                remedy(operation, failure),
                cause);
        this.operation = operation;
        this.failure = failure;
    }

    static AwsCallException of(String operation, @Nullable String subject, SdkException cause) {
        return new AwsCallException(operation, subject, SdkFailure.of(cause), cause);
    }

    private static String problem(String operation, SdkFailure failure) {
        String message = failure.message().strip();
        if (message.startsWith(NO_CREDENTIALS)) {
            return "AWS could not be asked for " + operation + ": the SDK has found no credentials.";
        }
        String what = message.isEmpty() ? "." : ": " + message + (message.endsWith(".") ? "" : ".");
        if (failure.status() == 0) {
            return "AWS could not be asked for " + operation + what;
        }
        String http = "HTTP " + failure.status();
        return "AWS refused " + operation + " ("
                + (failure.code().equals(http) ? http : failure.code() + ", " + http)
                + ", request " + failure.requestId() + ")" + what;
    }

    private static String remedy(String operation, SdkFailure failure) {
        String code = failure.code().toLowerCase(Locale.ROOT);
        if (failure.message().contains("Could not assume provided IAM role")) {
            return "let the role trust bedrock.amazonaws.com for this account and region; IAM takes up to two minutes to"
                    + " spread a new role.";
        }
        if (failure.message().contains("name is currently in use")) {
            return "choose another name: a job's is used up for ever, and a tuned model's until it is deleted.";
        }
        if (failure.message().contains("model identifier is invalid")) {
            return "check that the model is offered in this region and has not ended, for example with"
                    + " FineTuningJob.Builder.preflight().";
        }
        if (code.contains("invalidsignature") || code.contains("signaturedoesnotmatch") || code.contains("tooskewed")) {
            return "check this machine's clock and the secret key: the signature does not fit.";
        }
        if (code.startsWith("kms.")) {
            return "enable the KMS key that the bucket or the call names, and allow these credentials"
                    + " kms:GenerateDataKey and kms:Decrypt with it.";
        }
        if (code.contains("expired")
                || code.contains("invalidclienttoken")
                || code.contains("unrecognizedclient")
                || code.contains("invalidaccesskeyid")) {
            return "the credentials are unknown or have expired: log in again.";
        }
        if (code.equals("bucketalreadyexists") || operation.equals("HeadBucket") && failure.status() == 403) {
            return "choose another name, because bucket names are unique in the whole world and this one may belong to"
                    + " another account; or allow s3:ListBucket on it.";
        }
        if (operation.equals("HeadBucket") && failure.status() == 400) {
            return "check the bucket's name and the region, and log in again: this call is answered without words, and"
                    + " so it is with a token that has expired.";
        }
        if (code.contains("accessdenied") || code.contains("unauthorized") || failure.status() == 403) {
            String action = ACTIONS.get(operation);
            return "allow " + operation + " for these credentials in IAM"
                    + (action == null ? "" : ", where it is called " + action)
                    + ", and check that it is their account.";
        }
        // S3 says slow down by the status alone where an answer has no body.
        if (code.contains("throttl")
                || code.contains("toomanyrequests")
                || code.contains("slowdown")
                || code.equals("http 503")) {
            return "wait and try again; if it lasts, call less often or ask for a higher rate.";
        }
        if (operation.equals("PutRolePolicy") && code.contains("limitexceeded")) {
            return "delete the role with ServiceRole.delete, which makes room, or name another one: its policies have"
                    + " grown longer than IAM takes.";
        }
        if (code.contains("toomanytags")) {
            return "give fewer tags.";
        }
        if (code.contains("servicequota") || code.contains("limitexceeded")) {
            return "give back what is not needed, or ask AWS Service Quotas for a higher limit.";
        }
        if (code.contains("notfound") || code.startsWith("nosuch")) {
            return "check the name or ARN, the account and the region.";
        }
        if (code.contains("conflict")) {
            return "look at what uses it or changes it now, end that, and try again.";
        }
        if (failure.message().contains("Unable to marshall")) {
            return "give the value that is missing; nothing was sent.";
        }
        if (failure.status() == 0) {
            return failure.message().contains("credentials")
                    ? "give the SDK credentials, for example a profile or environment variables."
                    : "check the network, the region and the endpoint.";
        }
        return failure.retryable()
                ? "wait and try again; AWS reports a fault of its own."
                : failure.message().isBlank()
                        ? "look up what " + failure.code() + " means in AWS's documentation of " + operation + "."
                        : "correct what AWS's message names.";
    }

    /**
     * What was asked for.
     *
     * @return AWS's name of the operation, for example {@code CreateModelCustomizationJob}
     */
    public String operation() {
        return operation;
    }

    /**
     * AWS's error code.
     *
     * @return for example {@code ValidationException}; the SDK's own name of the failure where no answer came
     */
    public String errorCode() {
        return failure.code();
    }

    /**
     * AWS's id of the request, for its support.
     *
     * @return empty where no answer came
     */
    public String requestId() {
        return failure.requestId();
    }

    /**
     * Whether the same call may go through later.
     *
     * @return true for throttling, faults on AWS's side and network trouble
     */
    public boolean retryable() {
        return failure.retryable();
    }
}
