package io.github.tune4j.testkit.wire;

import io.github.tune4j.testkit.wire.Call.Scope;

/** What can be wrong with a request before any service looks into it. S3, the query services and the rest each have a code for it. */
public enum RequestProblem {
    /** The path or the query cannot be decoded. */
    BAD_URI(400, "InvalidURI", "ValidationError", "ValidationException", "Couldn't parse the specified URI."),
    /** The body ends too early or is framed wrongly. */
    BAD_BODY(
            400,
            "IncompleteBody",
            "MalformedInput",
            "SerializationException",
            "The body does not hold what its headers announce"),
    /** The body is larger than the operation takes. */
    TOO_LARGE(
            413,
            "EntityTooLarge",
            "RequestEntityTooLarge",
            "RequestEntityTooLargeException",
            "The request body exceeds the maximum allowed size"),
    /** No signature at all. */
    UNSIGNED(
            403,
            "AccessDenied",
            "MissingAuthenticationToken",
            "MissingAuthenticationTokenException",
            "Missing Authentication Token"),
    /** Signed with an access key that is not known. */
    UNKNOWN_KEY(
            403,
            "InvalidAccessKeyId",
            "InvalidClientTokenId",
            "UnrecognizedClientException",
            "The AWS Access Key Id you provided does not exist in our records."),
    /** Signed with another secret, or changed on its way. */
    WRONG_SIGNATURE(
            403,
            "SignatureDoesNotMatch",
            "SignatureDoesNotMatch",
            "InvalidSignatureException",
            "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access"
                    + " Key and signing method."),
    /** A presigned request whose time is over. */
    EXPIRED(403, "AccessDenied", "SignatureDoesNotMatch", "InvalidSignatureException", "Request has expired"),
    /** Signed more than a quarter of an hour away from now. */
    SKEWED(
            403,
            "RequestTimeTooSkewed",
            "SignatureDoesNotMatch",
            "InvalidSignatureException",
            "The difference between the request time and the current time is too large."),
    /** The body is not the one that was signed. */
    WRONG_CONTENT(
            400,
            "XAmzContentSHA256Mismatch",
            "SignatureDoesNotMatch",
            "InvalidSignatureException",
            "The provided 'x-amz-content-sha256' header does not match what was computed."),
    /** A fault of ours. */
    FAILURE(
            500,
            "InternalError",
            "ServiceFailure",
            "InternalServerException",
            "We encountered an internal error. Please try again.");

    private final int status;
    private final String s3Code;
    private final String queryCode;
    private final String jsonCode;
    private final String message;

    RequestProblem(int status, String s3Code, String queryCode, String jsonCode, String message) {
        this.status = status;
        this.s3Code = s3Code;
        this.queryCode = queryCode;
        this.jsonCode = jsonCode;
        this.message = message;
    }

    /** The error as the service of a signature words it. */
    public ServiceError error(Scope scope) {
        return error(scope, message);
    }

    /** The error with a message of its own. */
    public ServiceError error(Scope scope, String what) {
        String code = switch (scope.service()) {
            case "s3" -> s3Code;
            case "iam", "sts" -> queryCode;
            default -> jsonCode;
        };
        return new ServiceError(status, code, what);
    }
}
