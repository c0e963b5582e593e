package io.github.tune4j.evaluation;

import static io.github.tune4j.evaluation.Markup.html;

import io.github.tune4j.answer.Question;
import java.util.List;
import java.util.OptionalDouble;

/** All questions at a glance: their scores by the leading metric, with links to their answers. */
final class HtmlContents {
    private static final int LONGEST = 160;

    private HtmlContents() {}

    static CharSequence of(Report report) {
        String metric = report.metrics().get(0);
        boolean two = report.comparison() != null;
        StringBuilder out = new StringBuilder("<nav aria-label=\"Questions at a glance\">\n")
                .append("<div class=\"scroll\" role=\"region\" aria-label=\"Questions at a glance\" tabindex=\"0\">\n")
                .append("<table class=\"contents\">\n<caption>")
                .append(html(metric))
                .append(" of each question</caption>\n<thead><tr><th scope=\"col\">Question</th>");
        report.names()
                .forEach(name ->
                        out.append("<th scope=\"col\">").append(html(name)).append("</th>"));
        out.append(two ? "<th scope=\"col\">Change</th>" : "").append("</tr></thead>\n<tbody>\n");
        List<Question> questions = report.sheets().get(0).questions();
        for (int i = 0; i < questions.size(); i++) {
            Question question = questions.get(i);
            out.append("<tr><th scope=\"row\"><a href=\"#q")
                    .append(i + 1)
                    .append("\"><span>")
                    .append(i + 1)
                    .append("</span><span>")
                    .append(html(shortened(question.text())))
                    .append("</span></a></th>");
            List<OptionalDouble> scores = report.sheets().stream()
                    .map(sheet -> sheet.column(metric).verdict(question).value())
                    .toList();
            for (OptionalDouble score : scores) {
                out.append(
                        score.isPresent()
                                ? "<td>" + Figures.score(score.getAsDouble())
                                : "<td class=\"none\">unscored");
                out.append("</td>");
            }
            if (two) {
                out.append(change(scores.get(0), scores.get(1)));
            }
            out.append("</tr>\n");
        }
        return out.append("</tbody>\n</table>\n</div>\n</nav>\n");
    }

    private static String change(OptionalDouble base, OptionalDouble tuned) {
        if (base.isEmpty() || tuned.isEmpty()) {
            return "<td>–</td>";
        }
        double change = tuned.getAsDouble() - base.getAsDouble();
        String kind = change > 0 ? "up" : change < 0 ? "down" : "same";
        return "<td class=\"" + kind + "\">" + Figures.signed(change) + "</td>";
    }

    private static String shortened(String text) {
        return text.codePointCount(0, text.length()) <= LONGEST
                ? text
                : text.substring(0, text.offsetByCodePoints(0, LONGEST)) + "…";
    }
}
