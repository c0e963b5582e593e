package io.github.tune4j.dataset;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.chat.Message;
import io.github.tune4j.json.JsonFields;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** {@code {"conversations": [{"from", "value"}]}}, from system, human and gpt. */
record ShareGpt() implements RecordShape {
    @Override
    public Set<String> keys() {
        Set<String> keys = new HashSet<>(WITHOUT_PLACE);
        keys.addAll(List.of("system", "conversations"));
        return keys;
    }

    @Override
    public Example read(JsonFields record) throws NotCarriedOverException {
        Conversation.refuse(record, WITHOUT_PLACE);
        Conversation conversation = new Conversation(record).system(record.textOrNull("system"));
        for (JsonFields turn : record.objects("conversations")) {
            String from = turn.text("from");
            String value = turn.text("value");
            switch (from) {
                case "system" -> conversation.system(value);
                case "human", "user" -> conversation.user(value);
                case "gpt", "assistant", "model", "chatgpt", "bing", "bard" -> conversation.assistant(value);
                case "tool", "function_call", "function_response", "observation" ->
                    throw new NotCarriedOverException("a tool call or its result");
                default ->
                    throw InvalidInputException.of(
                            turn.place() + " is from \"" + from + "\".", "use system, human or gpt.");
            }
        }
        return conversation.end();
    }

    @Override
    public void write(Example example, JsonText json) throws NotCarriedOverException {
        json.startObject();
        json.key("conversations").startArray();
        if (example.system() != null) {
            writeTurn("system", example.system(), json);
        }
        for (Message message : RecordShape.plain(example)) {
            writeTurn(message.role() == Message.Role.USER ? "human" : "gpt", message.text(), json);
        }
        json.endArray();
        json.endObject();
    }

    private static void writeTurn(String from, String text, JsonText json) {
        json.startObject();
        json.field("from", from);
        json.field("value", text);
        json.endObject();
    }
}
