package io.github.tune4j.dataset.quality;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tune4j.dataset.quality.Finding.Kind;
import io.github.tune4j.dataset.quality.Finding.Side;
import io.github.tune4j.dataset.quality.QualityReport.ExaminedFile;
import io.github.tune4j.json.Json;
import io.github.tune4j.run.ReportSection;
import io.github.tune4j.run.ReportSection.Severity;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** How a quality report reads: as text, as a part of a page, as JSON. */
final class QualityText {
    private static final int SHOWN_OF_A_KIND = 10;

    private QualityText() {}

    static String text(QualityReport report) {
        StringBuilder text = new StringBuilder();
        for (ExaminedFile file : report.files()) {
            text.append(file.file())
                    .append(file.file().equals(file.role()) ? ": " : " (" + file.role() + "): ")
                    .append(number(file.records()))
                    .append(" records, languages ")
                    .append(languages(file))
                    .append('\n');
        }
        for (Kind kind : Kind.values()) {
            List<Finding> kept = report.findings(kind);
            kept.stream()
                    .limit(SHOWN_OF_A_KIND)
                    .forEach(
                            f -> text.append(f.severity()).append(' ').append(f).append('\n'));
            long more = report.count(kind) - Math.min(SHOWN_OF_A_KIND, kept.size());
            if (more > 0) {
                text.append("and ")
                        .append(number(more))
                        .append(" more of kind ")
                        .append(kind)
                        .append('\n');
            }
        }
        for (TopicCoverage topic : report.coverage()) {
            text.append("Topic ")
                    .append(topic.topic())
                    .append(": ")
                    .append(number(topic.pairs()))
                    .append(" pairs, ")
                    .append(number(topic.mentions()))
                    .append(" mentions, ")
                    .append(number(topic.questions()))
                    .append(" questions")
                    .append(topic.thin() ? " (thin)" : "")
                    .append('\n');
        }
        return text.append(verdict(report)).toString();
    }

    static ReportSection section(QualityReport report) {
        ReportSection.Builder section = ReportSection.builder("Quality of the data")
                .addText(verdict(report))
                .addTable(
                        List.of("File", "Set", "Records", "Languages"),
                        report.files().stream()
                                .map(f -> List.of(f.file(), f.role(), number(f.records()), languages(f)))
                                .toList());
        if (!report.counts().isEmpty()) {
            section.addTable(
                    List.of("Finding", "Count"),
                    report.counts().entrySet().stream()
                            .map(e -> List.of(words(e.getKey()), number(e.getValue())))
                            .toList());
        }
        if (!report.coverage().isEmpty()) {
            section.addTable(
                    List.of("Topic", "Pairs", "Mentions", "Questions", "Evaluation questions", "Thin"),
                    report.coverage().stream()
                            .map(t -> List.of(
                                    t.topic(),
                                    number(t.pairs()),
                                    number(t.mentions()),
                                    number(t.questions()),
                                    number(t.evaluationQuestions()),
                                    t.thin() ? "yes" : "no"))
                            .toList());
        }
        for (Kind kind : Kind.values()) {
            report.findings(kind).stream()
                    .limit(SHOWN_OF_A_KIND)
                    .forEach(f -> section.addNotice(
                            f.severity(),
                            (f.places().isEmpty() ? "" : String.join(" and ", f.places()) + ": ") + f.problem(),
                            f.remedy()));
        }
        return section.build();
    }

    static String json(QualityReport report) {
        ObjectNode json = Json.object();
        json.put("verdict", lower(report.verdict()));
        ArrayNode relations = json.putArray("relations");
        report.findings().stream().filter(f -> f.kind().relation()).forEach(f -> {
            ObjectNode relation = relations
                    .addObject()
                    .put("kind", f.kind().id())
                    .put("left", f.places().get(0))
                    .put("right", f.places().get(1))
                    .put("side", side(f));
            f.alike().ifPresent(a -> relation.put("level", lower(a.level())).put("jaccard", a.jaccard()));
            relation.put("severity", lower(f.severity())).put("message", f.problem());
        });
        ArrayNode findings = json.putArray("findings");
        report.findings().stream()
                .filter(f -> !f.kind().relation() && f.kind() != Kind.THIN_TOPIC)
                .forEach(f -> findings.addObject()
                        .put("kind", id(f))
                        .put("at", f.places().get(0))
                        .put("side", side(f))
                        .put("type", f.type())
                        .put("value", f.value())
                        .put("severity", lower(f.severity()))
                        .put("message", f.problem()));
        ArrayNode topics = json.putArray("topics");
        report.coverage()
                .forEach(t -> topics.addObject()
                        .put("name", t.topic())
                        .put("pairs", t.pairs())
                        .put("mentions", t.mentions())
                        .put("questions", t.questions())
                        .put("evaluation_questions", t.evaluationQuestions())
                        .put("thin", t.thin()));
        ArrayNode files = json.putArray("files");
        report.files().forEach(f -> {
            ObjectNode file = files.addObject()
                    .put("role", f.role())
                    .put("file", f.file())
                    .put("records", f.records());
            ObjectNode languages = file.putObject("languages");
            f.languages().forEach(languages::put);
        });
        ObjectNode counts = json.putObject("counts");
        report.counts().forEach((kind, count) -> counts.put(lower(kind), count));
        return Json.indented(json);
    }

    /** A question that holds nothing is no empty answer. */
    private static String id(Finding finding) {
        return finding.kind() == Kind.EMPTY && finding.side() == Side.QUESTION
                ? "empty_question"
                : finding.kind().id();
    }

    private static String side(Finding finding) {
        return finding.side() == null ? "record" : lower(finding.side());
    }

    private static String verdict(QualityReport report) {
        long errors = report.findings().stream()
                .filter(f -> f.severity() == Severity.ERROR)
                .map(Finding::kind)
                .distinct()
                .mapToLong(report::count)
                .sum();
        long all = report.counts().values().stream().mapToLong(Long::longValue).sum();
        return switch (report.verdict()) {
            case FIT -> "Fit: nothing was found.";
            case DOUBTFUL -> "Doubtful: " + number(all) + " to look at, no error.";
            case UNFIT ->
                "Unfit: " + number(errors) + (errors == 1 ? " error" : " errors") + ", and " + number(all - errors)
                        + " more to look at.";
        };
    }

    private static String languages(ExaminedFile file) {
        return file.languages().entrySet().stream()
                .map(e -> e.getKey() + " " + number(e.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String words(Kind kind) {
        return lower(kind).replace('_', ' ');
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
