package io.github.tune4j.dataset;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.chat.Message;
import io.github.tune4j.json.JsonFields;
import java.io.IOException;

/** {@code {"system", "messages": [{"role", "content"}]}}. */
record ClaudeMessages() implements RecordShape {
    @Override
    public Example read(JsonFields record) throws NotCarriedOverException {
        Conversation.refuse(record, "tools", "tool_choice");
        Conversation conversation = new Conversation(record);
        if (record.has("system")) {
            conversation.system(Conversation.said(record, "system"));
        }
        for (JsonFields turn : record.objects("messages")) {
            String said = Conversation.said(turn, "content");
            switch (turn.text("role")) {
                case "user" -> conversation.user(said);
                case "assistant" -> conversation.assistant(said);
                default ->
                    throw InvalidInputException.of(
                            turn.place() + " has the role \"" + turn.text("role") + "\".",
                            "use user or assistant; where turns have other roles, read it as OPENAI_CHAT.");
            }
        }
        return conversation.end();
    }

    @Override
    public void write(Example example, JsonGenerator json) throws NotCarriedOverException, IOException {
        json.writeStartObject();
        if (example.system() != null) {
            json.writeStringField("system", example.system());
        }
        json.writeArrayFieldStart("messages");
        for (Message message : RecordShape.alternating(example)) {
            json.writeStartObject();
            json.writeStringField("role", RecordShape.word(message));
            json.writeStringField("content", message.text());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
