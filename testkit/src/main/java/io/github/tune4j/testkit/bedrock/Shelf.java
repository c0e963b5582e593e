package io.github.tune4j.testkit.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tune4j.testkit.state.Journal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the control plane keeps what must outlive the process. Every entry says when it was written, by the clock. */
public final class Shelf implements AutoCloseable {
    private static final String AT = "at";
    private static final String CLOCK = "clock";
    private static final Duration UNNOTED = Duration.ofMinutes(1);
    private static final String FILE = "bedrock.jsonl";

    private final Journal journal;
    private final Map<String, JsonNode> found = new LinkedHashMap<>();
    private final ThreadLocal<@Nullable Map<String, ObjectNode>> together = new ThreadLocal<>();

    private Instant noted = Instant.EPOCH;

    private Shelf(Journal journal) {
        this.journal = journal;
        journal.replay(found::put);
    }

    /** Remembers, to the minute, what time it is: a clock that was started again must not show what had passed long ago. */
    public synchronized void note(Instant now) {
        if (now.isAfter(noted.plus(UNNOTED)) || now.isBefore(noted)) {
            noted = now;
            journal.put(CLOCK, JsonNodeFactory.instance.objectNode().put(AT, now.toString()));
        }
    }

    /** The shelf in a folder; without one it keeps nothing. */
    public static Shelf open(Optional<Path> folder) {
        return new Shelf(Journal.open(folder, FILE));
    }

    /** The latest time of what was found. */
    public Optional<Instant> latest() {
        return found.values().stream()
                .map(entry -> Instant.parse(entry.path(AT).asText()))
                .max(Comparator.naturalOrder());
    }

    /** The resources that were found, in the order of their creation. */
    List<Resource> resources() {
        return found("arn:").values().stream()
                .map(Resource::read)
                .sorted(Comparator.comparingLong(Resource::number))
                .toList();
    }

    /** What was found under keys of a beginning. */
    Map<String, JsonNode> found(String beginning) {
        Map<String, JsonNode> some = new LinkedHashMap<>();
        found.forEach((key, entry) -> {
            if (key.startsWith(beginning)) {
                some.put(key, entry);
            }
        });
        return some;
    }

    /** Keeps an entry in place of what was there. */
    void save(String key, ObjectNode entry, Instant now) {
        entry.put(AT, now.toString());
        Map<String, ObjectNode> batch = together.get();
        if (batch == null) {
            journal.put(key, entry);
        } else {
            batch.put(key, entry);
        }
    }

    /** Changes several things at once: a process that is killed meanwhile finds all of them changed, or none. */
    void together(Runnable changes) {
        Map<String, ObjectNode> batch = new LinkedHashMap<>();
        together.set(batch);
        try {
            changes.run();
        } finally {
            together.remove();
            journal.putAll(batch);
        }
    }

    void clear() {
        found.clear();
        journal.clear();
    }

    @Override
    public void close() {
        journal.close();
    }
}
