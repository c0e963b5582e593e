package io.github.tune4j.evaluation.statistics;

import static io.github.tune4j.evaluation.statistics.ExpectedColumns.numbers;
import static io.github.tune4j.evaluation.statistics.ExpectedColumns.rows;
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
            ExpectedColumns expect = ExpectedColumns.of(row);
            double[] tuned = numbers(row.get("a"));
            double[] base = numbers(row.get("b"));
            double[] differences = Sample.differences(base, tuned);
            PairedTest.Outcome outcome = PairedTest.signFlip(base, tuned, 1);
            expect.same("mean_a", Sample.mean(tuned));
            expect.same("mean_b", Sample.mean(base));
            expect.same("mean_difference", outcome.meanDifference());
            expect.same("sd_difference", Sample.standardDeviation(differences));
            expect.same("wins", (double) outcome.wins());
            expect.same("ties", (double) outcome.ties());
            expect.same("losses", (double) outcome.losses());
            expect.same("sign_flip_p", outcome.pValue());
            assertThat(outcome.pValue() * Math.pow(2, base.length))
                    .as(expect.row())
                    .isCloseTo(
                            Double.parseDouble(expect.get("sign_flip_count").textValue()),
                            org.assertj.core.data.Percentage.withPercentage(1e-9));
            expect.same("sign_flip_min_p", SampleSizeAdvisor.smallestPossibleP(base.length));
            expect.same("sign_test_p", PairedTest.signTest(base, tuned));
            expect.same("cohens_dz", PairedTest.cohen(differences));
            expect.same("hedges_j_exact", PairedTest.hedgesFactor(base.length - 1));
            expect.same("hedges_gz_exact", outcome.effectSize());
            student(base, tuned, expect);
            Map.of("wilcox", PairedTest.Zeros.DROP, "pratt", PairedTest.Zeros.PRATT, "zsplit", PairedTest.Zeros.SPLIT)
                    .forEach((key, zeros) -> wilcoxon(
                            PairedTest.wilcoxon(base, tuned, zeros),
                            expect.group("wilcoxon").group(key)));
            expect.get("bootstrap_bca_95");
            expect.get("bootstrap_percentile_95");
            expect.nothingElseBut("hedges_j_approx", "hedges_gz_approx");
        }
    }

    private static void student(double[] base, double[] tuned, ExpectedColumns expect) {
        PairedTest.StudentT student = PairedTest.studentT(base, tuned);
        expect.same("t", student == null ? null : (Double) student.t());
        expect.same("t_p", student == null ? null : (Double) student.pValue());
        expect.same(
                "t_low", student == null ? null : (Double) student.interval().low());
        expect.same("t_df", base.length - 1.0);
        expect.same(
                "t_high", student == null ? null : (Double) student.interval().high());
    }

    private static void wilcoxon(PairedTest.Wilcoxon actual, ExpectedColumns expect) {
        expect.same("w_plus", actual.plus());
        expect.same("w_minus", actual.minus());
        expect.same("n_used", (double) actual.used());
        if (actual.used() > 0) {
            expect.same("p_exact", actual.exactP());
            expect.same("z", actual.z());
            expect.same("p_normal", actual.normalP());
            expect.same("p_normal_corrected", actual.correctedP());
        } else {
            assertThat(expect.get("p_exact").isNull()).as(expect.row()).isTrue();
            assertThat(actual.exactP()).as(expect.row()).isEqualTo(1);
        }
        expect.nothingElseBut();
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
            ExpectedColumns expect = ExpectedColumns.of(row);
            Map.of(
                            "holm", PairedTest.Adjustment.HOLM,
                            "bonferroni", PairedTest.Adjustment.BONFERRONI,
                            "benjamini_hochberg", PairedTest.Adjustment.BENJAMINI_HOCHBERG)
                    .forEach((key, adjustment) -> assertThat(adjustment.adjust(numbers(row.get("p"))))
                            .as(expect.row() + " " + key)
                            .containsExactly(numbers(expect.get(key)), within(1e-9)));
            double[] holm = PairedTest.Adjustment.HOLM.adjust(numbers(row.get("p")));
            for (int i = 0; i < holm.length; i++) {
                assertThat(holm[i] <= 0.05)
                        .as(expect.row())
                        .isEqualTo(expect.get("reject_holm_05").get(i).booleanValue());
            }
            expect.nothingElseBut();
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
