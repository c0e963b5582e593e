package io.github.tune4j.dataset.validation;

import static io.github.tune4j.dataset.validation.LineChunks.CR;
import static io.github.tune4j.dataset.validation.LineChunks.LF;

import io.github.tune4j.dataset.validation.LineChunks.Chunk;
import io.github.tune4j.json.StringLiterals;
import io.github.tune4j.run.Progress;
import io.github.tune4j.work.Workers;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Judges every line of a source. The ordinary record is passed in one walk over its bytes; anything else gets the
 * complete check. Threads work on chunks of lines; what they find is put together in order.
 */
final class FileCheck {
    private final RecordLimits limits;
    private final int mostKept;
    private final Progress.Meter meter;
    private final Findings findings;
    private final TreeMap<Long, ChunkResult> waiting = new TreeMap<>();
    private long nextSequence;
    private long lines;
    private long bytes;
    private long lineFeeds;
    private long returnsWithFeed;
    private long loneReturns;

    FileCheck(RecordLimits limits, int mostKept, Progress.Meter meter) {
        this.limits = limits;
        this.mostKept = mostKept;
        this.meter = meter;
        this.findings = new Findings(mostKept);
    }

    private static final class ChunkResult {
        final Findings findings;
        long lines;
        long lineFeeds;
        long returnsWithFeed;
        long loneReturns;

        ChunkResult(int mostKept) {
            findings = new Findings(mostKept);
        }
    }

    /**
     * Reads to the end.
     *
     * @param name what to call the source
     * @throws IOException if it cannot be read
     */
    void run(InputStream in, String name, int threads) throws IOException {
        LineChunks chunks = new LineChunks(in, meter);
        try {
            Workers.each(IntStream.range(0, threads).iterator(), threads, null, name, i -> new Worker(chunks).work());
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        bytes = chunks.bytesRead();
    }

    /** What one thread does: its own buffers, nothing shared but the chunks and the result. */
    private final class Worker {
        private final LineChunks chunks;
        private @Nullable LineCheck completely;
        private final @Nullable OrdinaryRecord inPassing =
                RecordCheck.isClaude(limits.limits()) ? OrdinaryRecord.of(limits.reservedWords()) : null;
        private final long harmlessBytes = limits.harmlessBytes();

        Worker(LineChunks chunks) {
            this.chunks = chunks;
        }

        void work() {
            Chunk chunk = new Chunk();
            try {
                while (chunks.next(chunk, line -> add(chunk.sequence, longLine(line)))) {
                    if (!chunk.isOneLongLine) {
                        add(chunk.sequence, check(chunk));
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Made for the first line that needs it: where all are ordinary, no parser has to be started. */
        private LineCheck completely() {
            LineCheck check = completely;
            if (check == null) {
                check = new LineCheck(limits);
                completely = check;
            }
            return check;
        }

        private ChunkResult longLine(InputStream line) throws IOException {
            ChunkResult result = new ChunkResult(mostKept);
            result.findings.addAll(completely().check(line, mostKept), 0);
            result.lines = 1;
            return result;
        }

        private ChunkResult check(Chunk chunk) {
            ChunkResult result = new ChunkResult(mostKept);
            byte[] text = chunk.bytes;
            int to = chunk.length;
            int at = 0;
            if (chunk.sequence == 0 && hasByteOrderMark(text, to)) {
                result.findings.add(new Finding(Rule.BYTE_ORDER_MARK, 1, 1, "", "", Rule.BYTE_ORDER_MARK.problem()));
                at = 3;
            }
            while (at < to) {
                int end = inPassing == null ? StringLiterals.UNUSUAL : inPassing.end(text, at, to);
                if (end < 0 || end < to && text[end] != LF && text[end] != CR || end - at > harmlessBytes) {
                    end = endOfLine(text, at, to);
                    Findings found = completely().check(text, at, end, mostKept);
                    result.findings.addAll(found, result.lines);
                }
                result.lines++;
                at = end == to ? to : passLineEnd(text, end, to, result);
            }
            return result;
        }

        private static int passLineEnd(byte[] text, int at, int to, ChunkResult result) {
            if (text[at] == LF) {
                result.lineFeeds++;
                return at + 1;
            }
            if (at + 1 < to && text[at + 1] == LF) {
                result.returnsWithFeed++;
                return at + 2;
            }
            result.loneReturns++;
            return at + 1;
        }

        private static int endOfLine(byte[] text, int from, int to) {
            int i = from;
            while (i < to && text[i] != LF && text[i] != CR) {
                i++;
            }
            return i;
        }

        private static boolean hasByteOrderMark(byte[] text, int to) {
            return to >= 3 && text[0] == (byte) 0xEF && text[1] == (byte) 0xBB && text[2] == (byte) 0xBF;
        }
    }

    private synchronized void add(long sequence, ChunkResult result) {
        waiting.put(sequence, result);
        while (!waiting.isEmpty() && waiting.firstKey() == nextSequence) {
            ChunkResult next = waiting.pollFirstEntry().getValue();
            nextSequence++;
            findings.addAll(next.findings, lines);
            lines += next.lines;
            lineFeeds += next.lineFeeds;
            returnsWithFeed += next.returnsWithFeed;
            loneReturns += next.loneReturns;
        }
    }

    /** Reports line ends of several kinds, or a CR alone, which some tools do not take for one. */
    void checkLineEnds() {
        boolean mixed = lineFeeds > 0 && returnsWithFeed > 0;
        if (mixed || loneReturns > 0) {
            report(Rule.LINE_ENDS, lineFeeds, returnsWithFeed, loneReturns);
        }
    }

    /** Reports something of the source as a whole. */
    void report(Rule rule, Object... details) {
        findings.add(new Finding(rule, 0, 0, "", "", rule.problem(details)));
    }

    Findings findings() {
        return findings;
    }

    long lines() {
        return lines;
    }

    long bytes() {
        return bytes;
    }
}
