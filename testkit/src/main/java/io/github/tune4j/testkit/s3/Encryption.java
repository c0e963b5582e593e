package io.github.tune4j.testkit.s3;

import io.github.tune4j.testkit.wire.Call;
import io.github.tune4j.testkit.wire.ServiceError;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How objects are encrypted at rest. Told and remembered; the bytes stay as they are.
 *
 * @param algorithm {@code AES256} or {@code aws:kms}
 * @param kmsKey the key's id or ARN, if one was named
 * @param bucketKey whether a key of the bucket is used
 */
record Encryption(String algorithm, Optional<String> kmsKey, boolean bucketKey) {
    /** What every bucket has unless told otherwise. */
    static final Encryption DEFAULT = new Encryption("AES256", Optional.empty(), false);

    private static final String HEADER = "x-amz-server-side-encryption";

    /** Checks the names. */
    static Encryption of(String algorithm, Optional<String> kmsKey, boolean bucketKey) throws ServiceError {
        boolean kms = algorithm.equals("aws:kms");
        if (!kms && !algorithm.equals("AES256")) {
            throw S3Errors.invalidArgument("The encryption method specified is not supported", HEADER, algorithm);
        }
        if (!kms && kmsKey.isPresent()) {
            throw S3Errors.invalidArgument(
                    "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms",
                    HEADER + "-aws-kms-key-id",
                    kmsKey.get());
        }
        return new Encryption(algorithm, kmsKey, bucketKey);
    }

    /** What a request asks for, if it asks. */
    static Optional<Encryption> of(Call call) throws ServiceError {
        if (call.header("x-amz-server-side-encryption-customer-algorithm").isPresent()) {
            throw S3Errors.notImplemented("Encryption with a key that the customer sends");
        }
        Optional<String> algorithm = call.header(HEADER);
        if (algorithm.isEmpty()) {
            return Optional.empty();
        }
        boolean bucketKey =
                call.header(HEADER + "-bucket-key-enabled").orElse("false").equalsIgnoreCase("true");
        return Optional.of(of(algorithm.get(), call.header(HEADER + "-aws-kms-key-id"), bucketKey));
    }

    /** The headers that say it. */
    Map<String, String> headers() {
        Map<String, String> headers = new TreeMap<>();
        headers.put(HEADER, algorithm);
        kmsKey.ifPresent(key -> headers.put(HEADER + "-aws-kms-key-id", key));
        if (bucketKey) {
            headers.put(HEADER + "-bucket-key-enabled", "true");
        }
        return headers;
    }
}
