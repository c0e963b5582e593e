package io.github.tune4j.dataset;

import io.github.tune4j.chat.Message;
import io.github.tune4j.json.JsonFields;
import java.util.List;

/** {@code {"question", "answer"}} under keys of one's choice. A system prompt has a place only when its key is given. */
record QuestionAnswer(PairKeys keys) implements RecordShape {
    @Override
    public Example read(JsonFields record) throws NotCarriedOverException {
        return new Conversation(record)
                .user(keys.prompt().text(record))
                .assistant(keys.completion().text(record))
                .end();
    }

    @Override
    public void write(Example example, JsonText json) throws NotCarriedOverException {
        List<Message> pair = RecordShape.pair(example);
        json.startObject();
        if (example.system() != null) {
            if (keys.system() == null) {
                throw new NotCarriedOverException("a system prompt, and no systemPromptKey says where to put it");
            }
            json.field(keys.system().path(), example.system());
        }
        json.field(keys.prompt().path(), pair.get(0).text());
        json.field(keys.completion().path(), pair.get(1).text());
        json.endObject();
    }
}
