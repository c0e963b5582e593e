package io.github.tune4j.evaluation.statistics;

import static io.github.tune4j.evaluation.statistics.ExpectedColumns.rows;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class AgreementTest {

    @Test
    void agrees_with_the_reference() {
        for (JsonNode row : rows("agreement")) {
            ExpectedColumns expect = ExpectedColumns.of(row);
            List<String> scale = new ArrayList<>();
            row.get("scale").forEach(step -> scale.add(step.asText()));
            boolean words = row.get("scale").get(0).isTextual();
            double[] judge = ratings(row.get("judge"), scale, words);
            double[] human = ratings(row.get("human"), scale, words);
            double[] steps = words
                    ? IntStream.range(0, scale.size()).asDoubleStream().toArray()
                    : ExpectedColumns.numbers(row.get("scale"));
            Agreement agreement = Agreement.between(judge, human, steps);
            expect.same("n", (double) agreement.n());
            expect.same("exact_agreement", agreement.exact());
            expect.same("kappa_none", agreement.kappa());
            expect.same("kappa_linear", agreement.linearKappa());
            expect.same("kappa_quadratic", agreement.quadraticKappa());
            expect.same("spearman_rho", agreement.spearman());
            expect.same("kendall_tau_b", agreement.kendall());
            expect.same("pearson_r", agreement.pearson());
            Agreement observed = Agreement.between(judge, human);
            expect.same("kappa_linear_observed_categories", observed.linearKappa());
            expect.same("kappa_quadratic_observed_categories", observed.quadraticKappa());
            expect.nothingElseBut("spearman_p_t");
        }
    }

    private static double[] ratings(JsonNode ratings, List<String> scale, boolean words) {
        return StreamSupport.stream(ratings.spliterator(), false)
                .mapToDouble(rating -> words ? scale.indexOf(rating.asText()) : rating.doubleValue())
                .toArray();
    }

    @Test
    void refuses_a_rating_that_is_not_on_the_scale() {
        assertThatThrownBy(() -> Agreement.between(new double[] {1}, new double[] {11}, new double[] {1, 10}))
                .hasMessageContaining("11.0 is not on the scale");
    }
}
