package io.github.tune4j.testkit.s3;

import io.github.tune4j.testkit.wire.ServiceError;
import java.util.LinkedHashMap;
import java.util.Map;

/** The errors that several operations answer with. */
final class S3Errors {
    private S3Errors() {}

    static ServiceError noSuchBucket(String bucket) {
        return new ServiceError(
                404, "NoSuchBucket", "The specified bucket does not exist", Map.of("BucketName", bucket));
    }

    static ServiceError elsewhere(String bucket, String region) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("Bucket", bucket);
        details.put("Region", region);
        details.put("Endpoint", "s3." + region + ".amazonaws.com");
        return new ServiceError(
                301,
                "PermanentRedirect",
                "The bucket you are attempting to access must be addressed using the specified endpoint. Please send all"
                        + " future requests to this endpoint.",
                details);
    }

    static ServiceError noSuchKey(String key) {
        return new ServiceError(404, "NoSuchKey", "The specified key does not exist.", Map.of("Key", key));
    }

    static ServiceError noSuchUpload(String uploadId) {
        return new ServiceError(
                404,
                "NoSuchUpload",
                "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted"
                        + " or completed.",
                Map.of("UploadId", uploadId));
    }

    static ServiceError accessDenied() {
        return new ServiceError(403, "AccessDenied", "Access Denied");
    }

    static ServiceError malformedXml() {
        return new ServiceError(
                400,
                "MalformedXML",
                "The XML you provided was not well-formed or did not validate against our published schema");
    }

    static ServiceError invalidRequest(String message) {
        return new ServiceError(400, "InvalidRequest", message);
    }

    static ServiceError invalidArgument(String message, String name, String value) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("ArgumentName", name);
        details.put("ArgumentValue", value);
        return new ServiceError(400, "InvalidArgument", message, details);
    }

    static ServiceError preconditionFailed(String condition) {
        return new ServiceError(
                412,
                "PreconditionFailed",
                "At least one of the pre-conditions you specified did not hold",
                Map.of("Condition", condition));
    }

    static ServiceError badDigest(String what) {
        return new ServiceError(
                400, "BadDigest", "The " + what + " you specified did not match the calculated checksum.");
    }

    /** A 400, since a 501 would say that trying again may help. */
    static ServiceError notImplemented(String what) {
        return new ServiceError(400, "NotImplemented", what + " is not something that the local AWS has.");
    }

    static ServiceError notThere(String operation) {
        return new ServiceError(
                405,
                "MethodNotAllowed",
                "The local AWS does not have the operation " + operation + ".",
                Map.of("Operation", operation));
    }
}
