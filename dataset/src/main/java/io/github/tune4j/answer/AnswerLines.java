package io.github.tune4j.answer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tune4j.answer.AnswerSheet.Failure;
import io.github.tune4j.answer.AnswerSheet.Settings;
import io.github.tune4j.chat.ChatOptions;
import io.github.tune4j.chat.TokenUsage;
import io.github.tune4j.json.Json;
import io.github.tune4j.json.JsonFields;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The lines of an answer file, as {@link AnswerSheet} describes them. */
final class AnswerLines {
    static final String UNKNOWN_MODEL = "unknown";

    private final Map<String, Answer> answers = new LinkedHashMap<>();
    private final Map<String, Failure> failures = new LinkedHashMap<>();
    private @Nullable JsonFields header;
    private int records;

    /** Takes in the next line. */
    void add(JsonFields fields) {
        if (records == 0 && header == null && fields.has("label")) {
            header = fields;
            return;
        }
        records++;
        String id = fields.idOrNull("id");
        Question question = new Question(
                id == null ? Integer.toString(records) : id, fields.text("question"), fields.textOrNull("reference"));
        if (fields.has("failure")) {
            put(new Failure(question, fields.text("failure")));
        } else {
            put(new Answer(question, fields.text("answer"), usage(fields), latency(fields)));
        }
    }

    void put(Answer answer) {
        failures.remove(answer.question().id());
        answers.put(answer.question().id(), answer);
    }

    void put(Failure failure) {
        answers.remove(failure.question().id());
        failures.put(failure.question().id(), failure);
    }

    Optional<Answer> answer(String id) {
        return Optional.ofNullable(answers.get(id));
    }

    Optional<Failure> failure(String id) {
        return Optional.ofNullable(failures.get(id));
    }

    List<String> ids() {
        List<String> ids = new ArrayList<>(answers.keySet());
        ids.addAll(failures.keySet());
        return ids;
    }

    AnswerSheet sheet(String labelWithoutHeader) {
        return AnswerSheet.of(
                header == null ? labelWithoutHeader : header.text("label"),
                header == null ? UNKNOWN_MODEL : header.text("model"),
                header == null ? Settings.DEFAULTS : settings(header),
                List.copyOf(answers.values()),
                List.copyOf(failures.values()));
    }

    static ObjectNode headerNode(String label, String model, Settings settings) {
        ObjectNode header = Json.object().put("label", label).put("model", model);
        if (settings.systemPrompt() != null) {
            header.put("systemPrompt", settings.systemPrompt());
        }
        ObjectNode options = header.putObject("options");
        settings.options().maxTokens().ifPresent(n -> options.put("maxTokens", n));
        settings.options().temperature().ifPresent(t -> options.put("temperature", BigDecimal.valueOf(t)));
        settings.options().topP().ifPresent(p -> options.put("topP", BigDecimal.valueOf(p)));
        settings.options()
                .stopSequences()
                .forEach(s -> options.withArrayProperty("stopSequences").add(s));
        return header;
    }

    static String header(String label, String model, Settings settings) {
        return Json.line(headerNode(label, model, settings));
    }

    static ObjectNode node(Answer answer) {
        return question(answer.question())
                .put("answer", answer.text())
                .put("inputTokens", answer.usage().inputTokens())
                .put("outputTokens", answer.usage().outputTokens())
                .put("latencyMillis", answer.latency().toMillis());
    }

    static ObjectNode node(Failure failure) {
        return question(failure.question()).put("failure", failure.problem());
    }

    static String line(Answer answer) {
        return Json.line(node(answer));
    }

    static String line(Failure failure) {
        return Json.line(node(failure));
    }

    private static ObjectNode question(Question question) {
        ObjectNode node = Json.object().put("id", question.id()).put("question", question.text());
        if (question.reference() != null) {
            node.put("reference", question.reference());
        }
        return node;
    }

    private static Settings settings(JsonFields header) {
        ChatOptions.Builder options = ChatOptions.builder();
        header.object("options").ifPresent(fields -> {
            fields.wholeNumber("maxTokens").ifPresent(n -> options.maxTokens(Math.toIntExact(n)));
            decimal(fields, "temperature").ifPresent(t -> options.temperature(t.doubleValue()));
            decimal(fields, "topP").ifPresent(p -> options.topP(p.doubleValue()));
            options.stopSequences(fields.texts("stopSequences"));
        });
        return new Settings(header.textOrNull("systemPrompt"), options.build());
    }

    private static Optional<BigDecimal> decimal(JsonFields fields, String key) {
        return Optional.ofNullable(fields.decimalOrNull(key));
    }

    private static TokenUsage usage(JsonFields fields) {
        return new TokenUsage(
                fields.wholeNumber("inputTokens").orElse(0),
                fields.wholeNumber("outputTokens").orElse(0));
    }

    private static Duration latency(JsonFields fields) {
        return Duration.ofMillis(fields.wholeNumber("latencyMillis").orElse(0));
    }
}
