package io.github.tune4j.testkit.wire;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/** A body that fails at its end if it is not the one whose SHA-256 was signed. */
final class HashedInput extends FilterInputStream {
    private final String expected;
    private final Call.Scope scope;
    private final MessageDigest digest = SigningKeys.newSha256();
    private boolean ended;

    HashedInput(InputStream in, String expected, Call.Scope scope) {
        super(in);
        this.expected = expected;
        this.scope = scope;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int count) throws IOException {
        int read = super.read(bytes, offset, count);
        if (read > 0) {
            digest.update(bytes, offset, read);
        } else if (read < 0 && !ended) {
            ended = true;
            if (!HexFormat.of().formatHex(digest.digest()).equals(expected)) {
                throw new UnreadableBody(RequestProblem.WRONG_CONTENT.error(scope));
            }
        }
        return read;
    }
}
