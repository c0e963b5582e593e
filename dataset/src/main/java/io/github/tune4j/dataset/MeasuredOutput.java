package io.github.tune4j.dataset;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A buffered output that counts its bytes and knows their SHA-256. Flushing does not flush what lies beneath. */
final class MeasuredOutput extends OutputStream {
    private final OutputStream out;
    private final MessageDigest digest = sha256();
    private final byte[] buffer = new byte[1 << 16];
    private int length;
    private long written;

    MeasuredOutput(OutputStream out) {
        this.out = out;
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        if (count > buffer.length - length) {
            flush();
        }
        if (count > buffer.length) {
            pass(bytes, from, count);
        } else {
            System.arraycopy(bytes, from, buffer, length, count);
            length += count;
        }
    }

    @Override
    public void flush() throws IOException {
        pass(buffer, 0, length);
        length = 0;
    }

    private void pass(byte[] bytes, int from, int count) throws IOException {
        digest.update(bytes, from, count);
        out.write(bytes, from, count);
        written += count;
    }

    long written() {
        return written;
    }

    /** In lower-case hexadecimal; once, at the end. */
    String sha256Hex() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
