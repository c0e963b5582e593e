package io.github.tune4j.evaluation;

import io.github.tune4j.answer.Question;
import io.github.tune4j.run.ReportSection;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The report for wikis and pull requests. Every text is escaped, so that it reads as it was written. */
final class MarkdownReport {
    private static final int LONGEST_ITEM_NUMBER = 9;

    private final Report report;
    private final StringBuilder out = new StringBuilder();

    private MarkdownReport(Report report) {
        this.report = report;
    }

    static String of(Report report) {
        return new MarkdownReport(report).write();
    }

    private String write() {
        out.append("# ")
                .append(line(report.title()))
                .append("\n\n**")
                .append(line(report.sentence()))
                .append("**\n\n");
        report.standIns().forEach(notice -> item("Stand-in: " + notice));
        report.notes().forEach(this::item);
        out.append("\n## Means\n\n");
        means();
        out.append("\n## Questions\n\n");
        int number = 0;
        for (Question question : report.sheets().get(0).questions()) {
            question(++number, question);
        }
        report.sections().forEach(this::section);
        out.append("## How the numbers came about\n\n");
        report.metrics().forEach(metric -> item(metric + ": " + report.signature(metric)));
        Means.explanations(report).forEach(this::item);
        return out.toString();
    }

    private void means() {
        table(Means.header(report), Means.rows(report));
    }

    private void question(int number, Question question) {
        out.append("### ")
                .append(number)
                .append(". ")
                .append(line(question.text()))
                .append("\n\n");
        if (question.reference() != null) {
            out.append("Reference:\n\n").append(quote(question.reference()));
        }
        for (int i = 0; i < report.sheets().size(); i++) {
            Scores sheet = report.sheets().get(i);
            String answer = sheet.text(question);
            out.append("Answer of ")
                    .append(line(report.names().get(i)))
                    .append(":\n\n")
                    .append(quote(answer == null ? "(no answer)" : answer.isBlank() ? "(empty answer)" : answer));
        }
        List<String> header = new ArrayList<>(List.of("Metric"));
        header.addAll(report.names());
        List<List<String>> rows = new ArrayList<>();
        StringBuilder reasons = new StringBuilder();
        for (String metric : report.metrics()) {
            List<String> row = new ArrayList<>(List.of(metric));
            for (int i = 0; i < report.sheets().size(); i++) {
                Verdict verdict = report.sheets().get(i).column(metric).verdict(question);
                row.add(
                        verdict.value().isPresent()
                                ? Figures.score(verdict.value().getAsDouble())
                                : "unscored");
                String reason = report.reason(metric, verdict);
                if (!reason.isEmpty()) {
                    reasons.append(line(metric + " of " + report.names().get(i)))
                            .append(":\n\n")
                            .append(quote(reason));
                }
            }
            rows.add(row);
        }
        table(header, rows);
        out.append('\n').append(reasons);
    }

    private void section(ReportSection section) {
        out.append("## ").append(line(section.title())).append("\n\n");
        for (ReportSection.Block block : section.blocks()) {
            if (block instanceof ReportSection.Text text) {
                out.append(lines(text.text(), "")).append('\n');
            } else if (block instanceof ReportSection.Table table) {
                table(table.header(), table.rows());
                out.append('\n');
            } else if (block instanceof ReportSection.Notice notice) {
                item(notice.severity() + ": " + notice.problem()
                        + (notice.remedy().isEmpty() ? "" : " " + notice.remedy()));
                out.append('\n');
            } else if (block instanceof ReportSection.Chart chart) {
                chart(chart);
            }
        }
    }

    private void chart(ReportSection.Chart chart) {
        out.append(line(chart.title() + ": " + chart.yAxis() + " over " + chart.xAxis()))
                .append("\n\n");
        for (ReportSection.Series series : chart.series()) {
            double[] y = series.y();
            item(series.name() + ": "
                    + (y.length == 0
                            ? "no points"
                            : y.length + " points, first " + Figures.score(y[0]) + ", last "
                                    + Figures.score(y[y.length - 1])));
        }
        out.append('\n');
    }

    private void item(String text) {
        out.append("- ").append(line(text)).append('\n');
    }

    private void table(List<String> header, List<List<String>> rows) {
        row(header);
        out.append("|").append(" --- |".repeat(header.size())).append('\n');
        rows.forEach(this::row);
    }

    private void row(List<String> cells) {
        out.append(cells.stream().map(MarkdownReport::line).collect(Collectors.joining(" | ", "| ", " |\n")));
    }

    private static String quote(String text) {
        return lines(text, "> ") + "\n";
    }

    private static String lines(String text, String prefix) {
        return text.lines()
                .map(MarkdownReport::line)
                .map(line -> prefix + line + "  \n")
                .collect(Collectors.joining());
    }

    /** One line in which nothing has a meaning of its own. */
    static String line(@Nullable String text) {
        String visible =
                Markup.visible(text == null ? "" : text).replace('\n', ' ').replace('\t', ' ');
        int indent = visible.length() - visible.stripLeading().length();
        StringBuilder line = new StringBuilder(visible.length());
        for (int i = 0; i < visible.length(); i++) {
            char c = visible.charAt(i);
            switch (c) {
                case '<' -> line.append("&lt;");
                case '>' -> line.append("&gt;");
                case '&' -> line.append("&amp;");
                default ->
                    line.append(hasMeaning(visible, indent, i) ? "\\" : "").append(c);
            }
        }
        return line.toString();
    }

    /** By the number of white-space characters that the line begins with. */
    private static boolean hasMeaning(String line, int indent, int at) {
        return switch (line.charAt(at)) {
            case '\\', '`', '*', '_', '[', ']', '|', '~' -> true;
            case '#', '+', '-', '=' -> at == indent;
            case '.', ')' ->
                (at + 1 == line.length() || line.charAt(at + 1) == ' ')
                        && at > indent
                        && at <= indent + LONGEST_ITEM_NUMBER
                        && line.substring(indent, at).matches("[0-9]+");
            default -> false;
        };
    }
}
