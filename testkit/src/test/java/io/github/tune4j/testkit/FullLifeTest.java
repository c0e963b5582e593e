package io.github.tune4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrock.model.ModelCustomizationJobStatus;
import software.amazon.awssdk.services.bedrock.model.ProvisionedModelStatus;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.ModelNotReadyException;

@Timeout(60)
class FullLifeTest {

    @Test
    void runs_at_the_usual_speed_and_costs_the_started_hour() throws InterruptedException {
        try (Life life = Life.start(LocalAws.builder())) {
            String job = life.bedrock
                    .createModelCustomizationJob(life.job("qa")
                            .hyperParameters(Map.of("epochCount", "10"))
                            .build())
                    .jobArn();
            while (life.get(job).status() == ModelCustomizationJobStatus.IN_PROGRESS) {
                life.local.time().sleep(Duration.ofSeconds(60));
            }
            String model = life.get(job).outputModelArn();
            String throughput = life.bedrock
                    .createProvisionedModelThroughput(
                            b -> b.provisionedModelName("qa").modelId(model).modelUnits(1))
                    .provisionedModelArn();
            assertThat(life.local.running()).containsExactly(throughput);
            while (life.bedrock
                            .getProvisionedModelThroughput(b -> b.provisionedModelId(throughput))
                            .status()
                    == ProvisionedModelStatus.CREATING) {
                life.local.time().sleep(Duration.ofSeconds(60));
            }
            assertThat(ask(life, throughput, Life.question(3))).contains("Station");
            life.bedrock.deleteProvisionedModelThroughput(b -> b.provisionedModelId(throughput));

            assertThat(life.local.running()).isEmpty();
            assertThat(life.local.bill().totalUsd()).isEqualByComparingTo(new BigDecimal("132"));
        }
    }

    @Test
    void throughput_that_is_still_creating_and_custom_models_cannot_be_called() {
        try (Life life = Life.byHand()) {
            String model = life.model("m");
            String throughput = life.bedrock
                    .createProvisionedModelThroughput(
                            b -> b.provisionedModelName("t").modelId("m-model").modelUnits(1))
                    .provisionedModelArn();
            assertThatThrownBy(() -> ask(life, throughput, "Hello?")).isInstanceOf(ModelNotReadyException.class);
            assertThatThrownBy(() -> ask(life, model, "Hello?"))
                    .hasMessageContaining("The provided model identifier is invalid.");
            life.local.advance(Duration.ofMinutes(25));
            assertThat(ask(life, throughput, "Hello?")).isNotBlank();
            life.bedrock.deleteProvisionedModelThroughput(b -> b.provisionedModelId("t"));
            assertThatThrownBy(() -> ask(life, throughput, "Hello?"))
                    .isInstanceOf(software.amazon.awssdk.services.bedrockruntime.model.ResourceNotFoundException.class);
        }
    }

    static String ask(Life life, String model, String question) {
        var builder = BedrockRuntimeClient.builder();
        life.local.configure(builder);
        try (BedrockRuntimeClient runtime = builder.build()) {
            return runtime.invokeModel(b -> b.modelId(model).body(SdkBytes.fromUtf8String("""
                                    {"anthropic_version": "bedrock-2023-05-31", "max_tokens": 200,
                                     "messages": [{"role": "user", "content": "%s"}]}""".formatted(question))))
                    .body()
                    .asUtf8String();
        }
    }
}
