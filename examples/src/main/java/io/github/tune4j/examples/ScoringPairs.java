package io.github.tune4j.examples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.answer.Answer;
import io.github.tune4j.answer.Question;
import io.github.tune4j.chat.TokenUsage;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Predictions with their references, one {@code {id, prediction, reference}} a line.
 *
 * @param ids as they stand in the file: texts or numbers
 * @param answers the predictions, in the order of the file
 */
record ScoringPairs(List<JsonNode> ids, List<Answer> answers) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_PROBLEMS = 20;

    static ScoringPairs read(Path file) {
        ScoringPairs pairs = new ScoringPairs(new ArrayList<>(), new ArrayList<>());
        List<String> problems = new ArrayList<>();
        Map<String, Integer> lines = new HashMap<>();
        try (BufferedReader in = Files.newBufferedReader(file)) {
            int number = 0;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                number++;
                if (!line.isBlank()) {
                    pairs.add(line, number, lines, problems);
                }
            }
        } catch (IOException e) {
            throw InvalidInputException.of(
                    file + " cannot be read as UTF-8 text", "check that it exists and how it is encoded.", e);
        }
        if (problems.isEmpty() && pairs.answers.isEmpty()) {
            problems.add(file + " holds no pair");
        }
        if (!problems.isEmpty()) {
            throw InvalidInputException.of(
                    problems.stream().limit(MOST_PROBLEMS).toList(),
                    "write one object {\"id\": …, \"prediction\": …, \"reference\": …} a line, each id once.");
        }
        return pairs;
    }

    private void add(String line, int number, Map<String, Integer> lines, List<String> problems) {
        JsonNode pair = parsed(line);
        if (pair == null || !pair.isObject()) {
            problems.add("Line " + number + " is no JSON object");
            return;
        }
        JsonNode id = pair.path("id");
        if (!id.isTextual() && !id.isIntegralNumber()) {
            problems.add("Line " + number + " has no \"id\" that is a text or a whole number");
            return;
        }
        Integer earlier = lines.putIfAbsent(id.toString(), number);
        if (earlier != null) {
            problems.add("Line " + number + " has the id " + id + " of line " + earlier);
        }
        for (String key : List.of("prediction", "reference")) {
            if (!pair.path(key).isTextual()) {
                problems.add("Line " + number + " has no text \"" + key + "\"");
                return;
            }
        }
        ids.add(id);
        Question question =
                new Question(id.toString(), "", pair.get("reference").textValue());
        answers.add(new Answer(question, pair.get("prediction").textValue(), new TokenUsage(0, 0), Duration.ZERO));
    }

    private static JsonNode parsed(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            return null;
        }
    }
}
