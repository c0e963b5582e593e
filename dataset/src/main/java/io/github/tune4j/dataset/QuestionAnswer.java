package io.github.tune4j.dataset;

import io.github.tune4j.chat.Message;
import io.github.tune4j.json.JsonFields;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** {@code {"question", "answer"}} under keys of one's choice. A system prompt has a place only when its key is given. */
record QuestionAnswer(PairKeys paths) implements RecordShape {
    @Override
    public Set<String> keys() {
        Set<String> known = new HashSet<>(WITHOUT_PLACE);
        paths.prompt().addTo(known);
        paths.completion().addTo(known);
        return known;
    }

    @Override
    public Example read(JsonFields record) throws NotCarriedOverException {
        for (String key : WITHOUT_PLACE) {
            if (!paths.prompt().path().equals(key) && !paths.completion().path().equals(key)) {
                Conversation.refuse(record, List.of(key));
            }
        }
        return new Conversation(record)
                .user(paths.prompt().text(record))
                .assistant(paths.completion().text(record))
                .end();
    }

    @Override
    public void write(Example example, JsonText json) throws NotCarriedOverException {
        List<Message> pair = RecordShape.pair(example);
        json.startObject();
        if (example.system() != null) {
            if (paths.system() == null) {
                throw new NotCarriedOverException("a system prompt, and no systemPromptKey says where to put it");
            }
            json.field(paths.system().path(), example.system());
        }
        json.field(paths.prompt().path(), pair.get(0).text());
        json.field(paths.completion().path(), pair.get(1).text());
        json.endObject();
    }
}
