package io.github.tune4j.dataset;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.chat.Message;
import io.github.tune4j.json.JsonFields;
import java.io.IOException;

/** {@code {"messages": [{"role", "content"}]}} with the system prompt as a first turn. */
record OpenAiChat() implements RecordShape {
    @Override
    public Example read(JsonFields record) throws NotCarriedOverException {
        Conversation.refuse(record, "tools", "functions");
        Conversation conversation = new Conversation(record);
        for (JsonFields turn : record.objects("messages")) {
            Conversation.refuse(turn, "tool_calls", "function_call", "audio", "refusal");
            if (turn.node().path("weight").isNumber()
                    && turn.node().path("weight").asDouble() == 0) {
                throw new NotCarriedOverException("a turn of weight 0, which is not to be learned");
            }
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
        return conversation.end();
    }

    @Override
    public void write(Example example, JsonGenerator json) throws NotCarriedOverException, IOException {
        json.writeStartObject();
        json.writeArrayFieldStart("messages");
        if (example.system() != null) {
            writeTurn("system", example.system(), json);
        }
        for (Message message : RecordShape.plain(example)) {
            writeTurn(RecordShape.word(message), message.text(), json);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeTurn(String role, String text, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("role", role);
        json.writeStringField("content", text);
        json.writeEndObject();
    }
}
