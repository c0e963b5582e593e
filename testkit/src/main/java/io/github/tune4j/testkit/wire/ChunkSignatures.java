package io.github.tune4j.testkit.wire;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Checks the chain of signatures over the chunks of a body: each covers the one before it. */
final class ChunkSignatures {
    private static final String EMPTY = SigningKeys.sha256(new byte[0]);

    private final SigningKeys keys;
    private final SignatureV4 request;
    private final boolean trailers;
    private final MessageDigest chunk = SigningKeys.newSha256();
    private String previous;

    ChunkSignatures(SigningKeys keys, SignatureV4 request, String content) {
        this.keys = keys;
        this.request = request;
        this.trailers = content.endsWith("-TRAILER");
        this.previous = request.value();
    }

    /** Whether the trailers are signed too. */
    boolean trailers() {
        return trailers;
    }

    void update(byte[] bytes, int offset, int count) {
        chunk.update(bytes, offset, count);
    }

    void checkChunk(String signature) throws UnreadableBody {
        check(signature, "-PAYLOAD", EMPTY + "\n" + HexFormat.of().formatHex(chunk.digest()));
    }

    void checkTrailers(String lines, String signature) throws UnreadableBody {
        check(signature, "-TRAILER", SigningKeys.sha256(lines.getBytes(StandardCharsets.UTF_8)));
    }

    private void check(String signature, String kind, String hashes) throws UnreadableBody {
        String toSign = String.join(
                "\n", SignatureV4.ALGORITHM + kind, request.time(), request.credentialScope(), previous, hashes);
        if (!keys.signs(request, toSign, signature)) {
            throw new UnreadableBody(RequestProblem.WRONG_SIGNATURE.error(request.scope()));
        }
        previous = signature;
    }
}
