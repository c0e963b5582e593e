package io.github.tune4j.dataset;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * A buffered output that counts its bytes and knows their SHA-256, if wanted: a second thread works it out while the
 * first one writes on. Neither flushing nor closing does that to what lies beneath. Not thread-safe.
 */
final class MeasuredOutput extends OutputStream {
    private static final int BUFFER = 1 << 18;

    private final OutputStream out;
    private final boolean digested;
    private @Nullable MessageDigest digest;
    private byte[] buffer = new byte[BUFFER];
    private byte[] other = new byte[BUFFER];
    private int length;
    private long written;
    private @Nullable ExecutorService worker;
    private CompletableFuture<Void> digesting = CompletableFuture.completedFuture(null);

    private MeasuredOutput(OutputStream out, boolean digested) {
        this.out = out;
        this.digested = digested;
    }

    static MeasuredOutput digested(OutputStream out) {
        return new MeasuredOutput(out, true);
    }

    static MeasuredOutput counted(OutputStream out) {
        return new MeasuredOutput(out, false);
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
        if (length == buffer.length) {
            pass();
        }
        buffer[length++] = (byte) b;
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        int at = from;
        int left = count;
        while (left > buffer.length - length) {
            int part = buffer.length - length;
            System.arraycopy(bytes, at, buffer, length, part);
            length = buffer.length;
            at += part;
            left -= part;
            pass();
        }
        System.arraycopy(bytes, at, buffer, length, left);
        length += left;
    }

    @Override
    public void flush() throws IOException {
        pass();
    }

    /** Writes the buffer and goes on with the other one, whose digest is known by then. */
    private void pass() throws IOException {
        byte[] full = buffer;
        int count = length;
        if (digested) {
            digesting.join();
            if (count == BUFFER) {
                digesting = CompletableFuture.runAsync(() -> digest().update(full, 0, count), worker());
            } else {
                digest().update(full, 0, count); // small outputs need no second thread
            }
        }
        buffer = other;
        other = full;
        length = 0;
        out.write(full, 0, count);
        written += count;
    }

    /** Made by whoever needs it first, which for large outputs is the second thread; one at a time. */
    private MessageDigest digest() {
        MessageDigest made = digest;
        if (made == null) {
            made = sha256();
            digest = made;
        }
        return made;
    }

    private ExecutorService worker() {
        ExecutorService running = worker;
        if (running == null) {
            running = Executors.newSingleThreadExecutor(task -> {
                Thread thread = new Thread(task, "tune4j-digest");
                thread.setDaemon(true);
                return thread;
            });
            worker = running;
        }
        return running;
    }

    @Override
    public void close() {
        if (worker != null) {
            worker.shutdownNow();
        }
    }

    long written() {
        return written;
    }

    /** In lower-case hexadecimal; once, at the end and after a flush, of one that is digested. */
    String sha256Hex() {
        digesting.join();
        return HexFormat.of().formatHex(digest().digest());
    }
}
