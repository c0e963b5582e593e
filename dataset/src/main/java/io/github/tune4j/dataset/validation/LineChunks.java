package io.github.tune4j.dataset.validation;

import io.github.tune4j.run.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Hands out a source in chunks of whole lines, one caller at a time, so that several threads can work on them. A chunk
 * is about half a mebibyte; a line that does not fit into a mebibyte is handed out as a stream instead.
 */
final class LineChunks {
    static final int CHUNK = 1 << 19;
    private static final int LONGEST_HELD = 1 << 20;
    private static final int PORTION = 1 << 16;

    /** Lines end at LF, CR LF or a CR alone, as Python's text files have it. */
    static final int LF = '\n';

    static final int CR = '\r';

    private final ReentrantLock lock = new ReentrantLock();
    private final InputStream in;
    private byte[] rest = new byte[PORTION];
    private int restFrom;
    private int restTo;
    private long sequence;
    private final Progress.Meter meter;
    private boolean ended;
    private long bytesRead;

    LineChunks(InputStream in, Progress.Meter meter) {
        this.in = in;
        this.meter = meter;
    }

    /** How many bytes the source has so far; all of them once there is no chunk left. */
    long bytesRead() {
        return bytesRead;
    }

    /** A part of the source that one thread works on. */
    static final class Chunk {
        byte[] bytes = new byte[CHUNK];
        int length;
        long sequence;
        boolean isOneLongLine;
    }

    /** What to do with a line that is too long to be held. */
    @FunctionalInterface
    interface LongLine {
        void read(InputStream line) throws IOException;
    }

    /**
     * Fills a chunk with the next lines, or has the next line read when it is too long for that.
     *
     * @return false when there is nothing left
     */
    boolean next(Chunk chunk, LongLine longLine) throws IOException {
        lock.lock();
        try {
            chunk.sequence = sequence++;
            chunk.isOneLongLine = false;
            int length = takeRest(chunk);
            while (true) {
                length = readUpTo(chunk, length);
                int end = ended ? length : endOfLines(chunk.bytes, length);
                if (end > 0 || ended) {
                    keepRest(chunk, end, length);
                    chunk.length = end;
                    return end > 0;
                }
                if (length >= LONGEST_HELD) {
                    keepRest(chunk, 0, length);
                    chunk.isOneLongLine = true;
                    passLongLine(longLine);
                    return true;
                }
                chunk.bytes = Arrays.copyOf(chunk.bytes, LONGEST_HELD);
            }
        } finally {
            lock.unlock();
        }
    }

    private int takeRest(Chunk chunk) {
        int length = restTo - restFrom;
        if (length > chunk.bytes.length) {
            chunk.bytes = new byte[LONGEST_HELD];
        }
        System.arraycopy(rest, restFrom, chunk.bytes, 0, length);
        restFrom = restTo;
        return length;
    }

    private void keepRest(Chunk chunk, int from, int to) {
        if (rest.length < to - from) {
            rest = new byte[Math.max(to - from, PORTION)];
        }
        System.arraycopy(chunk.bytes, from, rest, 0, to - from);
        restFrom = 0;
        restTo = to - from;
    }

    private int readUpTo(Chunk chunk, int from) throws IOException {
        int length = from;
        while (!ended && length < chunk.bytes.length) {
            length += read(chunk.bytes, length, Math.min(PORTION, chunk.bytes.length - length));
        }
        return length;
    }

    private int read(byte[] bytes, int from, int length) throws IOException {
        int read = in.read(bytes, from, length);
        ended = read < 0;
        int count = Math.max(0, read);
        bytesRead += count;
        meter.add(count);
        return count;
    }

    /** Behind the last line end. A CR at the very end may be half of one. */
    private static int endOfLines(byte[] bytes, int length) {
        for (int i = length - 1; i >= 0; i--) {
            if (bytes[i] == LF || bytes[i] == CR && i < length - 1) {
                return i + 1;
            }
        }
        return 0;
    }

    private void passLongLine(LongLine longLine) throws IOException {
        try (LineStream line = new LineStream()) {
            longLine.read(line);
            line.drain();
        }
    }

    /** Reads on to the end of the present line, through what was read already and then the source. */
    private final class LineStream extends InputStream {
        private boolean over;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (over || !more()) {
                return -1;
            }
            int count = 0;
            while (count < length && restFrom < restTo && rest[restFrom] != LF && rest[restFrom] != CR) {
                bytes[from + count++] = rest[restFrom++];
            }
            if (count == 0) {
                endLine();
                return -1;
            }
            return count;
        }

        private void endLine() throws IOException {
            over = true;
            boolean half = rest[restFrom++] == CR;
            if (half && more() && rest[restFrom] == LF) {
                restFrom++;
            }
        }

        private boolean more() throws IOException {
            if (restFrom == restTo && !ended) {
                restFrom = 0;
                restTo = LineChunks.this.read(rest, 0, rest.length);
            }
            return restFrom < restTo;
        }

        void drain() throws IOException {
            byte[] passed = new byte[PORTION];
            while (read(passed, 0, passed.length) >= 0) {
                // What the check did not want to see is passed over.
            }
        }
    }
}
