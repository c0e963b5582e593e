package io.github.tune4j.dataset;

import io.github.tune4j.chat.Message;
import io.github.tune4j.json.JsonFields;
import java.util.Set;

/** {@code {"schemaVersion", "system": [{"text"}], "messages": [{"role", "content": [{"text"}]}]}}. */
record Converse2024() implements RecordShape {
    static final String SCHEMA_VERSION = "bedrock-conversation-2024";

    @Override
    public Set<String> keys() {
        return ChatTurns.keys();
    }

    @Override
    public Example read(JsonFields record) throws NotCarriedOverException {
        return ChatTurns.read(record);
    }

    @Override
    public void write(Example example, JsonText json) throws NotCarriedOverException {
        json.startObject();
        json.field("schemaVersion", SCHEMA_VERSION);
        if (example.system() != null) {
            json.key("system");
            writeText(example.system(), json);
        }
        json.key("messages").startArray();
        for (Message message : RecordShape.alternating(example)) {
            json.startObject();
            json.field("role", RecordShape.word(message));
            json.key("content");
            writeText(message.text(), json);
            json.endObject();
        }
        json.endArray();
        json.endObject();
    }

    private static void writeText(String text, JsonText json) {
        json.startArray();
        json.startObject();
        json.field("text", text);
        json.endObject();
        json.endArray();
    }
}
