package io.github.tune4j.run;

import java.util.List;
import java.util.Locale;

/** The one SVG writer: a line chart with axes, ticks, markers and a legend. Colours follow the page in dark mode. */
final class ChartSvg {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 400;
    private static final int LEFT = 64;
    private static final int RIGHT = 20;
    private static final int TOP = 56;
    private static final int BOTTOM = 52;
    private static final List<String> COLOURS =
            List.of("#2563eb", "#ea580c", "#0d9488", "#9333ea", "#b91c1c", "#4d7c0f", "#0369a1", "#a16207");

    private final ReportSection.Chart chart;
    private final Axis x;
    private final Axis y;
    private final StringBuilder out = new StringBuilder(8192);

    private ChartSvg(ReportSection.Chart chart) {
        this.chart = chart;
        this.x = Axis.over(chart.series().stream().map(ReportSection.Series::x).toList(), false);
        this.y = Axis.over(chart.series().stream().map(ReportSection.Series::y).toList(), true);
    }

    static String of(ReportSection.Chart chart) {
        return new ChartSvg(chart).draw();
    }

    private String draw() {
        out.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ")
                .append(WIDTH)
                .append(' ')
                .append(HEIGHT)
                .append("\" role=\"img\" font-family=\"sans-serif\" font-size=\"12\" fill=\"currentColor\">\n")
                .append("<title>")
                .append(escape(chart.title()))
                .append("</title>\n<desc>")
                .append(escape(description()))
                .append("</desc>\n");
        text(WIDTH / 2.0, 20, "middle", chart.title(), " font-size=\"15\" font-weight=\"600\"");
        axes();
        for (int i = 0; i < chart.series().size(); i++) {
            line(chart.series().get(i), COLOURS.get(i % COLOURS.size()), i);
        }
        return out.append("</svg>\n").toString();
    }

    private String description() {
        return chart.yAxis() + " over " + chart.xAxis() + ": "
                + String.join(
                        ", ",
                        chart.series().stream().map(ReportSection.Series::name).toList());
    }

    private void axes() {
        double bottom = HEIGHT - BOTTOM;
        for (double tick : y.ticks()) {
            double at = yAt(tick);
            segment(LEFT, at, WIDTH - RIGHT, at, "currentColor\" stroke-opacity=\"0.15");
            text(LEFT - 8, at + 4, "end", y.label(tick), "");
        }
        for (double tick : x.ticks()) {
            double at = xAt(tick);
            segment(at, bottom, at, bottom + 5, "currentColor\" stroke-opacity=\"0.6");
            text(at, bottom + 19, "middle", x.label(tick), "");
        }
        segment(LEFT, bottom, WIDTH - RIGHT, bottom, "currentColor\" stroke-opacity=\"0.6");
        segment(LEFT, TOP, LEFT, bottom, "currentColor\" stroke-opacity=\"0.6");
        text((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 12, "middle", chart.xAxis(), "");
        double middle = (TOP + bottom) / 2.0;
        text(16, middle, "middle", chart.yAxis(), " transform=\"rotate(-90 16 " + number(middle) + ")\"");
    }

    private void line(ReportSection.Series series, String colour, int index) {
        StringBuilder points = new StringBuilder();
        StringBuilder markers = new StringBuilder();
        for (int i = 0; i < series.x().length; i++) {
            if (Double.isFinite(series.x()[i]) && Double.isFinite(series.y()[i])) {
                String px = number(xAt(series.x()[i]));
                String py = number(yAt(series.y()[i]));
                points.append(points.length() == 0 ? "" : " ")
                        .append(px)
                        .append(',')
                        .append(py);
                markers.append("<circle cx=\"")
                        .append(px)
                        .append("\" cy=\"")
                        .append(py)
                        .append("\" r=\"2.6\"/>");
            }
        }
        out.append("<g stroke=\"")
                .append(colour)
                .append("\" fill=\"")
                .append(colour)
                .append("\">");
        out.append("<polyline fill=\"none\" stroke-width=\"2\" points=\"")
                .append(points)
                .append("\"/>");
        if (series.x().length <= 60) {
            out.append(markers);
        }
        double legend = LEFT
                + index
                        * ((WIDTH - LEFT - RIGHT)
                                / (double) Math.max(1, chart.series().size()));
        out.append("<path stroke-width=\"3\" d=\"M").append(number(legend)).append(" 39h18\"/></g>\n");
        text(legend + 24, 43, "start", series.name(), "");
    }

    private void segment(double x1, double y1, double x2, double y2, String stroke) {
        out.append("<path fill=\"none\" d=\"M")
                .append(number(x1))
                .append(' ')
                .append(number(y1))
                .append('L')
                .append(number(x2))
                .append(' ')
                .append(number(y2))
                .append("\" stroke=\"")
                .append(stroke)
                .append("\"/>\n");
    }

    private void text(double atX, double atY, String anchor, String text, String more) {
        out.append("<text x=\"")
                .append(number(atX))
                .append("\" y=\"")
                .append(number(atY))
                .append("\" text-anchor=\"")
                .append(anchor)
                .append('"')
                .append(more)
                .append('>')
                .append(escape(text))
                .append("</text>\n");
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

    /** Escapes for text and attributes, and drops what XML 1.0 has no place for. */
    private static String escape(String text) {
        StringBuilder safe = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> {
                    boolean allowed = c == '\t'
                            || c == '\n'
                            || (c >= 0x20 && c <= 0xD7FF)
                            || (c >= 0xE000 && c <= 0xFFFD)
                            || c >= 0x10000;
                    safe.appendCodePoint(allowed ? c : 0xFFFD);
                }
            }
        });
        return safe.toString();
    }

    /** The visible range of one direction with round tick marks. */
    private record Axis(double low, double high, double step) {

        static Axis over(List<double[]> values, boolean fromZero) {
            double low = Double.POSITIVE_INFINITY;
            double high = Double.NEGATIVE_INFINITY;
            for (double[] line : values) {
                for (double value : line) {
                    if (Double.isFinite(value)) {
                        low = Math.min(low, value);
                        high = Math.max(high, value);
                    }
                }
            }
            if (low > high) {
                low = 0;
                high = 1;
            }
            if (fromZero && low > 0) {
                low = 0;
            }
            if (low == high) {
                high = low + 1;
            }
            double step = roundStep((high - low) / 6);
            return fromZero
                    ? new Axis(Math.floor(low / step) * step, Math.ceil(high / step) * step, step)
                    : new Axis(low, high, Math.max(step, 1));
        }

        private static double roundStep(double raw) {
            double power = Math.pow(10, Math.floor(Math.log10(raw)));
            double lead = raw / power;
            return (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10) * power;
        }

        double share(double value) {
            return (value - low) / (high - low);
        }

        double[] ticks() {
            double first = Math.ceil(low / step - 1e-9) * step;
            int count = (int) Math.floor((high - first) / step + 1e-9) + 1;
            double[] ticks = new double[Math.max(0, count)];
            for (int i = 0; i < ticks.length; i++) {
                ticks[i] = first + i * step;
            }
            return ticks;
        }

        String label(double tick) {
            int decimals = step >= 1 ? 0 : (int) Math.ceil(-Math.log10(step) - 1e-9);
            return String.format(Locale.ROOT, "%." + decimals + "f", tick);
        }
    }
}
