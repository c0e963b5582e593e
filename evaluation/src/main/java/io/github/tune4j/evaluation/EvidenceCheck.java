package io.github.tune4j.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tune4j.answer.AnswerSheet;
import io.github.tune4j.answer.Question;
import io.github.tune4j.json.Json;
import io.github.tune4j.run.ReportSection;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Computes the numbers of an evidence pack again and lists those that differ. */
final class EvidenceCheck {
    /** Platforms may differ in the last digits of a logarithm. */
    private static final double SAME = 1e-9;

    /** A model that encodes texts may differ more between processors. */
    private static final double SCORED_AGAIN = 1e-5;

    private final List<Scores> sheets;
    private final List<String> problems;

    EvidenceCheck(List<Scores> sheets, List<String> problems) {
        this.sheets = sheets;
        this.problems = problems;
    }

    List<Scores> sheets() {
        return sheets;
    }

    /** The numbers of the report, from the scores. */
    void figures(JsonNode report) {
        differences(
                "report.json", Json.parse(JsonReport.figures(builder().build()).toString(), "figures"), report);
    }

    private Report.Builder builder() {
        return sheets.size() == 1
                ? Report.builder(sheets.get(0))
                : Report.builder(Comparison.of(sheets.get(0), sheets.get(1)));
    }

    /** A part of the report that was made again. */
    void section(ReportSection again, JsonNode report) {
        JsonNode expected = Json.parse(JsonSection.of(again).toString(), "a section");
        for (JsonNode section : report.path("sections")) {
            if (section.path("title").asText().equals(again.title())) {
                differences("report.json, " + again.title(), expected, section);
                return;
            }
        }
        problems.add("report.json has no section called " + again.title());
    }

    /** The page and the Markdown form, from the scores and what else the JSON form holds. */
    void documents(JsonNode report, @Nullable String html, @Nullable String markdown) {
        try {
            Report.Builder builder = builder().title(report.path("title").asText());
            report.path("standIns").forEach(notice -> builder.standIn(notice.asText()));
            for (JsonNode section : report.path("sections")) {
                ReportSection again = JsonSection.read(section);
                builder.add(() -> again);
            }
            Report again = builder.build();
            if (html != null && !HtmlReport.of(again).equals(html)) {
                problems.add("report.html does not show what the scores and report.json give");
            }
            if (markdown != null && !MarkdownReport.of(again).equals(markdown)) {
                problems.add("report.md does not show what the scores and report.json give");
            }
        } catch (IllegalArgumentException e) {
            problems.add("report.json is no report: " + e.getMessage());
        }
    }

    private void differences(String place, JsonNode computed, JsonNode written) {
        if (computed.isNumber() && written.isNumber()) {
            if (!same(computed.doubleValue(), written.doubleValue(), SAME)) {
                problems.add(place + " is " + written.doubleValue() + ", computed again " + computed.doubleValue());
            }
        } else if (computed.isObject() && written.isObject()) {
            for (Map.Entry<String, JsonNode> field : computed.properties()) {
                differences(place + "/" + field.getKey(), field.getValue(), written.path(field.getKey()));
            }
        } else if (computed.isArray() && written.isArray() && computed.size() == written.size()) {
            for (int i = 0; i < computed.size(); i++) {
                differences(place + "/" + i, computed.get(i), written.get(i));
            }
        } else if (!computed.equals(written)) {
            problems.add(place + " is not what the scores give");
        }
    }

    private static boolean same(double first, double second, double tolerance) {
        return Math.abs(first - second) <= tolerance * Math.max(1, Math.max(Math.abs(first), Math.abs(second)));
    }

    /** The answers that were scored are those of the answer files. */
    void answers(List<Path> files) {
        for (int i = 0; i < files.size(); i++) {
            if (!AnswerSheet.read(files.get(i))
                    .sha256()
                    .equals(sheets.get(i).answers().sha256())) {
                problems.add(files.get(i) + " does not hold the answers that were scored");
            }
        }
    }

    /** One metric, from the answers. */
    void metric(Metric metric) {
        for (Scores sheet : sheets) {
            if (!sheet.metrics().contains(metric.name())) {
                continue;
            }
            String where = sheet.answers().label() + ", " + metric.name();
            String signature = sheet.column(metric.name()).signature();
            if (!signature.equals(metric.signature())) {
                problems.add(where + " was computed as " + signature + ", not as " + metric.signature());
                continue;
            }
            Scores again = Evaluation.of(metric).score(sheet.answers());
            for (Question question : sheet.questions()) {
                OptionalDouble written =
                        sheet.verdict(question.id(), metric.name()).value();
                OptionalDouble computed =
                        again.verdict(question.id(), metric.name()).value();
                boolean same = written.isPresent() == computed.isPresent()
                        && same(written.orElse(0), computed.orElse(0), SCORED_AGAIN);
                if (!same) {
                    problems.add(where + ", question " + question.id() + " is " + text(written) + ", scored again "
                            + text(computed));
                }
            }
        }
    }

    private static String text(OptionalDouble score) {
        return score.isPresent() ? String.valueOf(score.getAsDouble()) : "unscored";
    }
}
