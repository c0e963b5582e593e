package io.github.tune4j.dataset;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.tune4j.chat.AnswerSchema;
import io.github.tune4j.chat.ChatReply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Questions and answers as a model returns them: whole, or cut off, in which case those that are whole are taken. */
final class PairReply {
    private static final JsonFactory JSON = new JsonFactory();

    private PairReply() {}

    /** A question and its answer. */
    record Pair(String question, String answer) {}

    static AnswerSchema schema(int count) {
        return new AnswerSchema("question_answer_pairs", """
                {"type": "object", "required": ["pairs"], "properties": {
                  "pairs": {"type": "array", "minItems": 1, "maxItems": %d, "items": {
                    "type": "object", "required": ["question", "answer"], "properties": {
                      "question": {"type": "string", "description": "a question that is understood without the document"},
                      "answer": {"type": "string", "description": "its answer, found in the document"}}}}}}""".formatted(count));
    }

    static List<Pair> read(ChatReply reply) {
        String text = reply.json() != null ? reply.json() : reply.text();
        int begin = text.indexOf('{');
        return begin < 0 ? List.of() : objects(text.substring(begin));
    }

    private static List<Pair> objects(String json) {
        List<Pair> pairs = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(json)) {
            String question = null;
            String answer = null;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.START_OBJECT) {
                    question = null;
                    answer = null;
                } else if (token == JsonToken.VALUE_STRING && "question".equals(parser.currentName())) {
                    question = parser.getText();
                } else if (token == JsonToken.VALUE_STRING && "answer".equals(parser.currentName())) {
                    answer = parser.getText();
                } else if (token == JsonToken.END_OBJECT) {
                    add(pairs, question, answer);
                    question = null;
                    answer = null;
                }
            }
        } catch (IOException e) {
            return pairs; // cut off or followed by words: what came before is whole
        }
        return pairs;
    }

    private static void add(List<Pair> pairs, @Nullable String question, @Nullable String answer) {
        if (question != null && answer != null && !question.isBlank() && !answer.isBlank()) {
            pairs.add(new Pair(question.strip(), answer.strip()));
        }
    }
}
