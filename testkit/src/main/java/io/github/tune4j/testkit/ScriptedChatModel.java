package io.github.tune4j.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tune4j.chat.AnswerSchema;
import io.github.tune4j.chat.ChatModel;
import io.github.tune4j.chat.ChatReply;
import io.github.tune4j.chat.ChatRequest;
import io.github.tune4j.chat.Message;
import io.github.tune4j.chat.ModelCallException;
import io.github.tune4j.chat.StopReason;
import io.github.tune4j.chat.TokenUsage;
import io.github.tune4j.testkit.standin.TokenCount;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A chat model that says what it was told to, for tests of code that asks models. The last entry of its script repeats.
 * Thread-safe.
 */
public final class ScriptedChatModel implements ChatModel {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<Line> script = new ArrayList<>();
    private final List<ChatRequest> requests = new ArrayList<>();

    private sealed interface Line {
        record Reply(String text) implements Line {}

        record Failure(ModelCallException.Kind kind) implements Line {}
    }

    private ScriptedChatModel() {}

    /**
     * A model that replies.
     *
     * @param texts its replies in order, at least one
     * @return the model
     */
    public static ScriptedChatModel replying(String... texts) {
        if (texts.length == 0) {
            throw new IllegalArgumentException("a script has at least one reply");
        }
        ScriptedChatModel model = new ScriptedChatModel();
        for (String text : texts) {
            model.thenReply(text);
        }
        return model;
    }

    /**
     * Lets it fail after all that its script holds so far.
     *
     * @param kind how
     * @return this model
     */
    public synchronized ScriptedChatModel thenFail(ModelCallException.Kind kind) {
        script.add(new Line.Failure(kind));
        return this;
    }

    /**
     * Lets it reply after all that its script holds so far.
     *
     * @param text the reply
     * @return this model
     */
    public synchronized ScriptedChatModel thenReply(String text) {
        script.add(new Line.Reply(text));
        return this;
    }

    /**
     * What it was asked.
     *
     * @return every request so far, in order
     */
    public synchronized List<ChatRequest> requests() {
        return List.copyOf(requests);
    }

    /**
     * Says the next entry of the script. Where the request asks for JSON and the entry is none, every text in the shape
     * is the entry.
     */
    @Override
    public synchronized ChatReply chat(ChatRequest request) {
        Line line = script.get(Math.min(requests.size(), script.size() - 1));
        requests.add(request);
        if (line instanceof Line.Failure failure) {
            throw ModelCallException.of(failure.kind(), "The script says that this call fails.", null);
        }
        String text = ((Line.Reply) line).text();
        int asked = request.messages().stream()
                .map(Message::text)
                .mapToInt(TokenCount::of)
                .sum();
        TokenUsage usage = new TokenUsage(asked, TokenCount.of(text));
        return request.answerSchema()
                .map(schema -> new ChatReply(
                        "", json(schema, text), StopReason.SCHEMA_ANSWER, usage, Duration.ZERO, "scripted"))
                .orElseGet(() -> new ChatReply(text, null, StopReason.END_OF_TURN, usage, Duration.ZERO, "scripted"));
    }

    private static String json(AnswerSchema schema, String text) {
        try {
            return JSON.readTree(text).isObject() ? text : fill(schema, text);
        } catch (JsonProcessingException e) {
            return fill(schema, text);
        }
    }

    private static String fill(AnswerSchema schema, String text) {
        try {
            return fill(JSON.readTree(schema.jsonSchema()), text).toString();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the schema " + schema.name() + " is not JSON", e);
        }
    }

    private static JsonNode fill(JsonNode schema, String text) {
        if (schema.has("enum")) {
            return schema.path("enum").path(0);
        }
        return switch (schema.path("type").asText("object")) {
            case "string" -> JSON.getNodeFactory().textNode(text);
            case "integer", "number" ->
                JSON.getNodeFactory().numberNode(schema.path("minimum").asInt(0));
            case "boolean" -> JSON.getNodeFactory().booleanNode(true);
            case "array" -> JSON.createArrayNode().add(fill(schema.path("items"), text));
            default -> {
                ObjectNode filled = JSON.createObjectNode();
                schema.path("properties")
                        .properties()
                        .forEach(property -> filled.set(property.getKey(), fill(property.getValue(), text)));
                yield filled;
            }
        };
    }
}
