package io.github.tune4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.bedrock.model.ConflictException;
import software.amazon.awssdk.services.bedrock.model.GetModelInvocationJobResponse;
import software.amazon.awssdk.services.bedrock.model.ModelInvocationJobStatus;
import software.amazon.awssdk.services.bedrock.model.ResourceNotFoundException;
import software.amazon.awssdk.services.bedrock.model.ValidationException;

@Timeout(60)
class BatchJobTest {
    private static final String CLAUDE = "anthropic.claude-3-haiku-20240307-v1:0";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Life life = Life.byHand();

    @AfterEach
    void close() {
        life.close();
    }

    @Test
    void answers_every_record_and_writes_a_manifest() throws Exception {
        life.put("batch/in.jsonl", records(99) + "{\"recordId\":\"bad\",\"modelInput\":{\"messages\":7}}\n");
        String arn = submit("b1", "batch/in.jsonl");
        assertThat(arn).matches("arn:aws:bedrock:us-west-2:123456789012:model-invocation-job/[a-z0-9]{12}");
        assertThat(get(arn).status()).isEqualTo(ModelInvocationJobStatus.SUBMITTED);
        life.local.advance(Duration.ofMinutes(2));
        assertThat(get(arn).status()).isEqualTo(ModelInvocationJobStatus.VALIDATING);
        life.local.advance(Duration.ofMinutes(4));
        assertThat(get(arn).status()).isEqualTo(ModelInvocationJobStatus.SCHEDULED);
        life.local.advance(Duration.ofHours(1));
        GetModelInvocationJobResponse done = get(arn.substring(arn.length() - 12));
        assertThat(done.status()).isEqualTo(ModelInvocationJobStatus.COMPLETED);

        String folder = "answers/" + arn.substring(arn.length() - 12) + "/";
        List<String> lines = life.read(folder + "in.jsonl.out").lines().toList();
        assertThat(lines).hasSize(100);
        JsonNode first = JSON.readTree(lines.get(0));
        assertThat(first.path("recordId").asText()).isEqualTo("r0");
        assertThat(first.path("modelOutput")
                        .path("content")
                        .path(0)
                        .path("text")
                        .asText())
                .isNotBlank();
        assertThat(first.has("modelInput")).isTrue();
        JsonNode bad = JSON.readTree(lines.get(99));
        assertThat(bad.has("modelOutput")).isFalse();
        assertThat(bad.path("error").path("errorCode").asInt()).isEqualTo(400);
        JsonNode manifest = JSON.readTree(life.read(folder + "manifest.json.out"));
        assertThat(manifest.path("totalRecordCount").asInt()).isEqualTo(100);
        assertThat(manifest.path("successRecordCount").asInt()).isEqualTo(99);
        assertThat(manifest.path("errorRecordCount").asInt()).isEqualTo(1);
        assertThat(life.local.bill().items()).anySatisfy(item -> {
            assertThat(item.what()).contains("of batch jobs");
            assertThat(item.quantity().intValue())
                    .isEqualTo(manifest.path("inputTokenCount").asInt());
        });
    }

    @Test
    void too_few_records_fail_the_job() {
        life.put("few.jsonl", records(99));
        String arn = submit("few", "few.jsonl");
        life.local.advance(Duration.ofHours(1));
        assertThat(get(arn).status()).isEqualTo(ModelInvocationJobStatus.FAILED);
        assertThat(get(arn).message()).contains("contains less records (99) than the required minimum of: 100");
    }

    @Test
    void a_file_that_is_not_there_fails_the_job() {
        String arn = submit("none", "none.jsonl");
        life.local.advance(Duration.ofHours(1));
        assertThat(get(arn).status()).isEqualTo(ModelInvocationJobStatus.FAILED);
    }

    @Test
    void can_be_stopped_once() {
        life.put("in.jsonl", records(100));
        String arn = submit("s", "in.jsonl");
        life.bedrock.stopModelInvocationJob(b -> b.jobIdentifier(arn));
        assertThat(get(arn).status()).isEqualTo(ModelInvocationJobStatus.STOPPING);
        life.local.advance(Duration.ofMinutes(5));
        assertThat(get(arn).status()).isEqualTo(ModelInvocationJobStatus.STOPPED);
        assertThatThrownBy(() -> life.bedrock.stopModelInvocationJob(b -> b.jobIdentifier(arn)))
                .isInstanceOf(ConflictException.class);
    }

    @Test
    void names_are_unique_and_models_checked() {
        life.put("in.jsonl", records(100));
        submit("b", "in.jsonl");
        assertThatThrownBy(() -> submit("b", "in.jsonl")).isInstanceOf(ConflictException.class);
        assertThatThrownBy(() -> life.bedrock.getModelInvocationJob(b -> b.jobIdentifier("aaaaaaaaaaaa")))
                .isInstanceOf(ResourceNotFoundException.class);
        String tuned = life.model("tuned");
        assertThatThrownBy(() -> create("c", "in.jsonl", tuned)).isInstanceOf(ValidationException.class);
        assertThat(life.bedrock
                        .listModelInvocationJobs(b -> b.nameContains("b"))
                        .invocationJobSummaries())
                .hasSize(1);
    }

    private static String records(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{\"recordId\":\"r" + i
                        + "\",\"modelInput\":{\"anthropic_version\":\"bedrock-2023-05-31\",\"max_tokens\":50,"
                        + "\"messages\":[{\"role\":\"user\",\"content\":\"" + Life.question(i) + "\"}]}}\n")
                .collect(Collectors.joining());
    }

    private String submit(String name, String key) {
        return create(name, key, CLAUDE);
    }

    private String create(String name, String key, String model) {
        return life.bedrock
                .createModelInvocationJob(b -> b.jobName(name)
                        .roleArn(Life.ROLE)
                        .modelId(model)
                        .inputDataConfig(c -> c.s3InputDataConfig(s -> s.s3Uri("s3://data/" + key)))
                        .outputDataConfig(c -> c.s3OutputDataConfig(s -> s.s3Uri("s3://data/answers/"))))
                .jobArn();
    }

    private GetModelInvocationJobResponse get(String job) {
        return life.bedrock.getModelInvocationJob(b -> b.jobIdentifier(job));
    }
}
