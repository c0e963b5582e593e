package io.github.tune4j.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tune4j.run.ReportSection.Chart;
import io.github.tune4j.run.ReportSection.Mark;
import io.github.tune4j.run.ReportSection.Series;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChartSvgTest {

    @Test
    void draws_a_dot_for_each_value_that_is_meant_and_a_dashed_line_for_each_mark() {
        String svg = new Chart(
                        "Loss",
                        "Epochs",
                        "Loss",
                        List.of(
                                new Series("strong", new double[] {1, 2, 3}, new double[] {3, 2, 1}),
                                new Series("faint", Series.Weight.FAINT, new double[] {1, 2}, new double[] {1, 1})),
                        List.of(new Mark("best", 2)))
                .toSvg();
        assertThat(svg.split("<circle", -1)).hasSize(1 + 3);
        assertThat(svg.split("<polyline", -1)).hasSize(1 + 2);
        assertThat(svg.split("stroke-dasharray", -1)).hasSize(1 + 1);
        assertThat(svg).contains(">best<", ">strong<", ">faint<", ">Epochs<");
    }

    @Test
    void escapes_hostile_texts_wherever_they_stand() {
        String hostile = "</title><script>alert(1)</script>&\"'\u0000\uFFFF";
        String svg = new Chart(
                        hostile, hostile, hostile, List.of(new Series(hostile, new double[] {1}, new double[] {1})))
                .toSvg();
        assertThat(svg).doesNotContain("<script", "\u0000", "\uFFFF", "&\"");
        assertThat(svg).contains("&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;&quot;&#39;");
    }

    @Test
    void leaves_out_what_is_no_number_and_survives_an_empty_chart() {
        Chart gaps = new Chart("t", "x", "y", List.of(new Series("s", new double[] {1, 2}, new double[] {
            Double.NaN, Double.POSITIVE_INFINITY
        })));
        assertThat(gaps.toSvg())
                .doesNotContain("NaN")
                .doesNotContain("Infinity")
                .doesNotContain("<circle");
        assertThat(new Chart("t", "x", "y", List.of()).toSvg()).endsWith("</svg>\n");
    }
}
