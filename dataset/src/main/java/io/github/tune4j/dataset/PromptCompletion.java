package io.github.tune4j.dataset;

import io.github.tune4j.chat.Message;
import io.github.tune4j.json.JsonFields;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** {@code {"prompt", "completion"}}. A system prompt has a place only inside the prompt. */
record PromptCompletion(boolean systemInsidePrompt) implements RecordShape {
    @Override
    public Set<String> keys() {
        Set<String> keys = new HashSet<>(WITHOUT_PLACE);
        keys.addAll(List.of("prompt", "completion"));
        return keys;
    }

    @Override
    public Example read(JsonFields record) throws NotCarriedOverException {
        Conversation.refuse(record, WITHOUT_PLACE);
        return new Conversation(record)
                .user(record.text("prompt"))
                .assistant(record.text("completion"))
                .end();
    }

    @Override
    public void write(Example example, JsonText json) throws NotCarriedOverException {
        List<Message> pair = RecordShape.pair(example);
        if (example.system() != null && !systemInsidePrompt) {
            throw new NotCarriedOverException("a system prompt, and no {system} in the prompt template");
        }
        json.startObject();
        json.field("prompt", pair.get(0).text());
        json.field("completion", pair.get(1).text());
        json.endObject();
    }
}
