package io.github.tune4j.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tune4j.answer.Question;
import io.github.tune4j.evaluation.statistics.Interval;
import io.github.tune4j.json.Json;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The report for programs. */
final class JsonReport {
    /** What stands at the top of every report. */
    static final Set<String> NAMES = Set.of(
            "title",
            "standIn",
            "standIns",
            "sentence",
            "notes",
            "models",
            "metrics",
            "questions",
            "signatures",
            "sections");

    private final Report report;
    private final ObjectNode root = Json.object();

    private JsonReport(Report report) {
        this.report = report;
    }

    static String of(Report report) {
        JsonReport json = new JsonReport(report);
        json.write();
        return Json.indented(json.root);
    }

    /** The figures that can be computed again from scores alone. */
    static ObjectNode figures(Report report) {
        JsonReport json = new JsonReport(report);
        json.root.put("sentence", report.sentence());
        json.notes();
        json.models();
        json.metrics();
        json.questions();
        json.signatures();
        return json.root;
    }

    private void write() {
        root.put("title", report.title());
        root.put("standIn", !report.standIns().isEmpty());
        report.standIns().forEach(root.putArray("standIns")::add);
        root.put("sentence", report.sentence());
        notes();
        models();
        metrics();
        questions();
        signatures();
        ArrayNode sections = root.putArray("sections");
        report.sections().forEach(section -> sections.add(JsonSection.of(section)));
        report.data().forEach((name, values) -> root.set(name, node(values)));
    }

    private void notes() {
        report.notes().forEach(root.putArray("notes")::add);
    }

    private void signatures() {
        ObjectNode signatures = root.putObject("signatures");
        report.metrics().forEach(metric -> signatures.put(metric, report.signature(metric)));
    }

    private void models() {
        ArrayNode models = root.putArray("models");
        for (int i = 0; i < report.sheets().size(); i++) {
            Scores sheet = report.sheets().get(i);
            ObjectNode model = models.addObject()
                    .put("name", report.names().get(i))
                    .put("model", sheet.answers().model())
                    .put("answersSha256", sheet.answers().sha256());
            ObjectNode means = model.putObject("means");
            ObjectNode intervals = model.putObject("intervals");
            ObjectNode corpus = model.putObject("corpus");
            ObjectNode unscored = model.putObject("unscored");
            for (Summary summary : sheet.summaries()) {
                means.put(summary.metric(), summary.mean());
                intervals.set(summary.metric(), interval(summary.interval()));
                if (summary.corpusScore() != null) {
                    corpus.put(summary.metric(), summary.corpusScore());
                }
                unscored.put(summary.metric(), summary.unscored());
            }
        }
    }

    private void metrics() {
        Comparison comparison = report.comparison();
        if (comparison != null) {
            root.set("metrics", metrics(comparison));
        }
    }

    static ObjectNode metrics(Comparison comparison) {
        ObjectNode metrics = Json.object();
        for (String metric : comparison.tuned().metrics()) {
            ObjectNode node = metrics.putObject(metric)
                    .put("base", comparison.base().summary(metric).mean())
                    .put("tuned", comparison.tuned().summary(metric).mean());
            node.putNull("difference").putNull("interval").putNull("p");
            comparison.outcome(metric).ifPresent(outcome -> {
                node.put("difference", outcome.meanDifference());
                node.set("interval", interval(outcome.interval()));
                node.put("p", outcome.pValue())
                        .put("pAdjusted", comparison.adjustedP(metric).orElse(1))
                        .put("effectSize", outcome.effectSize())
                        .put("wins", outcome.wins())
                        .put("ties", outcome.ties())
                        .put("losses", outcome.losses())
                        .put("method", outcome.method());
            });
            node.put("n", comparison.pairs(metric));
            comparison
                    .questionsNeeded(metric)
                    .ifPresentOrElse(n -> node.put("needed", n), () -> node.putNull("needed"));
        }
        return metrics;
    }

    private void questions() {
        ArrayNode questions = root.putArray("questions");
        for (Question question : report.sheets().get(0).questions()) {
            ObjectNode node = questions
                    .addObject()
                    .put("id", question.id())
                    .put("question", question.text())
                    .put("reference", question.reference());
            ObjectNode answers = node.putObject("answers");
            ObjectNode scores = node.putObject("scores");
            ObjectNode reasons = node.putObject("reasons");
            for (int i = 0; i < report.sheets().size(); i++) {
                String name = report.names().get(i);
                Scores sheet = report.sheets().get(i);
                answers.put(name, sheet.text(question));
                ObjectNode ownScores = scores.putObject(name);
                ObjectNode ownReasons = reasons.putObject(name);
                for (String metric : sheet.metrics()) {
                    Verdict verdict = sheet.column(metric).verdict(question);
                    ownScores.put(
                            metric,
                            verdict.value().isPresent()
                                    ? (Double) verdict.value().getAsDouble()
                                    : null);
                    if (!verdict.reason().isEmpty()) {
                        ownReasons.put(metric, verdict.reason());
                    }
                }
            }
        }
    }

    private static JsonNode interval(@Nullable Interval interval) {
        JsonNodeFactory factory = JsonNodeFactory.instance;
        return interval == null
                ? factory.nullNode()
                : factory.arrayNode().add(interval.low()).add(interval.high());
    }

    private static JsonNode node(@Nullable Object value) {
        JsonNodeFactory factory = JsonNodeFactory.instance;
        if (value == null) {
            return factory.nullNode();
        } else if (value instanceof Map<?, ?> map) {
            ObjectNode object = factory.objectNode();
            map.forEach((key, inner) -> object.set(String.valueOf(key), node(inner)));
            return object;
        } else if (value instanceof List<?> list) {
            ArrayNode array = factory.arrayNode();
            list.forEach(inner -> array.add(node(inner)));
            return array;
        } else if (value instanceof Boolean flag) {
            return factory.booleanNode(flag);
        } else if (value instanceof Integer || value instanceof Long || value instanceof Short) {
            return factory.numberNode(((Number) value).longValue());
        } else if (value instanceof BigDecimal decimal) {
            return factory.numberNode(decimal);
        } else if (value instanceof Number number) {
            return Double.isFinite(number.doubleValue())
                    ? factory.numberNode(number.doubleValue())
                    : factory.nullNode();
        }
        return factory.textNode(value.toString());
    }
}
