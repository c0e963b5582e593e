package io.github.tune4j.evaluation;

import static io.github.tune4j.evaluation.Markup.html;

import io.github.tune4j.answer.Question;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One question on the page: its reference, the answers with their differences marked, the scores and the reasons. */
final class HtmlQuestion {
    private final Report report;
    private final Question question;
    private final StringBuilder out = new StringBuilder();

    private HtmlQuestion(Report report, Question question) {
        this.report = report;
        this.question = question;
    }

    static CharSequence of(Report report, int number, Question question) {
        HtmlQuestion html = new HtmlQuestion(report, question);
        html.write(number);
        return html.out;
    }

    /** The colour of a sheet. */
    static String side(int sheet) {
        return sheet == 0 ? "base" : "tuned";
    }

    private void write(int number) {
        out.append("<article class=\"question\" aria-labelledby=\"q")
                .append(number)
                .append("\">\n<h3 id=\"q")
                .append(number);
        out.append("\"><span>")
                .append(number)
                .append("</span>")
                .append(html(question.text()))
                .append("</h3>\n");
        if (question.reference() != null) {
            out.append("<div class=\"reference\"><h4>Reference</h4><div class=\"text\">")
                    .append(html(question.reference()))
                    .append("</div></div>\n");
        }
        int count = report.sheets().size();
        List<@Nullable String> texts = report.sheets().stream()
                .<@Nullable String>map(sheet -> sheet.text(question))
                .toList();
        List<List<WordDifferences.Piece>> marked = count == 2 && texts.get(0) != null && texts.get(1) != null
                ? WordDifferences.between(texts.get(0), texts.get(1))
                : List.of();
        out.append("<div class=\"answers").append(count == 2 ? " two" : "").append("\">\n");
        for (int i = 0; i < count; i++) {
            out.append("<section class=\"")
                    .append(side(i))
                    .append("\"><h4>")
                    .append(html(report.names().get(i)));
            out.append("</h4>");
            if (texts.get(i) == null) {
                out.append("<p class=\"none\">")
                        .append(html(report.sheets()
                                .get(i)
                                .column(report.metrics().get(0))
                                .verdict(question)
                                .reason()))
                        .append("</p>");
            } else if (texts.get(i).isBlank()) {
                out.append("<p class=\"none\">empty answer</p>");
            } else {
                out.append("<div class=\"text\">");
                if (marked.isEmpty()) {
                    out.append(html(texts.get(i)));
                } else {
                    marked.get(i).forEach(this::piece);
                }
                out.append("</div>");
            }
            out.append("</section>\n");
        }
        out.append("</div>\n");
        scores();
        reasons();
        out.append("</article>\n");
    }

    private void piece(WordDifferences.Piece piece) {
        out.append(piece.own() ? "<mark>" : "").append(html(piece.text())).append(piece.own() ? "</mark>" : "");
    }

    private void scores() {
        out.append("<div class=\"scores\"><table>\n<thead><tr><th scope=\"col\">Score</th>");
        report.names()
                .forEach(name ->
                        out.append("<th scope=\"col\">").append(html(name)).append("</th>"));
        out.append("</tr></thead>\n<tbody>\n");
        for (String metric : report.metrics()) {
            List<Verdict> verdicts = report.sheets().stream()
                    .map(sheet -> sheet.column(metric).verdict(question))
                    .toList();
            double best = verdicts.stream()
                    .flatMapToDouble(verdict -> verdict.value().stream())
                    .max()
                    .orElse(Double.NaN);
            double worst = verdicts.stream()
                    .flatMapToDouble(verdict -> verdict.value().stream())
                    .min()
                    .orElse(Double.NaN);
            out.append("<tr><th scope=\"row\">").append(html(metric)).append("</th>");
            for (Verdict verdict : verdicts) {
                if (verdict.value().isPresent()) {
                    double value = verdict.value().getAsDouble();
                    out.append(value == best && best > worst ? "<td class=\"better\">" : "<td>")
                            .append(Figures.score(value));
                } else {
                    out.append("<td class=\"none\">unscored");
                }
                out.append("</td>");
            }
            out.append("</tr>\n");
        }
        out.append("</tbody>\n</table></div>\n");
    }

    /** Why each answer got its score, side by side where both have a reason. */
    private void reasons() {
        for (String metric : report.metrics()) {
            List<String> reasons = report.sheets().stream()
                    .map(sheet -> report.reason(metric, sheet.column(metric).verdict(question)))
                    .toList();
            if (reasons.stream().allMatch(String::isEmpty)) {
                continue;
            }
            boolean two = reasons.stream().noneMatch(String::isEmpty) && reasons.size() == 2;
            out.append("<div class=\"reasons").append(two ? " two" : "").append("\">\n");
            for (int i = 0; i < reasons.size(); i++) {
                if (!reasons.get(i).isEmpty()) {
                    reason(metric, i, reasons.get(i));
                }
            }
            out.append("</div>\n");
        }
    }

    private void reason(String metric, int sheet, String reason) {
        Verdict verdict = report.sheets().get(sheet).column(metric).verdict(question);
        String score =
                verdict.value().isPresent() ? Figures.score(verdict.value().getAsDouble()) : "unscored";
        out.append("<section><h4>")
                .append(html(metric + " of " + report.names().get(sheet) + ": " + score))
                .append("</h4><div class=\"text\">")
                .append(html(reason))
                .append("</div></section>\n");
    }
}
