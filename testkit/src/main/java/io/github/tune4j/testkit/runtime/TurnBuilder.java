package io.github.tune4j.testkit.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tune4j.testkit.standin.Turn;
import java.util.ArrayList;
import java.util.List;

/** Collects the blocks of one message. What is no text becomes text where it says something: tool inputs and results. */
final class TurnBuilder {
    private final Turn.Role role;
    private final List<String> texts = new ArrayList<>();
    private final List<Turn.Document> documents = new ArrayList<>();

    TurnBuilder(String role) {
        this.role = role.equals("user") ? Turn.Role.USER : Turn.Role.ASSISTANT;
    }

    void text(String text) {
        texts.add(text);
    }

    void json(JsonNode value) {
        texts.add(value.toString());
    }

    void document(String name, String format, byte[] bytes) {
        documents.add(new Turn.Document(name, format, bytes));
    }

    Turn build() {
        return new Turn(role, String.join("\n", texts), documents);
    }
}
