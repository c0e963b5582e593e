package io.github.tune4j.run;

import java.util.ArrayList;
import java.util.List;

/**
 * A part of a report in neutral blocks: text, table, chart, notice. Whoever prints it decides how it looks and escapes
 * what is in it.
 *
 * @param title the heading
 * @param blocks what it holds, in order
 */
public record ReportSection(String title, List<Block> blocks) {

    /**
     * Copies the list.
     *
     * @param title the heading
     * @param blocks what it holds, in order
     */
    public ReportSection {
        blocks = List.copyOf(blocks);
    }

    /** One of the four kinds of content. */
    public sealed interface Block permits Text, Table, Chart, Notice {}

    /**
     * A paragraph.
     *
     * @param text plain text; line ends are kept
     */
    public record Text(String text) implements Block {}

    /**
     * A table.
     *
     * @param header the column titles
     * @param rows cells in plain text, each row as long as the header
     */
    public record Table(List<String> header, List<List<String>> rows) implements Block {
        /**
         * Copies the lists and checks that they form a rectangle.
         *
         * @param header the column titles
         * @param rows cells in plain text, each row as long as the header
         */
        public Table {
            header = List.copyOf(header);
            rows = rows.stream().map(List::copyOf).toList();
            for (List<String> row : rows) {
                if (row.size() != header.size()) {
                    throw new IllegalArgumentException(
                            "a row has " + row.size() + " cells under " + header.size() + " headings: " + row);
                }
            }
        }
    }

    /**
     * Lines over a common pair of axes.
     *
     * @param title what it shows
     * @param xAxis name and unit of the horizontal axis
     * @param yAxis name and unit of the vertical axis
     * @param series the lines
     * @param marks places on the horizontal axis that are worth a look
     */
    public record Chart(String title, String xAxis, String yAxis, List<Series> series, List<Mark> marks)
            implements Block {
        /**
         * Copies the lists.
         *
         * @param title what it shows
         * @param xAxis name and unit of the horizontal axis
         * @param yAxis name and unit of the vertical axis
         * @param series the lines
         * @param marks places on the horizontal axis that are worth a look
         */
        public Chart {
            series = List.copyOf(series);
            marks = List.copyOf(marks);
        }

        /**
         * A chart without marks.
         *
         * @param title what it shows
         * @param xAxis name and unit of the horizontal axis
         * @param yAxis name and unit of the vertical axis
         * @param series the lines
         */
        public Chart(String title, String xAxis, String yAxis, List<Series> series) {
            this(title, xAxis, yAxis, series, List.of());
        }

        /**
         * The chart as a picture of its own: a complete SVG document with title and description, every text escaped.
         *
         * @return the document, UTF-8 safe, without outside resources
         */
        public String toSvg() {
            return ChartSvg.of(this);
        }
    }

    /**
     * One line of a chart.
     *
     * @param name what the legend calls it
     * @param weight whether it is meant or stays behind the others
     * @param x positions, as many as {@code y}, ascending
     * @param y values
     */
    public record Series(String name, Weight weight, double[] x, double[] y) {
        /**
         * Copies the arrays and checks that they are equally long.
         *
         * @param name what the legend calls it
         * @param weight whether it is meant or stays behind the others
         * @param x positions, as many as {@code y}, ascending
         * @param y values
         */
        public Series {
            if (x.length != y.length) {
                throw new IllegalArgumentException(name + ": " + x.length + " positions for " + y.length + " values");
            }
            x = x.clone();
            y = y.clone();
        }

        /**
         * A line that is meant.
         *
         * @param name what the legend calls it
         * @param x positions, as many as {@code y}, ascending
         * @param y values
         */
        public Series(String name, double[] x, double[] y) {
            this(name, Weight.STRONG, x, y);
        }

        /** How much a line is to be seen. */
        public enum Weight {
            /** With a dot for each value. */
            STRONG,
            /** Thin and pale, as a background for the others. */
            FAINT
        }
    }

    /**
     * A place on the horizontal axis that is worth a look.
     *
     * @param name what is there, in a few words
     * @param x where
     */
    public record Mark(String name, double x) {}

    /**
     * A finding with its cure.
     *
     * @param severity how bad it is
     * @param problem what is the matter
     * @param remedy what to do about it; empty when there is nothing to do
     */
    public record Notice(Severity severity, String problem, String remedy) implements Block {}

    /** How bad a finding is. */
    public enum Severity {
        /** As it should be. */
        OK,
        /** Worth a look; stops nothing. */
        WARNING,
        /** Must be mended. */
        ERROR
    }

    /**
     * Begins a section.
     *
     * @param title the heading
     * @return a builder
     */
    public static Builder builder(String title) {
        return new Builder(title);
    }

    /** Collects blocks in order. Not thread-safe. */
    public static final class Builder {
        private final String title;
        private final List<Block> blocks = new ArrayList<>();

        private Builder(String title) {
            this.title = title;
        }

        /**
         * Appends a paragraph.
         *
         * @param text plain text
         * @return this builder
         */
        public Builder addText(String text) {
            return add(new Text(text));
        }

        /**
         * Appends a table.
         *
         * @param header the column titles
         * @param rows the cells, each row as long as the header
         * @return this builder
         */
        public Builder addTable(List<String> header, List<List<String>> rows) {
            return add(new Table(header, rows));
        }

        /**
         * Appends a chart.
         *
         * @param chart the lines
         * @return this builder
         */
        public Builder addChart(Chart chart) {
            return add(chart);
        }

        /**
         * Appends a finding.
         *
         * @param severity how bad it is
         * @param problem what is the matter
         * @param remedy what to do about it; empty when there is nothing to do
         * @return this builder
         */
        public Builder addNotice(Severity severity, String problem, String remedy) {
            return add(new Notice(severity, problem, remedy));
        }

        private Builder add(Block block) {
            blocks.add(block);
            return this;
        }

        /**
         * Ends the section.
         *
         * @return the section
         */
        public ReportSection build() {
            return new ReportSection(title, blocks);
        }
    }
}
