package io.github.tune4j.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tune4j.InvalidInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of one JSON object a line that only grows. A record that was added survives the death of the process; a line
 * that a crash tore off is dropped when the file is opened again. Thread-safe; one process at a time.
 */
public final class JsonLines {
    private static final Logger log = LoggerFactory.getLogger(JsonLines.class);

    private final Path file;
    private final List<JsonFields> found;

    private JsonLines(Path file, List<JsonFields> found) {
        this.file = file;
        this.found = found;
    }

    /**
     * Opens a file to append to, and creates it, for its owner only, when there is none.
     *
     * @throws InvalidInputException if there is one that holds anything but JSON objects
     */
    public static JsonLines open(Path file) {
        try {
            PrivateFiles.create(file);
            byte[] bytes = Files.readAllBytes(file);
            int end = bytes.length;
            while (end > 0 && bytes[end - 1] != '\n') {
                end--;
            }
            if (end < bytes.length) {
                mend(file, new String(bytes, end, bytes.length - end, StandardCharsets.UTF_8), end);
            }
        } catch (IOException e) {
            throw PrivateFiles.unwritable(file, e);
        }
        return new JsonLines(file, read(file));
    }

    /** Ends a last line that is whole, and cuts one that is not. */
    private static void mend(Path file, String tail, long start) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            if (isObject(tail)) {
                channel.write(ByteBuffer.wrap(new byte[] {'\n'}), channel.size());
            } else {
                log.warn("{}: a line that a crash tore off is dropped", file);
                channel.truncate(start);
            }
        }
    }

    private static boolean isObject(String line) {
        try {
            return Json.parse(line, "line").isObject();
        } catch (InvalidInputException e) {
            return false;
        }
    }

    /**
     * Reads all records; blank lines are passed over.
     *
     * @throws InvalidInputException if the file cannot be read, is not UTF-8, or a line is not a JSON object
     */
    public static List<JsonFields> read(Path file) {
        List<JsonFields> records = new ArrayList<>();
        int number = 0;
        for (String line : lines(file)) {
            number++;
            if (!line.isBlank()) {
                String place = file + ", line " + number;
                records.add(JsonFields.of(Json.parse(line, place), place));
            }
        }
        return records;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (CharacterCodingException e) {
            throw Json.notUtf8(file, e);
        } catch (IOException e) {
            throw Json.unreadable(file, e);
        }
    }

    /** What was in the file when it was opened. */
    public List<JsonFields> found() {
        return found;
    }

    /** Appends a record: after this the death of the process does not take it. */
    public void add(JsonNode record) {
        append(record, false);
    }

    /** Appends a record: after this even a power cut does not take it. */
    public void addDurably(JsonNode record) {
        append(record, true);
    }

    private void append(JsonNode record, boolean durably) {
        ByteBuffer bytes = ByteBuffer.wrap((Json.line(record) + "\n").getBytes(StandardCharsets.UTF_8));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE)) {
            synchronized (this) {
                write(channel, bytes);
            }
            if (durably) {
                channel.force(false); // outside the lock: waiting for the disk is shared
            }
        } catch (IOException e) {
            throw PrivateFiles.unwritable(file, e);
        }
    }

    private static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
        long start = channel.size();
        channel.position(start);
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            channel.truncate(start);
            throw e;
        }
    }
}
