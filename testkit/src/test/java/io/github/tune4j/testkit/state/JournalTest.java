package io.github.tune4j.testkit.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    @TempDir
    private Path folder;

    private Journal open() {
        return Journal.open(Optional.of(folder), "test.jsonl");
    }

    private static ObjectNode value(int number) {
        return JsonNodeFactory.instance.objectNode().put("n", number);
    }

    private static Map<String, Integer> entries(Journal journal) {
        Map<String, Integer> entries = new LinkedHashMap<>();
        journal.replay((key, json) -> entries.put(key, json.path("n").asInt()));
        return entries;
    }

    @Test
    void gives_back_the_last_value_of_each_key_in_the_order_of_their_first() {
        try (Journal journal = open()) {
            journal.put("a", value(1));
            journal.put("b\n\u2028é", value(2));
            journal.put("c", value(3));
            journal.put("a", value(4));
            journal.remove("c");
            journal.remove("never there");
        }

        try (Journal again = open()) {
            assertThat(entries(again)).containsExactly(Map.entry("a", 4), Map.entry("b\n\u2028é", 2));
            assertThat(entries(again)).isEmpty();
        }
    }

    @Test
    void outlives_a_kill_in_the_middle_of_a_line() throws IOException {
        Journal killed = open();
        killed.put("a", value(1));
        Files.writeString(folder.resolve("test.jsonl"), "{\"k\":\"b\",\"v\":{\"n\"", StandardOpenOption.APPEND);

        try (Journal again = open()) {
            assertThat(entries(again)).containsExactly(Map.entry("a", 1));
            again.put("c", value(3));
        }
        try (Journal third = open()) {
            assertThat(entries(third)).containsExactly(Map.entry("a", 1), Map.entry("c", 3));
        }
        killed.close();
    }

    @Test
    void is_shortened_to_what_still_holds_when_it_is_opened() throws IOException {
        try (Journal journal = open()) {
            for (int i = 0; i < 1000; i++) {
                journal.put("a", value(i));
            }
        }

        open().close();

        assertThat(Files.readAllLines(folder.resolve("test.jsonl"))).containsExactly("{\"k\":\"a\",\"v\":{\"n\":999}}");
    }

    @Test
    void forgets_everything_when_it_is_cleared() {
        try (Journal journal = open()) {
            journal.put("a", value(1));
            journal.clear();
            journal.put("b", value(2));
        }

        try (Journal again = open()) {
            assertThat(entries(again)).containsExactly(Map.entry("b", 2));
        }
    }

    @Test
    void keeps_nothing_without_a_folder() {
        try (Journal journal = Journal.open(Optional.empty(), "test.jsonl")) {
            journal.put("a", value(1));
            journal.clear();

            assertThat(entries(journal)).isEmpty();
        }
    }
}
