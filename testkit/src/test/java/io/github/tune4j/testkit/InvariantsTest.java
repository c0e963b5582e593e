package io.github.tune4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.bedrock.model.BedrockException;

/** Whatever is done in whatever order: names are unique, a token stands for one ARN, money only grows, and only while something runs. */
@Timeout(60)
class InvariantsTest {
    private static final int STEPS = 120;

    private final Map<String, String> arnOfToken = new HashMap<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void hold_in_any_sequence_of_operations(long seed) {
        Random random = new Random(seed);
        try (Life life = Life.start(LocalAws.builder().steppedByHand().quota(3))) {
            life.put("batch.jsonl", "{\"modelInput\":{}}\n".repeat(100));
            BigDecimal spent = BigDecimal.ZERO;
            for (int step = 0; step < STEPS; step++) {
                act(life, random);
                BigDecimal now = life.local.bill().totalUsd();
                assertThat(now).as("step " + step).isGreaterThanOrEqualTo(spent);
                spent = now;
                namesAreUnique(life);
                if (life.local.running().isEmpty()) {
                    life.local.advance(Duration.ofDays(1));
                    assertThat(life.local.bill().totalUsd()).isEqualByComparingTo(spent);
                }
            }
            assertThat(arnOfToken).isNotEmpty();
        }
    }

    private void act(Life life, Random random) {
        String name = "n" + random.nextInt(4);
        String token = "t" + random.nextInt(6);
        switch (random.nextInt(10)) {
            case 0, 1 ->
                once(
                        "job " + token,
                        () -> life.bedrock
                                .createModelCustomizationJob(life.job(name + random.nextInt(3))
                                        .clientRequestToken(token)
                                        .build())
                                .jobArn());
            case 2 ->
                once(
                        "throughput " + token,
                        () -> life.bedrock
                                .createProvisionedModelThroughput(b -> b.provisionedModelName(name)
                                        .modelId(Life.HAIKU)
                                        .modelUnits(1 + random.nextInt(2))
                                        .clientRequestToken(token))
                                .provisionedModelArn());
            case 3 ->
                allowed(() -> life.bedrock
                        .deleteProvisionedModelThroughput(b -> b.provisionedModelId(name))
                        .toString());
            case 4 ->
                allowed(() -> life.bedrock
                        .stopModelCustomizationJob(b -> b.jobIdentifier(name + random.nextInt(3)))
                        .toString());
            case 6 ->
                once(
                        "batch " + token,
                        () -> life.bedrock
                                .createModelInvocationJob(b -> b.jobName(name)
                                        .clientRequestToken(token)
                                        .roleArn(Life.ROLE)
                                        .modelId("anthropic.claude-3-haiku-20240307-v1:0")
                                        .inputDataConfig(
                                                c -> c.s3InputDataConfig(s -> s.s3Uri("s3://data/batch.jsonl")))
                                        .outputDataConfig(
                                                c -> c.s3OutputDataConfig(s -> s.s3Uri("s3://data/answers/" + name))))
                                .jobArn());
            case 7 -> life.local.inject(Fault.droppedAfterEffect("*").times(1));
            case 8 ->
                allowed(() -> life.bedrock
                        .tagResource(b -> b.resourceARN(anyModel(life, random)).tags(Life.tag(name, token)))
                        .toString());
            case 5 ->
                allowed(() -> life.bedrock
                        .deleteCustomModel(b -> b.modelIdentifier(name + random.nextInt(3) + "-model"))
                        .toString());
            default -> life.local.advance(Duration.ofMinutes(random.nextInt(90)));
        }
    }

    private static String anyModel(Life life, Random random) {
        var models = life.bedrock.listCustomModels(b -> {}).modelSummaries();
        return models.isEmpty()
                ? "arn:aws:bedrock:us-west-2:123456789012:custom-model/" + Life.HAIKU + "/aaaaaaaaaaaa"
                : models.get(random.nextInt(models.size())).modelArn();
    }

    private void once(String token, Supplier<String> create) {
        allowed(() -> {
            String arn = create.get();
            assertThat(arnOfToken.merge(token, arn, (known, given) -> known)).isEqualTo(arn);
            return arn;
        });
    }

    /** A refusal is fine, a failure is not. */
    private static void allowed(Supplier<String> call) {
        try {
            call.get();
        } catch (BedrockException e) {
            assertThat(e.statusCode()).isBetween(400, 499);
        }
    }

    private static void namesAreUnique(Life life) {
        List<String> names = new ArrayList<>();
        life.bedrock
                .listModelCustomizationJobs(b -> {})
                .modelCustomizationJobSummaries()
                .forEach(job -> {
                    names.add("job " + job.jobName());
                    names.add("output " + job.customModelName());
                });
        life.bedrock
                .listCustomModels(b -> {})
                .modelSummaries()
                .forEach(model -> names.add("model " + model.modelName()));
        life.bedrock
                .listProvisionedModelThroughputs(b -> {})
                .provisionedModelSummaries()
                .forEach(throughput -> names.add("throughput " + throughput.provisionedModelName()));
        life.bedrock
                .listModelInvocationJobs(b -> {})
                .invocationJobSummaries()
                .forEach(job -> names.add("batch " + job.jobName()));
        assertThat(new HashSet<>(names)).hasSameSizeAs(names);
    }
}
