package io.github.tune4j.evaluation.metric;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tune4j.answer.Answer;
import io.github.tune4j.answer.Question;
import io.github.tune4j.chat.TokenUsage;
import io.github.tune4j.testing.GoldenTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rows of the reference results. */
final class Golden {
    private Golden() {}

    static List<JsonNode> rows(String path) {
        return GoldenTable.rows(path);
    }

    static Map<String, Pair> pairs() {
        Map<String, Pair> pairs = new LinkedHashMap<>();
        for (JsonNode row : rows("text/pairs.jsonl")) {
            pairs.put(
                    row.get("id").asText(),
                    new Pair(
                            row.get("id").asText(),
                            row.get("group").asText(),
                            row.get("prediction").asText(),
                            row.get("reference").asText()));
        }
        return pairs;
    }

    static List<String> strings(JsonNode array) {
        List<String> strings = new ArrayList<>();
        array.forEach(node -> strings.add(node.asText()));
        return strings;
    }

    record Pair(String id, String group, String prediction, String reference) {
        Answer answer() {
            return new Answer(new Question(id, "What?", reference), prediction, new TokenUsage(0, 0), Duration.ZERO);
        }
    }
}
