package io.github.tune4j.testkit.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * A map that outlives its process: a file to which every change is appended as one line of JSON, read again and
 * shortened to what still holds when it is opened. A process that is killed loses at most the change it was writing.
 * Thread-safe.
 */
public final class Journal implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String KEY = "k";
    private static final String VALUE = "v";
    private static final String TOGETHER = "all";

    private final Optional<Path> file;
    private final Map<String, JsonNode> found = new LinkedHashMap<>();
    private Writer out = Writer.nullWriter();

    private Journal(Optional<Path> file) {
        this.file = file;
    }

    /**
     * Opens the file of a name in a folder, or, without a folder, a journal that forgets everything.
     *
     * @throws UncheckedIOException if the file cannot be read or written
     */
    public static Journal open(Optional<Path> folder, String name) {
        Journal journal = new Journal(folder.map(parent -> parent.resolve(name)));
        try {
            if (folder.isPresent()) {
                Files.createDirectories(folder.get());
                journal.read();
                journal.rewrite();
            }
            return journal;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Hands over, once, everything that the file held when it was opened, in the order in which the keys came. */
    public synchronized void replay(BiConsumer<String, JsonNode> entry) {
        found.forEach(entry);
        found.clear();
    }

    /** Keeps a value. */
    public void put(String key, ObjectNode value) {
        append(JSON.createObjectNode().put(KEY, key).set(VALUE, value));
    }

    /** Keeps several values: after a kill all of them are found, or none. */
    public void putAll(Map<String, ObjectNode> values) {
        ObjectNode line = JSON.createObjectNode();
        values.forEach((key, value) ->
                line.withArray(TOGETHER).addObject().put(KEY, key).set(VALUE, value));
        if (!values.isEmpty()) {
            append(line);
        }
    }

    /** Forgets a value. */
    public void remove(String key) {
        append(JSON.createObjectNode().put(KEY, key));
    }

    /** Forgets everything. */
    public synchronized void clear() {
        try {
            found.clear();
            if (file.isPresent()) {
                rewrite();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void close() {
        try {
            out.close();
            out = Writer.nullWriter();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized void append(ObjectNode line) {
        try {
            out.write(line + "\n");
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read() throws IOException {
        Path path = file.orElseThrow();
        if (Files.notExists(path)) {
            return;
        }
        try (var lines = Files.lines(path)) {
            lines.forEach(this::read);
        }
    }

    private void read(String line) {
        JsonNode entry;
        try {
            entry = JSON.readTree(line);
        } catch (JsonProcessingException e) {
            // The line that was being written when the process was killed.
            return;
        }
        entry.path(TOGETHER).forEach(this::read);
        if (entry.has(KEY)) {
            read(entry);
        }
    }

    private void read(JsonNode entry) {
        String key = entry.path(KEY).asText();
        if (entry.has(VALUE)) {
            found.put(key, entry.get(VALUE));
        } else {
            found.remove(key);
        }
    }

    private void rewrite() throws IOException {
        Path path = file.orElseThrow();
        Path part = path.resolveSibling(path.getFileName() + ".part");
        out.close();
        try (Writer fresh = Files.newBufferedWriter(part)) {
            for (Map.Entry<String, JsonNode> entry : found.entrySet()) {
                ObjectNode line = JSON.createObjectNode().put(KEY, entry.getKey());
                fresh.write(line.set(VALUE, entry.getValue()) + "\n");
            }
        }
        Files.move(part, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        out = Files.newBufferedWriter(path, StandardCharsets.UTF_8, StandardOpenOption.APPEND);
    }
}
