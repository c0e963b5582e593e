package io.github.tune4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrock.model.CustomModelDeploymentStatus;
import software.amazon.awssdk.services.bedrock.model.ResourceNotFoundException;
import software.amazon.awssdk.services.bedrock.model.ValidationException;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConversationRole;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseResponse;
import software.amazon.awssdk.services.bedrockruntime.model.Message;
import software.amazon.awssdk.services.bedrockruntime.model.ModelNotReadyException;

@Timeout(60)
class DeploymentTest {
    private final Life life =
            Life.start(LocalAws.builder().region(Region.US_EAST_1).steppedByHand());

    @AfterEach
    void close() {
        life.close();
    }

    @Test
    void serves_a_tuned_model_by_the_token() {
        String model = nova("nova");
        String arn = deploy("d", model);
        assertThat(arn).matches("arn:aws:bedrock:us-east-1:123456789012:custom-model-deployment/[a-z0-9]{12}");
        assertThat(life.bedrock
                        .getCustomModelDeployment(b -> b.customModelDeploymentIdentifier("d"))
                        .status())
                .isEqualTo(CustomModelDeploymentStatus.CREATING);
        assertThatThrownBy(() -> life.bedrock.deleteCustomModelDeployment(b -> b.customModelDeploymentIdentifier(arn)))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("Custom model deployment is in a mutating state");
        assertThatThrownBy(() -> converse(arn)).isInstanceOf(ModelNotReadyException.class);

        life.local.advance(Duration.ofMinutes(10));
        ConverseResponse answer = converse(arn);
        assertThat(answer.output().message().content().get(0).text()).isNotBlank();
        assertThat(life.local.bill().items())
                .filteredOn(item -> item.arn().equals(arn))
                .extracting(item -> item.quantity().intValue())
                .containsExactly(answer.usage().inputTokens(), answer.usage().outputTokens());
        assertThat(life.local.running()).isEmpty();

        assertThat(life.bedrock
                        .listCustomModelDeployments(b -> b.statusEquals("Active"))
                        .modelDeploymentSummaries())
                .singleElement()
                .satisfies(
                        found -> assertThat(found.customModelDeploymentName()).isEqualTo("d"));
        life.bedrock.deleteCustomModelDeployment(b -> b.customModelDeploymentIdentifier(arn));
        assertThatThrownBy(() -> life.bedrock.getCustomModelDeployment(b -> b.customModelDeploymentIdentifier(arn)))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void moves_to_another_model_of_the_same_base() {
        String one = nova("one");
        String two = nova("two");
        String arn = deploy("d", one);
        life.local.advance(Duration.ofMinutes(10));
        assertThat(life.async(client -> client.updateCustomModelDeployment(
                                b -> b.customModelDeploymentIdentifier("d").modelArn(two)))
                        .customModelDeploymentArn())
                .isEqualTo(arn);
        var updating = life.bedrock.getCustomModelDeployment(b -> b.customModelDeploymentIdentifier(arn));
        assertThat(updating.updateDetails().updateStatusAsString()).isEqualTo("Updating");
        assertThat(updating.modelArn()).isEqualTo(one);
        life.local.advance(Duration.ofMinutes(10));
        var updated = life.bedrock.getCustomModelDeployment(b -> b.customModelDeploymentIdentifier(arn));
        assertThat(updated.updateDetails().updateStatusAsString()).isEqualTo("UpdateCompleted");
        assertThat(updated.modelArn()).isEqualTo(two);
    }

    @Test
    void names_are_unique_and_tokens_make_one() {
        String model = nova("nova");
        String arn = life.bedrock
                .createCustomModelDeployment(
                        b -> b.modelDeploymentName("d").modelArn(model).clientRequestToken("t"))
                .customModelDeploymentArn();
        assertThat(life.bedrock
                        .createCustomModelDeployment(
                                b -> b.modelDeploymentName("d").modelArn(model).clientRequestToken("t"))
                        .customModelDeploymentArn())
                .isEqualTo(arn);
        assertThatThrownBy(() -> deploy("d", model)).isInstanceOf(ValidationException.class);
    }

    @Test
    void claude_cannot_be_deployed_on_demand() {
        try (Life west = Life.byHand()) {
            String claude = west.model("claude");
            assertThatThrownBy(() -> west.bedrock.createCustomModelDeployment(
                            b -> b.modelDeploymentName("d").modelArn(claude)))
                    .isInstanceOf(ValidationException.class)
                    .hasMessageContaining("not supported");
        }
    }

    private String nova(String name) {
        life.put("nova.jsonl", Life.converse(60));
        String job = life.bedrock
                .createModelCustomizationJob(life.job(name)
                        .baseModelIdentifier("amazon.nova-lite-v1:0:300k")
                        .trainingDataConfig(c -> c.s3Uri("s3://data/nova.jsonl"))
                        .validationDataConfig((software.amazon.awssdk.services.bedrock.model.ValidationDataConfig) null)
                        .hyperParameters(java.util.Map.of("epochCount", "2"))
                        .build())
                .jobArn();
        life.local.advance(Duration.ofHours(3));
        String folder = "out/model-customization-job-" + job.substring(job.length() - 12) + "/";
        assertThat(life.read(folder + "training_artifacts/step_wise_training_metrics.csv"))
                .startsWith("step_number,epoch_number,training_loss,perplexity\n0,1,");
        return life.get(job).outputModelArn();
    }

    private String deploy(String name, String model) {
        return life.bedrock
                .createCustomModelDeployment(
                        b -> b.modelDeploymentName(name).modelArn(model).description("for tests"))
                .customModelDeploymentArn();
    }

    private ConverseResponse converse(String model) {
        var builder = BedrockRuntimeClient.builder();
        life.local.configure(builder);
        try (BedrockRuntimeClient runtime = builder.build()) {
            return runtime.converse(b -> b.modelId(model)
                    .messages(Message.builder()
                            .role(ConversationRole.USER)
                            .content(ContentBlock.fromText(Life.question(1)))
                            .build()));
        }
    }
}
