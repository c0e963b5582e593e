package io.github.tune4j.evaluation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.TuneException;
import io.github.tune4j.answer.AnswerSheet;
import io.github.tune4j.answer.Question;
import io.github.tune4j.json.Json;
import io.github.tune4j.json.JsonFields;
import io.github.tune4j.json.JsonLines;
import io.github.tune4j.json.PrivateFiles;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an {@link Evaluation} says of one sheet of answers. Immutable.
 *
 * <p>As a file it is the answer sheet with two more things: the first line also holds {@code "metrics"}, a list of
 * {@code {"name", "signature", "corpus"}}, and each further line {@code "scores"}, by the metric's name {@code {"score",
 * "parts", "reason"}} or {@code {"unscored"}} with the reason. What is empty is left out.
 */
public final class Scores {
    private final AnswerSheet answers;
    private final Map<String, ScoreColumn> columns;
    private final Map<String, String> texts = new HashMap<>();

    private Scores(AnswerSheet answers, Map<String, ScoreColumn> columns) {
        this.answers = answers;
        this.columns = columns;
        answers.answers().forEach(answer -> texts.put(answer.question().id(), answer.text()));
    }

    static Scores of(AnswerSheet answers, List<ScoreColumn> columns) {
        Map<String, ScoreColumn> byMetric = new LinkedHashMap<>();
        columns.forEach(column -> byMetric.put(column.metric(), column));
        return new Scores(answers, byMetric);
    }

    /**
     * Reads scores.
     *
     * @param jsonl a file that {@link #writeJsonl} has written
     * @return the scores, with their answers
     * @throws InvalidInputException if the file cannot be read or is something else
     */
    public static Scores read(Path jsonl) {
        AnswerSheet answers = AnswerSheet.read(jsonl);
        List<JsonFields> lines = JsonLines.read(jsonl);
        JsonFields header = lines.get(0);
        if (!header.has("metrics")) {
            throw InvalidInputException.of(
                    jsonl + " holds answers without scores.", "give a file that Scores.writeJsonl has written.");
        }
        List<ScoreColumn> columns = new ArrayList<>();
        for (JsonFields metric : header.objects("metrics")) {
            String name = metric.text("name");
            Map<String, Verdict> verdicts = new LinkedHashMap<>();
            for (JsonFields line : lines.subList(1, lines.size())) {
                JsonFields scores = required(line, "scores");
                verdicts.put(line.text("id"), ScoreColumn.verdict(required(scores, name)));
            }
            BigDecimal corpus = metric.decimalOrNull("corpus");
            columns.add(new ScoreColumn(
                    name,
                    metric.text("signature"),
                    corpus == null ? null : (Double) corpus.doubleValue(),
                    verdicts,
                    Map.of()));
        }
        return of(answers, columns);
    }

    private static JsonFields required(JsonFields fields, String key) {
        return fields.object(key)
                .orElseThrow(() -> InvalidInputException.of(
                        fields.place() + " has no \"" + key + "\".",
                        "give a file that Scores.writeJsonl has written."));
    }

    /**
     * What was scored.
     *
     * @return the sheet
     */
    public AnswerSheet answers() {
        return answers;
    }

    /**
     * Every metric in short.
     *
     * @return in the order in which the metrics were given
     */
    public List<Summary> summaries() {
        return columns.values().stream().map(ScoreColumn::summary).toList();
    }

    /**
     * One metric in short.
     *
     * @param metric its name
     * @return the summary
     * @throws InvalidInputException if there is no such metric
     */
    public Summary summary(String metric) {
        return column(metric).summary();
    }

    /**
     * What one metric says of one answer.
     *
     * @param questionId the question's id
     * @param metric the metric's name
     * @return the verdict; unscored when the question was not answered
     * @throws InvalidInputException if there is no such metric or question
     */
    public Verdict verdict(String questionId, String metric) {
        Verdict verdict = column(metric).verdicts().get(questionId);
        if (verdict == null) {
            throw InvalidInputException.of(
                    "The sheet \"" + answers.label() + "\" has no question " + questionId + ".",
                    "take an id from its answers.");
        }
        return verdict;
    }

    /**
     * Checks the scores against a policy.
     *
     * @param policy what is asked for; what it says of a base does not apply here
     * @return these scores
     * @throws NotAcceptedException if they do not satisfy it, with everything that is wrong
     */
    public Scores orThrow(AcceptancePolicy policy) {
        policy.check(this);
        return this;
    }

    /**
     * Writes the scores with their answers, readable by its owner only.
     *
     * @param file where to; replaced when it exists
     * @throws TuneException if it cannot be written
     */
    public void writeJsonl(Path file) {
        PrivateFiles.write(file, toJsonLines());
    }

    String toJsonLines() {
        StringBuilder text = new StringBuilder();
        answers.toJsonLines().lines().forEach(line -> {
            ObjectNode node = (ObjectNode) Json.parse(line, "an answer sheet's line");
            if (text.length() == 0) {
                header(node.putArray("metrics"));
            } else {
                ObjectNode scores = node.putObject("scores");
                String id = node.get("id").textValue();
                columns.forEach((metric, column) -> scores.set(
                        metric,
                        ScoreColumn.json(
                                Objects.requireNonNull(column.verdicts().get(id), id))));
            }
            text.append(Json.line(node)).append('\n');
        });
        return text.toString();
    }

    private void header(ArrayNode metrics) {
        columns.forEach((name, column) -> {
            ObjectNode metric = metrics.addObject().put("name", name).put("signature", column.signature());
            if (column.corpusScore() != null) {
                metric.put("corpus", column.corpusScore());
            }
        });
    }

    /** All questions, the unanswered ones last. */
    List<Question> questions() {
        List<Question> questions = new ArrayList<>();
        answers.answers().forEach(answer -> questions.add(answer.question()));
        answers.failures().forEach(failure -> questions.add(failure.question()));
        return questions;
    }

    /** The answer to a question; null when there is none. */
    @Nullable
    String text(Question question) {
        return texts.get(question.id());
    }

    List<String> metrics() {
        return List.copyOf(columns.keySet());
    }

    ScoreColumn column(String metric) {
        ScoreColumn column = columns.get(metric);
        if (column == null) {
            throw InvalidInputException.of(
                    "There is no metric called " + metric + ".",
                    "take one of " + String.join(", ", columns.keySet()) + ".");
        }
        return column;
    }
}
