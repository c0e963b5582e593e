package io.github.tune4j.dataset;

import io.github.tune4j.chat.Message;
import io.github.tune4j.json.JsonFields;
import java.util.Set;

/** {@code {"messages": [{"role", "content"}]}} with the system prompt as a first turn. */
record OpenAiChat() implements RecordShape {
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
        json.key("messages").startArray();
        if (example.system() != null) {
            writeTurn("system", example.system(), json);
        }
        for (Message message : RecordShape.plain(example)) {
            writeTurn(RecordShape.word(message), message.text(), json);
        }
        json.endArray();
        json.endObject();
    }

    private static void writeTurn(String role, String text, JsonText json) {
        json.startObject();
        json.field("role", role);
        json.field("content", text);
        json.endObject();
    }
}
