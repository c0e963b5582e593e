package io.github.tune4j.training.picture;

import io.github.tune4j.run.ReportSection;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.io.IOException;
import java.io.OutputStream;
import org.jfree.chart.ChartUtils;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.Layer;
import org.jfree.chart.ui.RectangleAnchor;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** A chart as a PNG, at twice the size it is laid out in, so that it stays sharp in documents. */
public final class ChartPicture {
    private static final int WIDTH = 800;
    private static final int HEIGHT = 450;
    private static final Color INK = new Color(0x1f2937);
    private static final Color QUIET = new Color(0x6b7280);
    private static final Color GRID = new Color(0xe5e7eb);
    private static final Color FAINT = new Color(0x93c5fd);
    private static final Color[] COLOURS = {
        new Color(0x2563eb),
        new Color(0xea580c),
        new Color(0x16a34a),
        new Color(0x9333ea),
        new Color(0xdc2626),
        new Color(0x0891b2),
        new Color(0xca8a04),
        new Color(0x64748b)
    };
    private static final Shape DOT = new Ellipse2D.Double(-3.5, -3.5, 7, 7);

    private final JFreeChart chart;

    private ChartPicture(ReportSection.Chart content, int faint) {
        XYPlot plot = new XYPlot(
                data(content),
                axis(content.xAxis()),
                axis(content.yAxis()),
                renderer(content.series().size(), faint));
        ((NumberAxis) plot.getDomainAxis()).setStandardTickUnits(NumberAxis.createIntegerTickUnits());
        plot.getDomainAxis().setRange(0, plot.getDomainAxis().getUpperBound() + 0.15);
        plot.setBackgroundPaint(Color.WHITE);
        plot.setOutlineVisible(false);
        plot.setDomainGridlinesVisible(false);
        plot.setRangeGridlinePaint(GRID);
        plot.setRangeGridlineStroke(new BasicStroke(1));
        plot.setAxisOffset(new RectangleInsets(0, 0, 0, 0));
        int row = 0;
        for (ReportSection.Mark mark : content.marks()) {
            plot.addDomainMarker(marker(mark, row++), Layer.BACKGROUND);
        }
        chart = new JFreeChart(content.title(), font(Font.BOLD, 17), plot, false);
        chart.setBackgroundPaint(Color.WHITE);
        chart.setPadding(new RectangleInsets(14, 14, 10, 18));
        chart.getTitle().setPaint(INK);
        chart.getTitle().setHorizontalAlignment(HorizontalAlignment.LEFT);
        chart.addLegend(legend(plot));
    }

    /**
     * A picture whose first line is noise that stays behind the others.
     *
     * @param content the chart
     * @return the picture
     */
    public static ChartPicture overNoise(ReportSection.Chart content) {
        return new ChartPicture(content, 1);
    }

    /**
     * A picture whose lines are all worth a look.
     *
     * @param content the chart
     * @return the picture
     */
    public static ChartPicture of(ReportSection.Chart content) {
        return new ChartPicture(content, 0);
    }

    /**
     * Draws it.
     *
     * @param out gets a PNG, and stays open
     * @throws IOException if it cannot be written
     */
    public void writePng(OutputStream out) throws IOException {
        ChartUtils.writeScaledChartAsPNG(out, chart, WIDTH, HEIGHT, 2, 2);
    }

    private static XYSeriesCollection data(ReportSection.Chart content) {
        XYSeriesCollection data = new XYSeriesCollection();
        for (ReportSection.Series line : content.series()) {
            XYSeries series = new XYSeries(line.name(), false, true);
            for (int i = 0; i < line.x().length; i++) {
                if (Double.isFinite(line.y()[i])) {
                    series.add(line.x()[i], line.y()[i]);
                }
            }
            data.addSeries(series);
        }
        return data;
    }

    private static XYLineAndShapeRenderer renderer(int lines, int faint) {
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, true);
        renderer.setDrawSeriesLineAsPath(true);
        for (int i = 0; i < lines; i++) {
            boolean noise = i < faint;
            renderer.setSeriesPaint(i, noise ? FAINT : COLOURS[(i - faint) % COLOURS.length]);
            renderer.setSeriesStroke(
                    i, new BasicStroke(noise ? 1.3f : 2.4f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
            renderer.setSeriesShape(i, DOT);
            renderer.setSeriesShapesVisible(i, !noise);
        }
        return renderer;
    }

    private static NumberAxis axis(String label) {
        NumberAxis axis = new NumberAxis(label);
        axis.setAutoRangeIncludesZero(false);
        axis.setLabelFont(font(Font.PLAIN, 13));
        axis.setLabelPaint(QUIET);
        axis.setTickLabelFont(font(Font.PLAIN, 12));
        axis.setTickLabelPaint(QUIET);
        axis.setAxisLinePaint(GRID);
        axis.setTickMarksVisible(false);
        axis.setTickLabelInsets(new RectangleInsets(4, 6, 4, 6));
        return axis;
    }

    private static ValueMarker marker(ReportSection.Mark mark, int row) {
        ValueMarker marker = new ValueMarker(
                mark.x(),
                QUIET,
                new BasicStroke(1.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL, 1, new float[] {4, 4}, 0));
        marker.setLabel(mark.name());
        marker.setLabelFont(font(Font.PLAIN, 12));
        marker.setLabelPaint(INK);
        marker.setLabelBackgroundColor(Color.WHITE);
        marker.setLabelAnchor(RectangleAnchor.TOP_LEFT);
        marker.setLabelTextAnchor(TextAnchor.TOP_RIGHT);
        marker.setLabelOffset(new RectangleInsets(4 + row * 18.0, 6, 4, 6));
        return marker;
    }

    private static LegendTitle legend(XYPlot plot) {
        LegendTitle legend = new LegendTitle(plot);
        legend.setItemFont(font(Font.PLAIN, 13));
        legend.setItemPaint(INK);
        legend.setPosition(RectangleEdge.TOP);
        legend.setHorizontalAlignment(HorizontalAlignment.LEFT);
        legend.setItemLabelPadding(new RectangleInsets(2, 4, 2, 14));
        legend.setPadding(new RectangleInsets(4, 0, 8, 0));
        legend.setBackgroundPaint(Color.WHITE);
        return legend;
    }

    private static Font font(int style, int size) {
        return new Font(Font.SANS_SERIF, style, size);
    }
}
