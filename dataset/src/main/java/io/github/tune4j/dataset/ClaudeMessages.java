package io.github.tune4j.dataset;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.tune4j.chat.Message;
import io.github.tune4j.json.JsonFields;
import java.io.IOException;

/** {@code {"system", "messages": [{"role", "content"}]}}. */
record ClaudeMessages() implements RecordShape {
    @Override
    public Example read(JsonFields record) throws NotCarriedOverException {
        return ChatTurns.read(record);
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
