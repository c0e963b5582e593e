package io.github.tune4j.evaluation.statistics;

import static io.github.tune4j.evaluation.statistics.ExpectedColumns.numbers;
import static io.github.tune4j.evaluation.statistics.ExpectedColumns.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class IntervalTest {

    @Test
    void bootstrap_agrees_with_the_reference_on_given_resamples() {
        for (JsonNode row : rows("bca")) {
            ExpectedColumns expect = ExpectedColumns.of(row);
            double level = row.get("confidence").doubleValue();
            double[] values = numbers(row.get("differences"));
            double[] means = StreamSupport.stream(row.get("resamples").spliterator(), false)
                    .mapToDouble(resample -> resample.textValue()
                                    .chars()
                                    .mapToDouble(c -> values[Character.digit(c, 36)])
                                    .sum()
                            / values.length)
                    .toArray();
            Bootstrap bootstrap = Bootstrap.of(values, means);
            if (!expect.get("degenerate").booleanValue()) {
                expect.same("z0", bootstrap.z0());
                expect.same("acceleration", bootstrap.acceleration());
                expect.same("alpha_low", bootstrap.adjusted((1 - level) / 2));
                expect.same("alpha_high", bootstrap.adjusted((1 + level) / 2));
            }
            expect.same("bca_low", bootstrap.bca(level).low());
            expect.same("bca_high", bootstrap.bca(level).high());
            expect.same("percentile_low", bootstrap.percentile(level).low());
            expect.same("percentile_high", bootstrap.percentile(level).high());
            expect.same("basic_low", bootstrap.basic(level).low());
            expect.same("basic_high", bootstrap.basic(level).high());
            expect.same("estimate", Sample.mean(values));
            expect.nothingElseBut(
                    "acceleration",
                    "alpha_low",
                    "alpha_high",
                    "z0", // none where all values are equal
                    "less",
                    "equal",
                    "equal_in_plain_doubles",
                    "standard_error", // what z0 is made of
                    "z0_strict",
                    "bca_strict_low",
                    "bca_strict_high", // ties not counted
                    "percentile_type6_low",
                    "percentile_type6_high",
                    "bca_type6_low",
                    "bca_type6_high");
        }
    }

    @Test
    void random_resamples_come_close_to_the_reference() {
        for (JsonNode row : rows("paired")) {
            JsonNode bca = row.get("expect").get("bootstrap_bca_95");
            JsonNode percentile = row.get("expect").get("bootstrap_percentile_95");
            double[] differences = Sample.differences(numbers(row.get("b")), numbers(row.get("a")));
            if (bca != null) {
                close(Interval.bca(differences, 0.95, 3), bca, row.get("name").textValue());
            }
            if (percentile != null) {
                close(
                        Interval.percentile(differences, 0.95, 3),
                        percentile,
                        row.get("name").textValue());
            }
        }
    }

    private static void close(Interval interval, JsonNode expect, String name) {
        assertThat(interval.low())
                .as(name)
                .isCloseTo(
                        expect.get("low").doubleValue(),
                        within(expect.get("low_tolerance").doubleValue()));
        assertThat(interval.high())
                .as(name)
                .isCloseTo(
                        expect.get("high").doubleValue(),
                        within(expect.get("high_tolerance").doubleValue()));
    }

    @Test
    void the_same_seed_gives_the_same_interval() {
        double[] values = new Random(1).doubles(25).toArray();
        assertThat(Interval.bca(values, 0.95, 9)).isEqualTo(Interval.bca(values, 0.95, 9));
        assertThat(Interval.bca(values, 0.95, 9)).isNotEqualTo(Interval.bca(values, 0.95, 10));
    }

    @Test
    void no_exact_interval_exists_below_six_values() {
        assertThat(Interval.exact(new double[] {5, 6, 2, 5, 1}, 0.95)).isEmpty();
        assertThat(Interval.exact(new double[] {5, 6, 2, 5, 1, 4}, 0.95)).contains(new Interval(1, 6, 0.95));
        assertThat(Interval.ofMean(new double[] {1, 2, 3}, 0.5, 1)).isPresent();
    }

    @Test
    void the_exact_interval_holds_what_the_test_does_not_reject() {
        double[] values = new Random(2).doubles(11, -1, 3).toArray();
        Interval interval = Interval.exact(values, 0.95).orElseThrow();
        assertThat(pOfShift(values, interval.low())).isGreaterThan(0.05);
        assertThat(pOfShift(values, interval.high())).isGreaterThan(0.05);
        assertThat(pOfShift(values, interval.low() - 1e-6)).isLessThanOrEqualTo(0.05);
        assertThat(pOfShift(values, interval.high() + 1e-6)).isLessThanOrEqualTo(0.05);
    }

    private static double pOfShift(double[] values, double shift) {
        double[] shifted = Arrays.stream(values).map(v -> v - shift).toArray();
        return SignFlips.pValue(shifted);
    }

    @Test
    void shares_agree_with_the_reference() {
        for (JsonNode row : rows("proportions")) {
            int successes = row.get("successes").intValue();
            int trials = row.get("trials").intValue();
            double level = row.get("confidence").doubleValue();
            ExpectedColumns expect = ExpectedColumns.of(row);
            expect.same(
                    "clopper_pearson_low",
                    Interval.clopperPearson(successes, trials, level).low());
            expect.same(
                    "clopper_pearson_high",
                    Interval.clopperPearson(successes, trials, level).high());
            expect.same("wilson_low", Interval.wilson(successes, trials, level).low());
            expect.same("wilson_high", Interval.wilson(successes, trials, level).high());
            double[] signs = new double[trials];
            Arrays.setAll(signs, i -> i < successes ? 1 : -1);
            expect.same("binomial_test_p_half", PairedTest.signTest(new double[trials], signs));
            expect.nothingElseBut("wilson_continuity_low", "wilson_continuity_high");
        }
    }

    @Test
    void refuses_what_has_no_interval() {
        assertThatThrownBy(() -> Interval.bca(new double[] {1}, 0.95, 1)).hasMessageContaining("at least 2");
        assertThatThrownBy(() -> Interval.wilson(3, 2, 0.95)).hasMessageContaining("3 in 2");
        assertThatThrownBy(() -> Interval.exact(new double[] {1}, 95)).hasMessageContaining("95");
    }
}
