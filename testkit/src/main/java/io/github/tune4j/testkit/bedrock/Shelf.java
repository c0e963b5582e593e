package io.github.tune4j.testkit.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tune4j.testkit.state.Journal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where the control plane keeps what must outlive the process. Every entry says when it was written, by the clock. */
public final class Shelf implements AutoCloseable {
    private static final String AT = "at";
    private static final String FILE = "bedrock.jsonl";

    private final Journal journal;
    private final Map<String, JsonNode> found = new LinkedHashMap<>();

    private Shelf(Journal journal) {
        this.journal = journal;
        journal.replay(found::put);
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
        journal.put(key, entry.put(AT, now.toString()));
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
