package io.github.tune4j.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.chat.Message;
import io.github.tune4j.json.JsonFields;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * {@code {"instruction", "input", "output"}}, or Dolly's {@code {"instruction", "context", "response"}}. The input
 * follows the instruction after a blank line. {@code system} and {@code history}, a list of earlier questions with
 * their answers, are understood too.
 */
record Alpaca() implements RecordShape {
    @Override
    public Set<String> keys() {
        Set<String> keys = new HashSet<>(WITHOUT_PLACE);
        keys.addAll(List.of("instruction", "input", "context", "output", "response", "system", "history"));
        return keys;
    }

    @Override
    public Example read(JsonFields record) throws NotCarriedOverException {
        Conversation.refuse(record, WITHOUT_PLACE);
        Conversation conversation = new Conversation(record);
        String system = record.textOrNull("system");
        conversation.system(system == null || system.isEmpty() ? null : system);
        for (JsonNode earlier : record.node().path("history")) {
            if (!earlier.path(0).isTextual() || !earlier.path(1).isTextual() || earlier.size() != 2) {
                throw InvalidInputException.of(
                        record.place() + ": \"history\" is not a list of pairs of texts.",
                        "write each earlier question with its answer as a list of two texts.");
            }
            conversation.user(earlier.path(0).textValue());
            conversation.assistant(earlier.path(1).textValue());
        }
        String instruction = record.text("instruction");
        String input = record.has("input") ? record.text("input") : record.textOrNull("context");
        return conversation
                .user(input == null || input.isEmpty() ? instruction : instruction + "\n\n" + input)
                .assistant(
                        record.text(record.has("output") ? "output" : record.has("response") ? "response" : "output"))
                .end();
    }

    @Override
    public void write(Example example, JsonText json) throws NotCarriedOverException {
        List<Message> messages = RecordShape.alternating(example);
        int last = messages.size() - 2;
        json.startObject();
        json.field("instruction", messages.get(last).text());
        json.field("input", "");
        json.field("output", messages.get(last + 1).text());
        if (example.system() != null) {
            json.field("system", example.system());
        }
        if (last > 0) {
            json.key("history").startArray();
            for (int i = 0; i < last; i += 2) {
                json.startArray();
                json.string(messages.get(i).text());
                json.string(messages.get(i + 1).text());
                json.endArray();
            }
            json.endArray();
        }
        json.endObject();
    }
}
