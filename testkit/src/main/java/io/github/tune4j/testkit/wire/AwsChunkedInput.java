package io.github.tune4j.testkit.wire;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes the {@code aws-chunked} framing off a body and keeps the trailers that follow it. */
final class AwsChunkedInput extends InputStream {
    private static final int LONGEST_LINE = 8 * 1024;
    private static final String TRAILER_SIGNATURE = "x-amz-trailer-signature";

    private final InputStream in;
    private final Call.Scope scope;
    private final long expectedLength;
    private final @Nullable ChunkSignatures signatures;
    private final Map<String, String> trailers = new LinkedHashMap<>();
    private long leftInChunk;
    private long length;
    private String chunkSignature = "";
    private boolean begun;
    private boolean ended;

    /**
     * Reads a framed body.
     *
     * @param expectedLength what {@code x-amz-decoded-content-length} says, -1 when it is not there
     * @param signatures checks each chunk; null when signatures are not checked
     */
    AwsChunkedInput(InputStream in, Call.Scope scope, long expectedLength, @Nullable ChunkSignatures signatures) {
        this.in = in;
        this.scope = scope;
        this.expectedLength = expectedLength;
        this.signatures = signatures;
    }

    /** The trailers by lower-case name, complete once the body has been read to its end. */
    Map<String, String> trailers() {
        return trailers;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        if (leftInChunk == 0 && !nextChunk()) {
            return -1;
        }
        int read = in.read(bytes, offset, (int) Math.min(count, leftInChunk));
        if (read < 0) {
            throw wrong("The request body terminated unexpectedly");
        }
        leftInChunk -= read;
        length += read;
        if (signatures != null) {
            signatures.update(bytes, offset, read);
        }
        return read;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private boolean nextChunk() throws IOException {
        if (ended) {
            return false;
        }
        if (begun) {
            if (!line().isEmpty()) {
                throw wrong("A chunk is longer than its size says");
            }
            checkChunk();
        }
        begun = true;
        String[] header = line().split(";", 2);
        chunkSignature = header.length == 2 ? header[1].replaceFirst("^\\s*chunk-signature=", "") : "";
        leftInChunk = size(header[0].trim());
        if (leftInChunk > 0) {
            return true;
        }
        ended = true;
        checkChunk();
        readTrailers();
        if (expectedLength >= 0 && length != expectedLength) {
            throw wrong("You did not provide the number of bytes specified by the x-amz-decoded-content-length header");
        }
        return false;
    }

    private void readTrailers() throws IOException {
        StringBuilder signed = new StringBuilder();
        String line = lineOrEnd();
        while (!line.isEmpty()) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw wrong("A trailer has no name");
            }
            String name = line.substring(0, colon).trim().toLowerCase(Locale.ROOT);
            String value = line.substring(colon + 1).trim();
            trailers.put(name, value);
            if (!name.equals(TRAILER_SIGNATURE)) {
                signed.append(name).append(':').append(value).append('\n');
            }
            line = lineOrEnd();
        }
        if (signatures != null && signatures.trailers()) {
            signatures.checkTrailers(signed.toString(), trailers.getOrDefault(TRAILER_SIGNATURE, ""));
        }
    }

    private void checkChunk() throws UnreadableBody {
        if (signatures != null) {
            signatures.checkChunk(chunkSignature);
        }
    }

    private long size(String hexadecimal) throws UnreadableBody {
        if (!hexadecimal.matches("[0-9a-fA-F]{1,15}")) {
            throw wrong("A chunk has no size");
        }
        return Long.parseLong(hexadecimal, 16);
    }

    private String line() throws IOException {
        String line = readLine();
        if (line == null) {
            throw wrong("The request body terminated unexpectedly");
        }
        return line;
    }

    private String lineOrEnd() throws IOException {
        String line = readLine();
        return line == null ? "" : line;
    }

    private @Nullable String readLine() throws IOException {
        StringBuilder line = new StringBuilder();
        int next = in.read();
        if (next < 0) {
            return null;
        }
        while (next >= 0 && next != '\n') {
            if (line.length() == LONGEST_LINE) {
                throw wrong("A line between chunks is too long");
            }
            line.append((char) next);
            next = in.read();
        }
        int end = line.length();
        if (end > 0 && line.charAt(end - 1) == '\r') {
            line.setLength(end - 1);
        }
        return new String(line.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private UnreadableBody wrong(String message) {
        return new UnreadableBody(RequestProblem.BAD_BODY.error(scope, message));
    }
}
