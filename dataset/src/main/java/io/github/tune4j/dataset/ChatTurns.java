package io.github.tune4j.dataset;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.json.JsonFields;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads records with {@code "messages"}, whoever's they are: the formats of Claude, Converse and OpenAI look alike in
 * many records, so each is read with the care that the others need.
 */
final class ChatTurns {
    private static final List<String> WITHOUT_PLACE = List.of("tools", "tool_choice", "toolConfig", "functions");

    private ChatTurns() {}

    static Set<String> keys() {
        Set<String> keys = new HashSet<>(WITHOUT_PLACE);
        keys.addAll(List.of("schemaVersion", "system", "messages"));
        return keys;
    }

    static Example read(JsonFields record) throws NotCarriedOverException {
        Conversation.refuse(record, WITHOUT_PLACE);
        Conversation conversation = new Conversation(record);
        if (record.has("system")) {
            conversation.system(Conversation.said(record, "system"));
        }
        for (JsonFields turn : record.objects("messages")) {
            Conversation.refuse(turn, List.of("tool_calls", "function_call", "audio", "refusal"));
            if (turn.node().path("weight").isNumber()
                    && turn.node().path("weight").asDouble() == 0) {
                throw new NotCarriedOverException("a turn of weight 0, which is not to be learned");
            }
            add(turn, conversation);
        }
        return conversation.end();
    }

    private static void add(JsonFields turn, Conversation conversation) throws NotCarriedOverException {
        String role = turn.text("role");
        switch (role) {
            case "system", "developer" -> conversation.system(Conversation.said(turn, "content"));
            case "user" -> conversation.user(Conversation.said(turn, "content"));
            case "assistant" -> conversation.assistant(Conversation.said(turn, "content"));
            case "tool", "function" -> throw new NotCarriedOverException("the result of a tool");
            default ->
                throw InvalidInputException.of(
                        turn.place() + " has the role \"" + role + "\".", "use system, user or assistant.");
        }
    }
}
