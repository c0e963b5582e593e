package io.github.tune4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.bedrock.model.FoundationModelDetails;
import software.amazon.awssdk.services.bedrock.model.FoundationModelLifecycleStatus;
import software.amazon.awssdk.services.bedrock.model.ModelCustomization;
import software.amazon.awssdk.services.bedrock.model.RegionAvailability;
import software.amazon.awssdk.services.bedrock.model.ResourceNotFoundException;
import software.amazon.awssdk.services.bedrock.model.TooManyTagsException;
import software.amazon.awssdk.services.bedrock.model.ValidationException;

@Timeout(60)
class FoundationModelTest {
    private final Life life = Life.byHand();

    @AfterEach
    void close() {
        life.close();
    }

    @Test
    void the_life_cycle_follows_the_clock() {
        FoundationModelDetails young = get(Life.HAIKU);
        assertThat(young.modelLifecycle().status()).isEqualTo(FoundationModelLifecycleStatus.ACTIVE);
        assertThat(young.customizationsSupported()).containsExactly(ModelCustomization.FINE_TUNING);
        assertThat(young.providerName()).isEqualTo("Anthropic");
        life.local.advance(Duration.ofDays(60));
        assertThat(get(Life.HAIKU).modelLifecycle().status()).isEqualTo(FoundationModelLifecycleStatus.LEGACY);
        life.local.advance(Duration.ofDays(200));
        assertThatThrownBy(() -> get(Life.HAIKU)).isInstanceOf(ResourceNotFoundException.class);
        assertThat(life.bedrock
                        .listFoundationModels(b -> b.byProvider("Anthropic"))
                        .modelSummaries())
                .noneMatch(model -> model.modelId().contains("claude-3-haiku"));
    }

    @Test
    void tells_when_a_model_ends() {
        assertThat(life.raw(
                                "GET",
                                "/foundation-models/arn%3Aaws%3Abedrock%3Aus-west-2%3A%3Afoundation-model%2F"
                                        + Life.HAIKU,
                                "")
                        .body())
                .contains(
                        "\"legacyTime\":\"2026-03-10T00:00:00Z\"",
                        "\"publicExtendedAccessTime\":\"2026-06-10T00:00:00Z\"",
                        "\"endOfLifeTime\":\"2026-09-10T00:00:00Z\"");
        assertThat(get("anthropic.claude-3-haiku-20240307-v1:0").inferenceTypesSupportedAsStrings())
                .containsExactly("ON_DEMAND");
    }

    @Test
    void lists_by_what_can_be_done() {
        assertThat(life.bedrock
                        .listFoundationModels(b -> b.byCustomizationType("FINE_TUNING"))
                        .modelSummaries())
                .isNotEmpty()
                .allMatch(model -> model.modelId().startsWith("anthropic.claude-3-haiku")
                        || model.modelId().startsWith("meta."));
        assertThat(life.bedrock
                        .listFoundationModels(b -> b.byProvider("amazon"))
                        .modelSummaries())
                .isNotEmpty()
                .allMatch(model -> model.customizationsSupported().isEmpty());
        assertThat(life.bedrock
                        .listFoundationModels(b -> b.byOutputModality("IMAGE"))
                        .modelSummaries())
                .isEmpty();
    }

    @Test
    void tells_availability() {
        assertThat(life.bedrock
                        .getFoundationModelAvailability(b -> b.modelId(Life.HAIKU))
                        .regionAvailability())
                .isEqualTo(RegionAvailability.AVAILABLE);
        assertThat(life.bedrock
                        .getFoundationModelAvailability(b -> b.modelId("amazon.nova-lite-v1:0:300k"))
                        .regionAvailability())
                .isEqualTo(RegionAvailability.NOT_AVAILABLE);
        assertThatThrownBy(() -> life.bedrock.getFoundationModelAvailability(b -> b.modelId("acme.unknown-v1")))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void resources_are_tagged_and_untagged() {
        String job = life.bedrock
                .createModelCustomizationJob(life.job("j")
                        .jobTags(Life.tag("a", "1"))
                        .customModelTags(Life.tag("m", "2"))
                        .build())
                .jobArn();
        life.bedrock.tagResource(b -> b.resourceARN(job).tags(Life.tag("a", "9"), Life.tag("b", "2")));
        assertThat(life.bedrock.listTagsForResource(b -> b.resourceARN(job)).tags())
                .containsExactly(Life.tag("a", "9"), Life.tag("b", "2"));
        life.bedrock.untagResource(b -> b.resourceARN(job).tagKeys("a", "none"));
        assertThat(life.bedrock.listTagsForResource(b -> b.resourceARN(job)).tags())
                .containsExactly(Life.tag("b", "2"));
        life.local.advance(Duration.ofHours(3));
        String model = life.get(job).outputModelArn();
        assertThat(life.bedrock.listTagsForResource(b -> b.resourceARN(model)).tags())
                .containsExactly(Life.tag("m", "2"));
        var many = java.util.stream.IntStream.range(0, 200)
                .mapToObj(i -> Life.tag("k" + i, "v"))
                .toList();
        assertThatThrownBy(
                        () -> life.bedrock.tagResource(b -> b.resourceARN(job).tags(many)))
                .isInstanceOf(TooManyTagsException.class);
        assertThatThrownBy(() -> life.bedrock.listTagsForResource(
                        b -> b.resourceARN(job.substring(0, job.length() - 12) + "aaaaaaaaaaaa")))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void a_model_that_needs_an_inference_profile_says_so() {
        assertThatThrownBy(() -> FullLifeTest.ask(life, "anthropic.claude-haiku-4-5-20251001-v1:0", "Hi"))
                .isInstanceOf(software.amazon.awssdk.services.bedrockruntime.model.ValidationException.class)
                .hasMessageContaining("Retry your request with the ID or ARN of an inference profile");
        assertThat(FullLifeTest.ask(life, "us.anthropic.claude-haiku-4-5-20251001-v1:0", "Hi"))
                .isNotBlank();
        assertThatThrownBy(() -> FullLifeTest.ask(life, "acme.unknown-v1", "Hi"))
                .hasMessageContaining("The provided model identifier is invalid.");
        assertThatThrownBy(() -> life.bedrock.getFoundationModel(b -> b.modelIdentifier("x")))
                .isInstanceOf(ValidationException.class);
    }

    @Test
    void times_are_of_the_clock() {
        life.create("j");
        assertThat(life.local.calls("CreateModelCustomizationJob"))
                .singleElement()
                .satisfies(call -> {
                    assertThat(call.at()).isEqualTo(Instant.parse("2026-01-15T00:00:00Z"));
                    assertThat(call.status()).isEqualTo(201);
                    assertThat(call.parameters()).containsEntry("jobName", "j").containsKey("arn");
                });
    }

    private FoundationModelDetails get(String model) {
        return life.bedrock.getFoundationModel(b -> b.modelIdentifier(model)).modelDetails();
    }
}
