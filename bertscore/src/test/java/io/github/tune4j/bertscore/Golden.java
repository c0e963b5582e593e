package io.github.tune4j.bertscore;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tune4j.answer.Answer;
import io.github.tune4j.answer.Question;
import io.github.tune4j.chat.TokenUsage;
import io.github.tune4j.testing.GoldenTable;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rows of the reference results. */
final class Golden {
    private Golden() {}

    static List<JsonNode> rows(String path) {
        return GoldenTable.rows(path);
    }

    /** The pairs of texts as answers with references, by id. */
    static Map<String, Answer> answers() {
        Map<String, Answer> answers = new LinkedHashMap<>();
        for (JsonNode row : rows("text/pairs.jsonl")) {
            String id = row.get("id").asText();
            answers.put(
                    id,
                    new Answer(
                            new Question(id, "What?", row.get("reference").asText()),
                            row.get("prediction").asText(),
                            new TokenUsage(0, 0),
                            Duration.ZERO));
        }
        return answers;
    }
}
