package io.github.tune4j.dataset;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.tune4j.chat.Message;
import io.github.tune4j.json.JsonFields;
import java.io.IOException;

/** {@code {"messages": [{"role", "content"}]}} with the system prompt as a first turn. */
record OpenAiChat() implements RecordShape {
    @Override
    public Example read(JsonFields record) throws NotCarriedOverException {
        return ChatTurns.read(record);
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
