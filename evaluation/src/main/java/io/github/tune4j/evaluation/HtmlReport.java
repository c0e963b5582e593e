package io.github.tune4j.evaluation;

import static io.github.tune4j.evaluation.Markup.html;

import io.github.tune4j.answer.Question;
import io.github.tune4j.evaluation.statistics.PairedTest;
import io.github.tune4j.run.ReportSection;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The report as one page: no script, no outside resource, and a content policy that allows neither. */
final class HtmlReport {
    private static final String CSS = css();

    private final Report report;
    private final StringBuilder out = new StringBuilder(1 << 16);

    private HtmlReport(Report report) {
        this.report = report;
    }

    static String of(Report report) {
        return new HtmlReport(report).write();
    }

    private static String css() {
        try (InputStream in = Objects.requireNonNull(HtmlReport.class.getResourceAsStream("report.css"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String write() {
        out.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append(
                        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>")
                .append(html(report.title()))
                .append("</title>\n<style>\n")
                .append(CSS)
                .append("</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#questions\">Skip to the questions</a>\n")
                .append("<header>\n<p class=\"kicker\">Evaluation · ")
                .append(html(String.join(" and ", report.names())))
                .append("</p>\n<h1>")
                .append(html(report.title()))
                .append("</h1>\n</header>\n<main>\n");
        verdict();
        means();
        questions();
        report.sections().forEach(this::section);
        origin();
        return out.append("</main>\n<footer>Written by Tune4j. What the models wrote is shown as it is.</footer>\n")
                .append("</body>\n</html>\n")
                .toString();
    }

    private void verdict() {
        String metric = report.metrics().get(0);
        Comparison comparison = report.comparison();
        boolean shown = comparison != null && comparison.adjustedP(metric).orElse(1) <= Comparison.ALPHA;
        boolean worse = shown
                && comparison
                        .outcome(metric)
                        .filter(outcome -> outcome.meanDifference() < 0)
                        .isPresent();
        out.append("<section class=\"verdict")
                .append(worse ? " worse" : shown ? "" : " open")
                .append("\" aria-label=\"Verdict\">\n")
                .append("<p class=\"sentence\">")
                .append(html(report.sentence()))
                .append("</p>\n<dl class=\"figures\">\n");
        for (int i = 0; i < report.sheets().size(); i++) {
            Summary summary = report.sheets().get(i).summary(metric);
            figure(
                    HtmlQuestion.side(i),
                    report.names().get(i) + ", " + metric,
                    Figures.score(summary.mean()),
                    summary.interval() == null ? "mean of " + summary.scored() : Figures.interval(summary.interval()));
        }
        if (comparison != null) {
            comparison.outcome(metric).ifPresent(outcome -> {
                figure(
                        "",
                        "difference",
                        Figures.signed(outcome.meanDifference()),
                        outcome.interval() == null ? "no interval exists" : Figures.interval(outcome.interval()));
                figure("", "p", Figures.p(outcome.pValue()), "sign-flip test, n = " + comparison.pairs(metric));
            });
        }
        out.append("</dl>\n</section>\n");
        report.standIns().forEach(notice -> notice(ReportSection.Severity.WARNING, "Stand-in", notice));
        if (!report.notes().isEmpty()) {
            out.append("<ul class=\"notes\">\n");
            report.notes().forEach(note -> out.append("<li>").append(html(note)).append("</li>\n"));
            out.append("</ul>\n");
        }
    }

    private void figure(String side, String name, String value, String below) {
        out.append("<div class=\"")
                .append(side)
                .append("\"><dt>")
                .append(html(name))
                .append("</dt><dd>")
                .append(html(value));
        out.append(" <small>").append(html(below)).append("</small></dd></div>\n");
    }

    private void means() {
        out.append("<section aria-labelledby=\"means\">\n<h2 id=\"means\">Means</h2>\n")
                .append("<div class=\"scroll\" role=\"region\" aria-labelledby=\"means\" tabindex=\"0\">\n")
                .append("<table class=\"means\">\n<thead><tr><th scope=\"col\">Metric</th>");
        report.names().forEach(this::column);
        Comparison comparison = report.comparison();
        List<String> more = comparison == null
                ? List.of("Unscored")
                : List.of("Difference", "p", "Higher / same / lower", "Questions needed", "Each question");
        more.forEach(this::column);
        out.append("</tr></thead>\n<tbody>\n");
        for (String metric : report.metrics()) {
            out.append("<tr")
                    .append(metric.equals(report.metrics().get(0)) ? " class=\"lead\"" : "")
                    .append("><th scope=\"row\">")
                    .append(html(metric))
                    .append("</th>");
            for (int i = 0; i < report.sheets().size(); i++) {
                Summary summary = report.sheets().get(i).summary(metric);
                cell(report.names().get(i), Figures.score(summary.mean()), Figures.interval(summary.interval()));
            }
            if (comparison == null) {
                cell(
                        "Unscored",
                        String.valueOf(report.sheets().get(0).summary(metric).unscored()),
                        "");
            } else {
                compared(metric, comparison);
            }
            out.append("</tr>\n");
        }
        out.append(
                "</tbody>\n</table>\n</div>\n<p class=\"legend\">Below each mean: the 95 % interval, where one exists."
                        + (comparison == null || report.metrics().size() == 1
                                ? ""
                                : " Holm: p adjusted for the number of metrics.")
                        + "</p>\n</section>\n");
    }

    private void column(String name) {
        out.append("<th scope=\"col\">").append(html(name)).append("</th>");
    }

    private void cell(String label, String value, String below) {
        out.append("<td data-label=\"").append(html(label)).append("\"><span>").append(html(value));
        if (!below.isEmpty() && !below.equals("–")) {
            out.append(" <small>").append(html(below)).append("</small>");
        }
        out.append("</span></td>");
    }

    private void compared(String metric, Comparison comparison) {
        PairedTest.@Nullable Outcome outcome = comparison.outcome(metric).orElse(null);
        if (outcome == null) {
            out.append("<td colspan=\"5\" class=\"none\">no question was scored for both</td>");
            return;
        }
        cell("Difference", Figures.signed(outcome.meanDifference()), Figures.interval(outcome.interval()));
        cell(
                "p",
                Figures.p(outcome.pValue()),
                report.metrics().size() == 1
                        ? ""
                        : "Holm " + Figures.p(comparison.adjustedP(metric).orElse(1)));
        cell("Higher / same / lower", outcome.wins() + " / " + outcome.ties() + " / " + outcome.losses(), "");
        cell(
                "Questions needed",
                comparison.questionsNeeded(metric).isPresent()
                        ? String.valueOf(comparison.questionsNeeded(metric).getAsInt())
                        : "–",
                "");
        out.append("<td data-label=\"Each question\">")
                .append(slopes(outcome, comparison.pairedScores(metric)))
                .append("</td>");
    }

    /** One line a question, from the base's score to the tuned one's. */
    private static String slopes(PairedTest.Outcome outcome, double[][] scores) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double[] side : scores) {
            for (double score : side) {
                low = Math.min(low, score);
                high = Math.max(high, score);
            }
        }
        double range = high > low ? high - low : 1;
        StringBuilder svg = new StringBuilder("<svg class=\"slopes\" viewBox=\"0 0 88 42\" role=\"img\" aria-label=\"")
                .append(outcome.wins())
                .append(" higher, ")
                .append(outcome.ties())
                .append(" the same, ")
                .append(outcome.losses())
                .append(" lower\">");
        for (int i = 0; i < scores[0].length; i++) {
            double change = scores[1][i] - scores[0][i];
            svg.append(String.format(
                    Locale.ROOT,
                    "<path class=\"%s\" d=\"M4 %.1fL84 %.1f\"/>",
                    change > 0 ? "up" : change < 0 ? "down" : "same",
                    38 - 34 * (scores[0][i] - low) / range,
                    38 - 34 * (scores[1][i] - low) / range));
        }
        return svg.append("</svg>").toString();
    }

    private void questions() {
        out.append("<section aria-labelledby=\"questions\">\n<h2 id=\"questions\">Questions</h2>\n");
        List<Question> questions = report.sheets().get(0).questions();
        if (questions.isEmpty()) {
            out.append("<p>No question was asked.</p>\n");
        } else if (report.comparison() != null) {
            out.append("<p class=\"legend\">Marked: what only this one of the two answers says. "
                    + "Where they share hardly any words, nothing is marked.</p>\n");
        }
        if (questions.size() > 1) {
            out.append(HtmlContents.of(report));
        }
        for (int i = 0; i < questions.size(); i++) {
            out.append(HtmlQuestion.of(report, i + 1, questions.get(i)));
        }
        out.append("</section>\n");
    }

    private void section(ReportSection section) {
        out.append("<section>\n<h2>").append(html(section.title())).append("</h2>\n");
        for (ReportSection.Block block : section.blocks()) {
            if (block instanceof ReportSection.Text text) {
                out.append("<p class=\"text\">").append(html(text.text())).append("</p>\n");
            } else if (block instanceof ReportSection.Table table) {
                table(section.title(), table);
            } else if (block instanceof ReportSection.Notice notice) {
                notice(
                        notice.severity(),
                        notice.severity() == ReportSection.Severity.OK
                                ? "As it should be"
                                : notice.severity() == ReportSection.Severity.ERROR ? "Error" : "Warning",
                        notice.remedy().isEmpty() ? notice.problem() : notice.problem() + " " + notice.remedy());
            } else if (block instanceof ReportSection.Chart chart) {
                out.append("<figure>").append(chart.toSvg()).append("</figure>\n");
            }
        }
        out.append("</section>\n");
    }

    private void table(String title, ReportSection.Table table) {
        out.append("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"")
                .append(html(title))
                .append("\">\n<table>\n<thead><tr>");
        table.header().forEach(this::column);
        out.append("</tr></thead>\n<tbody>\n");
        for (List<String> row : table.rows()) {
            out.append("<tr>");
            for (int i = 0; i < row.size(); i++) {
                out.append(i == 0 ? "<th scope=\"row\">" : "<td>")
                        .append(html(row.get(i)))
                        .append(i == 0 ? "</th>" : "</td>");
            }
            out.append("</tr>\n");
        }
        out.append("</tbody>\n</table>\n</div>\n");
    }

    private void notice(ReportSection.Severity severity, String word, String text) {
        out.append("<div class=\"notice ")
                .append(severity.name().toLowerCase(Locale.ROOT))
                .append("\" role=\"note\"><p><b>")
                .append(html(word))
                .append("</b>")
                .append(html(text))
                .append("</p></div>\n");
    }

    private void origin() {
        out.append("<section aria-labelledby=\"origin\">\n<h2 id=\"origin\">How the numbers came about</h2>\n");
        Means.explanations(report)
                .forEach(line -> out.append("<p>").append(html(line)).append("</p>\n"));
        out.append("<dl class=\"signatures\">\n");
        report.metrics()
                .forEach(metric -> out.append("<dt>")
                        .append(html(metric))
                        .append("</dt><dd>")
                        .append(html(report.signature(metric)))
                        .append("</dd>\n"));
        for (int i = 0; i < report.sheets().size(); i++) {
            out.append("<dt>")
                    .append(html("answers of " + report.names().get(i)))
                    .append("</dt><dd>")
                    .append(html("model " + report.sheets().get(i).answers().model() + ", sha256 "
                            + report.sheets().get(i).answers().sha256()))
                    .append("</dd>\n");
        }
        out.append("</dl>\n</section>\n");
    }
}
