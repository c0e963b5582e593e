package io.github.tune4j.dataset;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.tune4j.chat.Message;
import io.github.tune4j.json.JsonFields;
import java.io.IOException;

/** {@code {"schemaVersion", "system": [{"text"}], "messages": [{"role", "content": [{"text"}]}]}}. */
record Converse2024() implements RecordShape {
    static final String SCHEMA_VERSION = "bedrock-conversation-2024";

    @Override
    public Example read(JsonFields record) throws NotCarriedOverException {
        return ChatTurns.read(record);
    }

    @Override
    public void write(Example example, JsonGenerator json) throws NotCarriedOverException, IOException {
        json.writeStartObject();
        json.writeStringField("schemaVersion", SCHEMA_VERSION);
        if (example.system() != null) {
            json.writeFieldName("system");
            writeText(example.system(), json);
        }
        json.writeArrayFieldStart("messages");
        for (Message message : RecordShape.alternating(example)) {
            json.writeStartObject();
            json.writeStringField("role", RecordShape.word(message));
            json.writeFieldName("content");
            writeText(message.text(), json);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeText(String text, JsonGenerator json) throws IOException {
        json.writeStartArray();
        json.writeStartObject();
        json.writeStringField("text", text);
        json.writeEndObject();
        json.writeEndArray();
    }
}
