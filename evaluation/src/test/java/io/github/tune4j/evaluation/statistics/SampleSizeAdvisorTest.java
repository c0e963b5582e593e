package io.github.tune4j.evaluation.statistics;

import static io.github.tune4j.evaluation.statistics.ExpectedColumns.rows;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SampleSizeAdvisorTest {

    @Test
    void asks_for_as_many_questions_as_the_reference() {
        for (JsonNode row : rows("power")) {
            ExpectedColumns expect = ExpectedColumns.of(row);
            double effect = expect.get("dz").doubleValue();
            double power = row.get("power").doubleValue();
            double alpha = row.get("alpha").doubleValue();
            int n = Power.questions(effect, power, alpha);
            expect.same("n_t", (double) n);
            expect.same("n_normal", (double) Power.byNormal(effect, power, alpha));
            expect.same("power_at_n_t", Power.of(n, effect, alpha), 1e-6);
            expect.same("power_at_n_t_minus_1", Power.of(n - 1, effect, alpha), 1e-6);
            expect.same("n_sign_flip_minimum", (double) SampleSizeAdvisor.fewestQuestions(alpha));
            expect.nothingElseBut("n_normal_raw");
        }
    }

    @Test
    void knows_the_smallest_p_of_every_number_of_questions() {
        for (JsonNode row : rows("floor")) {
            int n = row.get("n").intValue();
            ExpectedColumns expect = ExpectedColumns.of(row);
            double[] oneToN = IntStream.rangeClosed(1, n).asDoubleStream().toArray();
            expect.same("sign_flip_min_p", SampleSizeAdvisor.smallestPossibleP(n));
            expect.same("sign_test_min_p", PairedTest.signTest(new double[n], oneToN));
            expect.same(
                    "wilcoxon_min_p",
                    PairedTest.wilcoxon(new double[n], oneToN, PairedTest.Zeros.DROP)
                            .exactP());
            assertThat(n >= SampleSizeAdvisor.fewestQuestions(0.05))
                    .isEqualTo(expect.get("can_reach_05").booleanValue());
            expect.nothingElseBut();
        }
    }

    @Test
    void says_that_four_questions_cannot_show_anything() {
        SampleSizeAdvisor.Advice advice = SampleSizeAdvisor.advise(new double[] {5, 6, 2, 5}, 0.8, 0.05);
        assertThat(advice.smallestPossibleP()).isEqualTo(0.125);
        assertThat(advice.questions()).isEqualTo(6);
        assertThat(advice.sentence())
                .isEqualTo("4 questions cannot show anything: p cannot fall below 0.125. "
                        + "A difference like this one is seen with 80 % power from 6 questions.");
    }

    @Test
    void knows_that_no_number_shows_no_difference() {
        assertThat(SampleSizeAdvisor.advise(new double[] {1, -1, 2, -2, 0, 0}, 0.8, 0.05)
                        .questions())
                .isNull();
        assertThat(SampleSizeAdvisor.advise(new double[] {0.00001, 1, -1, 0, 0, 0}, 0.8, 0.05)
                        .questions())
                .isNull();
    }
}
