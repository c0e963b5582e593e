package io.github.tune4j.run;

import io.github.tune4j.run.ReportSection.Series;
import java.util.List;
import java.util.Locale;

/** The one SVG writer: a line chart that follows the colour of the text around it, in light and in dark. */
final class ChartSvg {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 400;
    private static final int LEFT = 56;
    private static final int RIGHT = 16;
    private static final int TOP = 68;
    private static final int BOTTOM = 50;
    private static final double LETTER = 6.6;
    private static final List<String> COLOURS =
            List.of("#3b82f6", "#ea580c", "#0d9488", "#a855f7", "#dc2626", "#65a30d", "#0891b2", "#ca8a04");

    private final ReportSection.Chart chart;
    private final ChartAxis x;
    private final ChartAxis y;
    private final StringBuilder out = new StringBuilder(8192);

    private ChartSvg(ReportSection.Chart chart) {
        this.chart = chart;
        this.x = ChartAxis.horizontal(chart.series().stream().map(Series::x).toList());
        this.y = ChartAxis.vertical(chart.series().stream().map(Series::y).toList());
    }

    static String of(ReportSection.Chart chart) {
        return new ChartSvg(chart).draw();
    }

    private String draw() {
        out.append(("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" font-size=\"12\""
                        + " font-family=\"system-ui, sans-serif\" fill=\"currentColor\">%n")
                .formatted(WIDTH, HEIGHT));
        out.append("<title>").append(escape(chart.title())).append("</title>\n");
        out.append("<desc>").append(escape(description())).append("</desc>\n");
        text(LEFT - 40, 22, "start", chart.title(), " font-size=\"15\" font-weight=\"600\"");
        grid();
        marks();
        double legend = LEFT - 40;
        int colour = 0;
        for (Series series : chart.series()) {
            legend = line(series, COLOURS.get(colour % COLOURS.size()), legend);
            // A faint line shares the colour of the strong one that it belongs to and stands before.
            colour += series.weight() == Series.Weight.STRONG ? 1 : 0;
        }
        return out.append("</svg>\n").toString();
    }

    private String description() {
        return chart.yAxis() + " over " + chart.xAxis() + ": "
                + String.join(", ", chart.series().stream().map(Series::name).toList());
    }

    private void grid() {
        for (double tick : y.ticks()) {
            path(
                    "M" + LEFT + " " + number(yAt(tick)) + "H" + (WIDTH - RIGHT),
                    "currentColor",
                    "stroke-opacity=\"0.15\"");
            text(LEFT - 8, yAt(tick) + 4, "end", y.label(tick), " opacity=\"0.7\"");
        }
        for (double tick : x.ticks()) {
            text(xAt(tick), HEIGHT - BOTTOM + 18, "middle", x.label(tick), " opacity=\"0.7\"");
        }
        text((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 10, "middle", chart.xAxis(), " opacity=\"0.7\"");
        String middle = number((TOP + HEIGHT - BOTTOM) / 2.0);
        text(
                14,
                (TOP + HEIGHT - BOTTOM) / 2.0,
                "middle",
                chart.yAxis(),
                " opacity=\"0.7\" transform=\"rotate(-90 14 " + middle + ")\"");
    }

    private void marks() {
        int row = 0;
        for (ReportSection.Mark mark : chart.marks()) {
            String at = number(xAt(mark.x()));
            path(
                    "M" + at + " " + TOP + "V" + (HEIGHT - BOTTOM),
                    "currentColor",
                    "stroke-dasharray=\"4 4\" stroke-opacity=\"0.55\"");
            text(xAt(mark.x()) - 6, TOP + 12 + 16.0 * row++, "end", mark.name(), "");
        }
    }

    /** Draws a line and its entry in the legend, and says where the next entry begins. */
    private double line(Series series, String colour, double legend) {
        boolean strong = series.weight() == Series.Weight.STRONG;
        StringBuilder points = new StringBuilder();
        StringBuilder dots = new StringBuilder();
        for (int i = 0; i < series.x().length; i++) {
            if (Double.isFinite(series.x()[i]) && Double.isFinite(series.y()[i])) {
                String px = number(xAt(series.x()[i]));
                String py = number(yAt(series.y()[i]));
                points.append(points.length() == 0 ? "" : " ")
                        .append(px)
                        .append(',')
                        .append(py);
                dots.append("<circle cx=\"%s\" cy=\"%s\" r=\"3\"/>".formatted(px, py));
            }
        }
        out.append("<g stroke=\"%s\" fill=\"%s\" stroke-width=\"%s\" opacity=\"%s\">"
                .formatted(colour, colour, strong ? "2" : "1.2", strong ? "1" : "0.55"));
        out.append("<polyline fill=\"none\" stroke-linejoin=\"round\" points=\"")
                .append(points)
                .append("\"/>");
        if (strong && series.x().length <= 60) {
            out.append(dots);
        }
        out.append("<path stroke-width=\"3\" d=\"M").append(number(legend)).append(" 42h16\"/></g>\n");
        text(legend + 22, 46, "start", series.name(), "");
        return legend + 44 + series.name().length() * LETTER;
    }

    private void path(String d, String stroke, String more) {
        out.append("<path fill=\"none\" d=\"%s\" stroke=\"%s\" %s/>%n".formatted(d, stroke, more));
    }

    private void text(double atX, double atY, String anchor, String text, String more) {
        out.append("<text x=\"%s\" y=\"%s\" text-anchor=\"%s\"%s>%s</text>%n"
                .formatted(number(atX), number(atY), anchor, more, escape(text)));
    }

    private double xAt(double value) {
        return LEFT + x.share(value) * (WIDTH - LEFT - RIGHT);
    }

    private double yAt(double value) {
        return HEIGHT - BOTTOM - y.share(value) * (HEIGHT - TOP - BOTTOM);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    /** Escapes for text and attributes, and replaces what XML 1.0 has no place for. */
    private static String escape(String text) {
        StringBuilder safe = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.appendCodePoint(allowedInXml(c) ? c : 0xFFFD);
            }
        });
        return safe.toString();
    }

    private static boolean allowedInXml(int c) {
        return c == '\t' || c == '\n' || (c >= 0x20 && c <= 0xD7FF) || (c >= 0xE000 && c <= 0xFFFD) || c >= 0x10000;
    }
}
