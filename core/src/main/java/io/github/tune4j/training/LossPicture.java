package io.github.tune4j.training;

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
final class LossPicture {
    private static final int WIDTH = 800;
    private static final int HEIGHT = 450;
    private static final Color INK = new Color(0x1f2937);
    private static final Color QUIET = new Color(0x6b7280);
    private static final Color GRID = new Color(0xe5e7eb);
    private static final Color[] COLOURS = {new Color(0x93c5fd), new Color(0x2563eb), new Color(0xea580c)};
    private static final Shape DOT = new Ellipse2D.Double(-3.5, -3.5, 7, 7);

    private final JFreeChart chart;

    LossPicture(ReportSection.Chart content) {
        XYPlot plot = new XYPlot(data(content), axis(content.xAxis()), axis(content.yAxis()), renderer());
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

    void writePng(OutputStream out) throws IOException {
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

    /** The noise of the steps stays behind the two curves that matter. */
    private static XYLineAndShapeRenderer renderer() {
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, true);
        renderer.setDrawSeriesLineAsPath(true);
        for (int i = 0; i < COLOURS.length; i++) {
            renderer.setSeriesPaint(i, COLOURS[i]);
            renderer.setSeriesStroke(
                    i, new BasicStroke(i == 0 ? 1.3f : 2.4f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
            renderer.setSeriesShape(i, DOT);
            renderer.setSeriesShapesVisible(i, i > 0);
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
