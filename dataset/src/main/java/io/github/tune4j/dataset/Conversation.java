package io.github.tune4j.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.chat.Message;
import io.github.tune4j.json.JsonFields;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds an example turn by turn and refuses what an example cannot hold. */
final class Conversation {
    private final JsonFields record;
    private final List<Message> messages = new ArrayList<>();
    private @Nullable String system;

    Conversation(JsonFields record) {
        this.record = record;
    }

    Conversation system(@Nullable String text) throws NotCarriedOverException {
        if (text != null) {
            if (system != null) {
                throw new NotCarriedOverException("several system turns");
            }
            if (!messages.isEmpty()) {
                throw new NotCarriedOverException("a system turn behind other turns");
            }
            system = text;
        }
        return this;
    }

    Conversation user(String text) {
        messages.add(Message.user(text));
        return this;
    }

    Conversation assistant(String text) {
        messages.add(Message.assistant(text));
        return this;
    }

    Example end() {
        if (messages.isEmpty()) {
            throw InvalidInputException.of(record.place() + " has no turns.", "give it a question and an answer.");
        }
        return new Example(system, messages);
    }

    /**
     * What is said in a turn: a text, or a list of blocks that are all text, joined by line ends.
     *
     * @throws NotCarriedOverException if a block is anything but text
     */
    static String said(JsonFields turn, String key) throws NotCarriedOverException {
        JsonNode content = turn.node().path(key);
        if (!content.isArray()) {
            return turn.text(key);
        }
        List<String> texts = new ArrayList<>();
        for (JsonFields block : turn.objects(key)) {
            if (!block.node().path("text").isTextual()) {
                String type = block.node().path("type").asText("");
                throw new NotCarriedOverException(
                        "a block of " + (type.isEmpty() ? String.join(", ", names(block)) : type) + " in a turn");
            }
            texts.add(block.text("text"));
        }
        return String.join("\n", texts);
    }

    /** Refuses a record in which a key has content that no other format can hold. */
    static void refuse(JsonFields fields, List<String> keys) throws NotCarriedOverException {
        for (String key : keys) {
            JsonNode node = fields.node().path(key);
            boolean nothing = node.isMissingNode()
                    || node.isNull()
                    || node.isContainerNode() && node.isEmpty()
                    || node.isTextual()
                            && (node.textValue().isBlank() || node.textValue().equals("[]"));
            if (!nothing) {
                throw new NotCarriedOverException(key.replace('_', ' '));
            }
        }
    }

    private static List<String> names(JsonFields block) {
        List<String> names = new ArrayList<>();
        block.node().fieldNames().forEachRemaining(names::add);
        return names;
    }
}
