package io.github.tune4j.testkit.wire;

import io.github.tune4j.testkit.wire.Call.Scope;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A signature of version 2 in the query: what the AWS CLI and boto3 still presign S3 requests with in the older regions.
 *
 * @param expires seconds of the epoch
 * @param value the signature in Base64
 */
record SignatureV2(Scope scope, String expires, String value) implements Signature {
    private static final Set<String> OWN = Set.of("AWSAccessKeyId", "Signature", "Expires");
    private static final Set<String> SIGNED = Set.of(
            "acl",
            "delete",
            "encryption",
            "lifecycle",
            "location",
            "logging",
            "notification",
            "partNumber",
            "policy",
            "publicAccessBlock",
            "requestPayment",
            "response-cache-control",
            "response-content-disposition",
            "response-content-encoding",
            "response-content-language",
            "response-content-type",
            "response-expires",
            "tagging",
            "torrent",
            "uploadId",
            "uploads",
            "versionId",
            "versioning",
            "versions",
            "website");

    static Optional<SignatureV2> of(Map<String, List<String>> query) {
        if (!query.keySet().containsAll(OWN)) {
            return Optional.empty();
        }
        Scope scope = new Scope("s3", "", Signature.first(query, "AWSAccessKeyId"));
        return Optional.of(
                new SignatureV2(scope, Signature.first(query, "Expires"), Signature.first(query, "Signature")));
    }

    @Override
    public Optional<Instant> ends() throws ServiceError {
        if (!expires.matches("\\d{1,11}")) {
            throw RequestProblem.WRONG_SIGNATURE.error(scope);
        }
        return Optional.of(Instant.ofEpochSecond(Long.parseLong(expires)));
    }

    /** Whether a secret made it for a request. */
    boolean isOf(String secretKey, Call call) {
        byte[] made = SigningKeys.hmac("HmacSHA1", secretKey.getBytes(StandardCharsets.UTF_8), toSign(call));
        return Base64.getEncoder().encodeToString(made).equals(value);
    }

    private String toSign(Call call) {
        String headers = new TreeMap<>(call.headers())
                .entrySet().stream()
                        .filter(header -> header.getKey().startsWith("x-amz-"))
                        .map(header -> header.getKey() + ":" + String.join(",", header.getValue()) + "\n")
                        .collect(Collectors.joining());
        String parameters = new TreeMap<>(call.query())
                .entrySet().stream()
                        .filter(parameter -> SIGNED.contains(parameter.getKey()))
                        .map(parameter -> parameter.getKey()
                                + (parameter.getValue().get(0).isEmpty()
                                        ? ""
                                        : "=" + parameter.getValue().get(0)))
                        .collect(Collectors.joining("&"));
        String path = Percent.encodePath(Percent.decode(call.rawPath()));
        return String.join(
                "\n",
                call.method(),
                call.header("content-md5").orElse(""),
                call.header("content-type").orElse(""),
                expires,
                headers + path + (parameters.isEmpty() ? "" : "?" + parameters));
    }
}
