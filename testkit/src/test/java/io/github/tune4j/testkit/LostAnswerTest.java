package io.github.tune4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.iam.model.EntityAlreadyExistsException;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** The server did it and the client never heard: what its second try makes of every operation that creates something. */
@Timeout(60)
class LostAnswerTest {

    private final Life life = Life.byHand();

    @AfterEach
    void close() {
        life.close();
    }

    @Test
    void a_token_makes_one_job_throughput_deployment_and_batch() {
        String job = lost("CreateModelCustomizationJob", () -> life.create("job"));
        assertThat(life.bedrock.listModelCustomizationJobs(b -> {}).modelCustomizationJobSummaries())
                .extracting(found -> found.jobArn())
                .containsExactly(job);
        life.createLlama("llama");
        life.local.advance(Duration.ofHours(12));

        String throughput = lost(
                "CreateProvisionedModelThroughput",
                () -> life.bedrock
                        .createProvisionedModelThroughput(b ->
                                b.provisionedModelName("t").modelId("job-model").modelUnits(2))
                        .provisionedModelArn());
        assertThat(life.local.running()).containsExactly(throughput);
        assertThat(life.local.bill().items())
                .filteredOn(item -> item.what().startsWith("Provisioned"))
                .singleElement()
                .satisfies(item -> assertThat(item.usd()).isEqualByComparingTo("264"));

        String deployment = lost(
                "CreateCustomModelDeployment",
                () -> life.bedrock
                        .createCustomModelDeployment(b -> b.modelDeploymentName("d")
                                .modelArn(life.get("llama").outputModelArn()))
                        .customModelDeploymentArn());
        assertThat(life.bedrock.listCustomModelDeployments(b -> {}).modelDeploymentSummaries())
                .extracting(found -> found.customModelDeploymentArn())
                .containsExactly(deployment);

        String batch = lost(
                "CreateModelInvocationJob",
                () -> life.bedrock
                        .createModelInvocationJob(b -> b.jobName("b")
                                .roleArn(Life.ROLE)
                                .modelId("anthropic.claude-3-haiku-20240307-v1:0")
                                .inputDataConfig(c -> c.s3InputDataConfig(s -> s.s3Uri("s3://data/in.jsonl")))
                                .outputDataConfig(c -> c.s3OutputDataConfig(s -> s.s3Uri("s3://data/answers/"))))
                        .jobArn());
        assertThat(life.bedrock.listModelInvocationJobs(b -> {}).invocationJobSummaries())
                .extracting(found -> found.jobArn())
                .containsExactly(batch);
    }

    @Test
    void where_aws_has_no_token_the_second_try_says_that_it_is_there() {
        life.local.inject(Fault.droppedAfterEffect("CreateBucket").times(1));
        assertThatThrownBy(() -> life.s3.createBucket(
                        b -> b.bucket("mine").createBucketConfiguration(c -> c.locationConstraint("us-west-2"))))
                .isInstanceOf(BucketAlreadyOwnedByYouException.class);
        assertThat(life.s3.listBuckets().buckets())
                .extracting(bucket -> bucket.name())
                .containsExactly("data", "mine");
        life.local.inject(Fault.droppedAfterEffect("CreateRole").times(1));
        assertThatThrownBy(() -> life.iam.createRole(b -> b.roleName("mine").assumeRolePolicyDocument(Life.TRUST)))
                .isInstanceOf(EntityAlreadyExistsException.class);
        assertThat(life.iam.getRole(b -> b.roleName("mine")).role().arn()).endsWith(":role/mine");
    }

    @Test
    void what_only_sets_something_is_set_once_and_again() {
        lost("PutObject", () -> {
            life.put("key", "text");
            return "";
        });
        assertThat(life.read("key")).isEqualTo("text");
        lost("PutRolePolicy", () -> {
            life.iam.putRolePolicy(b -> b.roleName("tuning").policyName("more").policyDocument(Life.PERMISSIONS));
            return "";
        });
        assertThat(life.iam.listRolePolicies(b -> b.roleName("tuning")).policyNames())
                .containsExactlyInAnyOrder("data", "more");
        String upload = life.s3
                .createMultipartUpload(b -> b.bucket("data").key("parts"))
                .uploadId();
        String tag = life.s3
                .uploadPart(
                        b -> b.bucket("data").key("parts").uploadId(upload).partNumber(1),
                        RequestBody.fromString("part"))
                .eTag();
        lost(
                "CompleteMultipartUpload",
                () -> life.s3
                        .completeMultipartUpload(b -> b.bucket("data")
                                .key("parts")
                                .uploadId(upload)
                                .multipartUpload(m -> m.parts(CompletedPart.builder()
                                        .partNumber(1)
                                        .eTag(tag)
                                        .build())))
                        .key());
        assertThat(life.read("parts")).isEqualTo("part");
    }

    /** What the client has in the end of a call whose first answer is lost. */
    private String lost(String operation, Supplier<String> call) {
        life.local.inject(Fault.droppedAfterEffect(operation).times(1));
        String answer = call.get();
        assertThat(life.local.calls(operation)).extracting(RecordedCall::status).containsOnlyOnce(0);
        return answer;
    }
}
