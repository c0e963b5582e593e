package io.github.tune4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrock.model.ModelCustomizationJobStatus;
import software.amazon.awssdk.services.bedrock.model.ModelInvocationJobStatus;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;

/**
 * A server that is killed leaves a beginning of what it wrote. From every beginning, cut between changes and within them, the
 * life goes on to the same end: nothing twice, nothing half.
 */
@Timeout(120)
class KilledAtAnyTimeTest {
    private static final String JOURNAL = "bedrock.jsonl";

    @TempDir
    Path folder;

    @Test
    void goes_on_from_any_beginning_of_what_was_written() throws IOException {
        Path whole = folder.resolve("whole");
        live(whole);
        List<String> lines = Files.readAllLines(whole.resolve(JOURNAL), StandardCharsets.UTF_8);
        assertThat(lines).hasSizeGreaterThan(20);
        int step = Boolean.getBoolean("tune4j.nightly") ? 1 : 3;
        for (int kept = 0; kept <= lines.size(); kept += step) {
            Path copy = folder.resolve("kept-" + kept);
            copy(whole, copy);
            String beginning = String.join("\n", lines.subList(0, kept)) + "\n";
            String torn = kept < lines.size()
                    ? lines.get(kept).substring(0, lines.get(kept).length() / 2)
                    : "";
            Files.writeString(copy.resolve(JOURNAL), kept == 0 ? torn : beginning + torn);
            goesOn(copy, kept);
        }
    }

    private static void live(Path state) {
        try (Life life = Life.start(LocalAws.builder().state(state).steppedByHand())) {
            life.put("batch.jsonl", batchRecords());
            String model = life.model("one");
            life.createLlama("two");
            life.create("stopped");
            life.local.advance(Duration.ofMinutes(5));
            life.bedrock.stopModelCustomizationJob(b -> b.jobIdentifier("stopped"));
            life.bedrock.createProvisionedModelThroughput(
                    b -> b.provisionedModelName("t").modelId(model).modelUnits(1));
            life.bedrock.createModelInvocationJob(b -> b.jobName("batch")
                    .roleArn(Life.ROLE)
                    .modelId("anthropic.claude-3-haiku-20240307-v1:0")
                    .inputDataConfig(c -> c.s3InputDataConfig(s -> s.s3Uri("s3://data/batch.jsonl")))
                    .outputDataConfig(c -> c.s3OutputDataConfig(s -> s.s3Uri("s3://data/answers/"))));
            life.local.advance(Duration.ofHours(12));
            String two = life.get("two").outputModelArn();
            life.bedrock.createCustomModelDeployment(
                    b -> b.modelDeploymentName("d").modelArn(two));
            life.local.advance(Duration.ofHours(1));
            ask(
                    life,
                    life.bedrock
                            .getCustomModelDeployment(b -> b.customModelDeploymentIdentifier("d"))
                            .customModelDeploymentArn());
            life.bedrock.deleteProvisionedModelThroughput(b -> b.provisionedModelId("t"));
        }
    }

    private static String batchRecords() {
        return "{\"modelInput\":{\"anthropic_version\":\"bedrock-2023-05-31\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}}\n"
                .repeat(100);
    }

    private static void ask(Life life, String model) {
        var builder = BedrockRuntimeClient.builder();
        life.local.configure(builder);
        try (BedrockRuntimeClient runtime = builder.build()) {
            runtime.invokeModel(b -> b.modelId(model).body(SdkBytes.fromUtf8String("{\"prompt\":\"Hi\"}")));
        }
    }

    private static void goesOn(Path state, int kept) {
        try (LocalAws local = LocalAws.builder().state(state).steppedByHand().start();
                Life life = Life.on(local)) {
            String when = "killed after " + kept + " changes";
            var before = local.time().now();
            local.advance(Duration.ofHours(24));
            assertThat(local.time().now()).isAfterOrEqualTo(before.plus(Duration.ofHours(24)));
            var jobs = life.bedrock.listModelCustomizationJobs(b -> {}).modelCustomizationJobSummaries();
            var models = life.bedrock.listCustomModels(b -> {}).modelSummaries();
            assertThat(jobs)
                    .as(when)
                    .allSatisfy(job -> assertThat(job.status())
                            .isIn(ModelCustomizationJobStatus.COMPLETED, ModelCustomizationJobStatus.STOPPED));
            assertThat(models)
                    .as(when)
                    .extracting(model -> model.modelArn())
                    .containsExactlyInAnyOrderElementsOf(jobs.stream()
                            .filter(job -> job.status() == ModelCustomizationJobStatus.COMPLETED)
                            .map(job -> job.customModelArn())
                            .toList());
            assertThat(life.bedrock.listModelInvocationJobs(b -> {}).invocationJobSummaries())
                    .as(when)
                    .allSatisfy(job -> assertThat(job.status()).isEqualTo(ModelInvocationJobStatus.COMPLETED));
            List<String> items = local.bill().items().stream()
                    .map(item -> item.what() + item.arn())
                    .toList();
            assertThat(new HashSet<>(items)).as(when).hasSameSizeAs(items);
            assertThat(local.bill().items().stream().filter(item -> item.what().startsWith("Training")))
                    .as(when)
                    .hasSameSizeAs(models);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(to.resolve(from.relativize(dir).toString()));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
