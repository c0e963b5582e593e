package io.github.tune4j.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What Jackson alone takes to walk over the tokens of a file's lines, one parser a line, on all processors: the yardstick
 * of the validator. Texts are neither taken nor judged.
 */
public final class BareJacksonScan {
    private static final int CHUNK = 1 << 19;
    private static final int LONGEST_LINE = 1 << 20;

    private final JsonFactory json = new JsonFactory();
    private final AtomicLong nextChunk = new AtomicLong();
    private final FileChannel file;

    private BareJacksonScan(FileChannel file) {
        this.file = file;
    }

    /**
     * Walks over a file and prints how many tokens it has.
     *
     * @param args the file, of JSON Lines
     * @throws Exception if it cannot be read or is not JSON
     */
    public static void main(String[] args) throws Exception {
        int threads = Runtime.getRuntime().availableProcessors();
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try (FileChannel file = FileChannel.open(Path.of(args[0]), StandardOpenOption.READ)) {
            BareJacksonScan scan = new BareJacksonScan(file);
            List<Callable<Long>> workers = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                workers.add(scan::tokens);
            }
            long tokens = 0;
            for (Future<Long> worker : executor.invokeAll(workers)) {
                tokens += worker.get();
            }
            System.out.println(tokens + " tokens");
        } finally {
            executor.shutdown();
        }
    }

    private long tokens() throws IOException {
        byte[] bytes = new byte[CHUNK + LONGEST_LINE];
        long tokens = 0;
        for (long at = nextChunk.getAndAdd(CHUNK); at < file.size(); at = nextChunk.getAndAdd(CHUNK)) {
            long begin = Math.max(0, at - 1);
            int length = read(bytes, begin);
            int line = at == 0 ? 0 : afterLineFeed(bytes, 0, length);
            while (line < length && begin + line < at + CHUNK) {
                int end = afterLineFeed(bytes, line, length);
                tokens += tokens(bytes, line, end);
                line = end;
            }
        }
        return tokens;
    }

    private int read(byte[] bytes, long position) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining() && file.read(buffer, position + buffer.position()) > 0) {
            // Until the chunk is full or the file ends.
        }
        return buffer.position();
    }

    private static int afterLineFeed(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && bytes[i] != '\n') {
            i++;
        }
        return Math.min(to, i + 1);
    }

    private long tokens(byte[] bytes, int from, int to) throws IOException {
        long tokens = 0;
        try (JsonParser parser = json.createParser(bytes, from, to - from)) {
            while (parser.nextToken() != null) {
                tokens++;
            }
        }
        return tokens;
    }
}
