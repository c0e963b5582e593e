package io.github.tune4j.testkit.wire;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which signatures are accepted: all, or those made with one pair of keys. Signatures are judged by real time; the
 * clock of a test does not reach them. Presigned requests expire either way.
 */
public final class Signatures {
    private static final Duration TOLERANCE = Duration.ofMinutes(15);
    private static final String STREAMING = "STREAMING-";

    private final Optional<SigningKeys> keys;

    private Signatures(Optional<SigningKeys> keys) {
        this.keys = keys;
    }

    /** Accepts any pair of keys, and no signature at all. */
    public static Signatures unchecked() {
        return new Signatures(Optional.empty());
    }

    /** Accepts signatures made with this pair only. */
    public static Signatures checked(String accessKey, String secretKey) {
        return new Signatures(Optional.of(new SigningKeys(accessKey, secretKey)));
    }

    /**
     * Checks what can be checked before the body is read.
     *
     * @param call with its body as it came
     * @param mustBeSigned whether the service wants a signature where signatures are checked
     * @return the body without its framing; it fails with {@link UnreadableBody} if it is not what was signed
     * @throws ServiceError if the signature is not accepted
     */
    InputStream verify(Call call, Optional<? extends Signature> given, boolean mustBeSigned)
            throws ServiceError, IOException {
        if (given.isPresent()) {
            requireNotOver(given.get());
        }
        if (keys.isEmpty() || !mustBeSigned) {
            return framed(call) ? unframed(call, null) : call.body();
        }
        Signature signature = given.orElse(null);
        if (signature == null) {
            throw RequestProblem.UNSIGNED.error(call.scope());
        }
        if (!keys.get().accessKey().equals(call.scope().accessKey())) {
            throw RequestProblem.UNKNOWN_KEY.error(call.scope());
        }
        if (signature instanceof SignatureV4 usual) {
            return verify(call, usual, keys.get());
        }
        if (signature instanceof SignatureV2 old && old.isOf(keys.get().secretKey(), call)) {
            return call.body();
        }
        throw RequestProblem.WRONG_SIGNATURE.error(call.scope());
    }

    private static InputStream verify(Call call, SignatureV4 signature, SigningKeys keys)
            throws ServiceError, IOException {
        Duration age = Duration.between(signature.instant(), Instant.now());
        if (!signature.presigned() && age.abs().compareTo(TOLERANCE) > 0) {
            throw RequestProblem.SKEWED.error(call.scope());
        }
        InputStream body = call.body();
        String content = call.header("x-amz-content-sha256").orElse(signature.presigned() ? "UNSIGNED-PAYLOAD" : "");
        if (content.isEmpty()) {
            byte[] bytes = call.bytes();
            content = SigningKeys.sha256(bytes);
            body = new ByteArrayInputStream(bytes);
        }
        String request = CanonicalRequest.of(call, signature, content);
        String toSign = String.join(
                "\n",
                SignatureV4.ALGORITHM,
                signature.time(),
                signature.credentialScope(),
                SigningKeys.sha256(request.getBytes(StandardCharsets.UTF_8)));
        if (!keys.signs(signature, toSign, signature.value())) {
            throw RequestProblem.WRONG_SIGNATURE.error(call.scope());
        }
        if (framed(call)) {
            boolean chunksSigned = content.startsWith(STREAMING + SignatureV4.ALGORITHM);
            return unframed(call, chunksSigned ? new ChunkSignatures(keys, signature, content) : null);
        }
        return content.matches("[0-9a-f]{64}") ? new HashedInput(body, content, call.scope()) : body;
    }

    private static boolean framed(Call call) {
        return call.header("x-amz-content-sha256").orElse("").startsWith(STREAMING)
                || call.header("content-encoding").orElse("").startsWith("aws-chunked");
    }

    private static InputStream unframed(Call call, @Nullable ChunkSignatures signatures) throws ServiceError {
        String length = call.header("x-amz-decoded-content-length").orElse("");
        if (!length.matches("\\d{0,15}")) {
            throw RequestProblem.BAD_BODY.error(call.scope(), "x-amz-decoded-content-length is no length");
        }
        long expected = length.isEmpty() ? -1 : Long.parseLong(length);
        return new AwsChunkedInput(call.body(), call.scope(), expected, signatures);
    }

    private static void requireNotOver(Signature signature) throws ServiceError {
        if (signature.ends().map(Instant.now()::isAfter).orElse(false)) {
            throw RequestProblem.EXPIRED.error(signature.scope());
        }
    }
}
