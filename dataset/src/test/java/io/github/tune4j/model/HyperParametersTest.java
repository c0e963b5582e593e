package io.github.tune4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tune4j.InvalidInputException;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HyperParametersTest {
    @Test
    void writes_values_as_aws_wants_them() {
        assertThat(HyperParameters.builder()
                        .epochs(10)
                        .learningRate(1e-5)
                        .learningRateMultiplier(2)
                        .earlyStoppingThreshold(0.001)
                        .build()
                        .values())
                .isEqualTo(Map.of(
                        "epochCount", "10",
                        "learningRate", "0.00001",
                        "learningRateMultiplier", "2",
                        "earlyStoppingThreshold", "0.001"));
    }

    @Test
    void accepts_the_ends_of_each_range() {
        for (BaseModel model : ModelCatalog.bundled().all()) {
            for (HyperParameters.Spec spec : model.hyperParameters()) {
                for (var value : new Object[] {spec.min(), spec.max(), spec.standard()}) {
                    HyperParameters.builder()
                            .add(spec.name(), value.toString())
                            .build()
                            .checkedFor(model);
                }
            }
        }
    }

    @Test
    void reports_everything_wrong_at_once_with_what_is_allowed() {
        HyperParameters wrong = HyperParameters.builder()
                .epochs(11)
                .batchSize(2)
                .learningRate(0.1)
                .add("earlyStoppingPatience", "2.5")
                .add("learningRateMultiplier", "fast")
                .build();
        assertThatThrownBy(() -> wrong.checkedFor(BaseModel.CLAUDE_3_HAIKU))
                .hasMessageContaining("learningRateMultiplier 0.1 to 2")
                .asInstanceOf(InstanceOfAssertFactories.type(InvalidInputException.class))
                .extracting(InvalidInputException::problems, InstanceOfAssertFactories.list(String.class))
                .containsExactly(
                        "epochCount must be 1 to 10 (was 11)",
                        "batchSize must be 4 to 256 (was 2)",
                        "learningRate is no hyperparameter of Claude 3 Haiku",
                        "earlyStoppingPatience must be a whole number (was 2.5)",
                        "learningRateMultiplier must be a number (was fast)");
    }

    @ParameterizedTest
    @CsvSource({"99,4,10", "100,8,10", "300,16,5", "800,32,5", "1000,32,2", "9000,64,2"})
    void advises_claude_by_the_size_of_the_data(long records, String batchSize, String epochs) {
        var advice = HyperParameterAdvisor.advise(BaseModel.CLAUDE_3_HAIKU, records);
        assertThat(advice.hyperParameters().values())
                .isEqualTo(Map.of("batchSize", batchSize, "epochCount", epochs, "learningRateMultiplier", "1"));
        assertThat(advice.reasons()).hasSize(3).allSatisfy(r -> assertThat(r).contains("AWS advises"));
        advice.hyperParameters().checkedFor(BaseModel.CLAUDE_3_HAIKU);
    }

    @Test
    void advises_nova_a_warm_up_within_its_range_and_nothing_that_aws_does_not_say() {
        assertThat(HyperParameterAdvisor.advise(BaseModel.NOVA_LITE, 1_600)
                        .hyperParameters()
                        .values())
                .isEqualTo(Map.of("learningRateWarmupSteps", "10"));
        var most = HyperParameterAdvisor.advise(BaseModel.NOVA_LITE, 20_000);
        assertThat(most.hyperParameters().values()).isEqualTo(Map.of("learningRateWarmupSteps", "100"));
        assertThat(most.reasons().get(0)).contains("125 is outside learningRateWarmupSteps 0 to 100");
        assertThat(HyperParameterAdvisor.advise(BaseModel.LLAMA_3_3_70B, 500).reasons())
                .isEmpty();
    }
}
