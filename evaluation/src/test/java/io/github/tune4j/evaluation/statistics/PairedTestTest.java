package io.github.tune4j.evaluation.statistics;

import static io.github.tune4j.evaluation.statistics.GoldenStatistics.numbers;
import static io.github.tune4j.evaluation.statistics.GoldenStatistics.rows;
import static io.github.tune4j.evaluation.statistics.GoldenStatistics.same;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PairedTestTest {

    @Test
    void agrees_with_the_reference_on_every_pair_of_series() {
        for (JsonNode row : rows("paired")) {
            String name = row.get("name").textValue();
            JsonNode expect = row.get("expect");
            double[] tuned = numbers(row.get("a"));
            double[] base = numbers(row.get("b"));
            double[] differences = Sample.differences(base, tuned);
            PairedTest.Outcome outcome = PairedTest.signFlip(base, tuned, 1);
            same(Sample.mean(tuned), expect, "mean_a", name);
            same(Sample.mean(base), expect, "mean_b", name);
            same(outcome.meanDifference(), expect, "mean_difference", name);
            same(Sample.standardDeviation(differences), expect, "sd_difference", name);
            same((double) outcome.wins(), expect, "wins", name);
            same((double) outcome.ties(), expect, "ties", name);
            same((double) outcome.losses(), expect, "losses", name);
            same(outcome.pValue(), expect, "sign_flip_p", name);
            assertThat(outcome.pValue() * Math.pow(2, base.length))
                    .as(name)
                    .isCloseTo(
                            Double.parseDouble(expect.get("sign_flip_count").textValue()),
                            org.assertj.core.data.Percentage.withPercentage(1e-9));
            same(SampleSizeAdvisor.smallestPossibleP(base.length), expect, "sign_flip_min_p", name);
            same(PairedTest.signTest(base, tuned), expect, "sign_test_p", name);
            same(PairedTest.cohen(differences), expect, "cohens_dz", name);
            same(PairedTest.hedgesFactor(base.length - 1), expect, "hedges_j_exact", name);
            same(outcome.effectSize(), expect, "hedges_gz_exact", name);
            student(base, tuned, expect, name);
            Map.of("wilcox", PairedTest.Zeros.DROP, "pratt", PairedTest.Zeros.PRATT, "zsplit", PairedTest.Zeros.SPLIT)
                    .forEach((key, zeros) -> wilcoxon(
                            PairedTest.wilcoxon(base, tuned, zeros),
                            expect.get("wilcoxon").get(key),
                            name + " " + key));
        }
    }

    private static void student(double[] base, double[] tuned, JsonNode expect, String name) {
        PairedTest.StudentT student = PairedTest.studentT(base, tuned);
        same(student == null ? null : (Double) student.t(), expect, "t", name);
        same(student == null ? null : (Double) student.pValue(), expect, "t_p", name);
        same(student == null ? null : (Double) student.interval().low(), expect, "t_low", name);
        same(student == null ? null : (Double) student.interval().high(), expect, "t_high", name);
    }

    private static void wilcoxon(PairedTest.Wilcoxon actual, JsonNode expect, String name) {
        same(actual.plus(), expect, "w_plus", name);
        same(actual.minus(), expect, "w_minus", name);
        same((double) actual.used(), expect, "n_used", name);
        if (actual.used() > 0) {
            same(actual.exactP(), expect, "p_exact", name);
            same(actual.z(), expect, "z", name);
            same(actual.normalP(), expect, "p_normal", name);
            same(actual.correctedP(), expect, "p_normal_corrected", name);
        } else {
            assertThat(actual.exactP()).as(name).isEqualTo(1);
        }
    }

    @Test
    void gives_the_article_its_p_digit_for_digit() {
        PairedTest.Outcome outcome = PairedTest.signFlip(new double[] {3, 2, 2, 3}, new double[] {8, 8, 4, 8}, 1);
        assertThat(outcome.pValue()).isEqualTo(0.125);
        assertThat(outcome.meanDifference()).isEqualTo(4.5);
        assertThat(outcome.interval()).isNull();
    }

    @Test
    void counts_every_pattern_of_scores_that_lie_on_no_grid() {
        double[] terms = new Random(5).doubles(16, -1, 1.4).toArray();
        double observed = Math.abs(Arrays.stream(terms).sum());
        int reached = 0;
        for (int pattern = 0; pattern < 1 << 16; pattern++) {
            double sum = 0;
            for (int i = 0; i < 16; i++) {
                sum += (pattern >> i & 1) == 0 ? terms[i] : -terms[i];
            }
            reached += Math.abs(sum) >= observed - 1e-12 ? 1 : 0;
        }
        assertThat(SignFlips.pValue(terms)).isCloseTo(reached / 65536.0, within(1e-12));
    }

    @Test
    void rounding_and_the_normal_approximation_stay_close_to_the_exact_test() {
        double[] many = new Random(6).doubles(60, -1, 1.25).toArray();
        double[] onGrid =
                Arrays.stream(many).map(d -> Math.rint(d * 10_000) / 10_000).toArray();
        assertThat(SignFlips.pValue(many)).isCloseTo(SignFlips.pValue(onGrid), within(2e-4));
        double[] most = new Random(7).doubles(2_000, -1, 1.05).toArray();
        double[] oneMore = Arrays.copyOf(most, 2_001);
        assertThat(SignFlips.pValue(oneMore)).isCloseTo(SignFlips.pValue(most), within(1e-3));
    }

    @Test
    void adjusts_for_several_metrics_as_the_reference_does() {
        for (JsonNode row : rows("holm")) {
            Map.of(
                            "holm", PairedTest.Adjustment.HOLM,
                            "bonferroni", PairedTest.Adjustment.BONFERRONI,
                            "benjamini_hochberg", PairedTest.Adjustment.BENJAMINI_HOCHBERG)
                    .forEach((key, adjustment) -> assertThat(adjustment.adjust(numbers(row.get("p"))))
                            .as(row.get("name").textValue() + " " + key)
                            .containsExactly(numbers(row.get("expect").get(key)), within(1e-9)));
        }
    }

    @Test
    void refuses_series_that_do_not_belong_together() {
        assertThatThrownBy(() -> PairedTest.signFlip(new double[] {1}, new double[] {1, 2}, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 base scores for 2 tuned scores");
        assertThatThrownBy(() -> PairedTest.signTest(new double[] {Double.NaN}, new double[] {1}))
                .hasMessageContaining("NaN");
    }
}
