package io.github.tune4j.testkit.bedrock;

/** Why a job fails, in AWS's words: what its owner reads, not a failure of ours. */
final class JobFailure extends Exception {
    static final String UNEXPECTED = "Encountered an unexpected error when processing the request, please try again";

    private static final long serialVersionUID = 1L;

    JobFailure(String message) {
        super(message, null, false, false);
    }
}
