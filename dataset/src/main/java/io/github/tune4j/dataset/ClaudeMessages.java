package io.github.tune4j.dataset;

import io.github.tune4j.chat.Message;
import io.github.tune4j.json.JsonFields;
import java.util.Set;

/** {@code {"system", "messages": [{"role", "content"}]}}. */
record ClaudeMessages() implements RecordShape {
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
        if (example.system() != null) {
            json.field("system", example.system());
        }
        json.key("messages").startArray();
        for (Message message : RecordShape.alternating(example)) {
            json.startObject();
            json.field("role", RecordShape.word(message));
            json.field("content", message.text());
            json.endObject();
        }
        json.endArray();
        json.endObject();
    }
}
