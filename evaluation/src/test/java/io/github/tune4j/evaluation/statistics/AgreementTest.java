package io.github.tune4j.evaluation.statistics;

import static io.github.tune4j.evaluation.statistics.GoldenStatistics.rows;
import static io.github.tune4j.evaluation.statistics.GoldenStatistics.same;
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
            String name = row.get("name").textValue();
            JsonNode expect = row.get("expect");
            List<String> scale = new ArrayList<>();
            row.get("scale").forEach(step -> scale.add(step.asText()));
            boolean words = row.get("scale").get(0).isTextual();
            double[] judge = ratings(row.get("judge"), scale, words);
            double[] human = ratings(row.get("human"), scale, words);
            double[] steps = words
                    ? IntStream.range(0, scale.size()).asDoubleStream().toArray()
                    : GoldenStatistics.numbers(row.get("scale"));
            Agreement agreement = Agreement.between(judge, human, steps);
            same((double) agreement.n(), expect, "n", name);
            same(agreement.exact(), expect, "exact_agreement", name);
            same(agreement.kappa(), expect, "kappa_none", name);
            same(agreement.linearKappa(), expect, "kappa_linear", name);
            same(agreement.quadraticKappa(), expect, "kappa_quadratic", name);
            same(agreement.spearman(), expect, "spearman_rho", name);
            same(agreement.kendall(), expect, "kendall_tau_b", name);
            same(agreement.pearson(), expect, "pearson_r", name);
            Agreement observed = Agreement.between(judge, human);
            same(observed.linearKappa(), expect, "kappa_linear_observed_categories", name);
            same(observed.quadraticKappa(), expect, "kappa_quadratic_observed_categories", name);
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
