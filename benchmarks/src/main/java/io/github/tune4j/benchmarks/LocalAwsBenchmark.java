package io.github.tune4j.benchmarks;

import io.github.tune4j.testkit.LocalAws;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.bedrock.BedrockClient;
import software.amazon.awssdk.services.bedrock.model.ModelCustomizationJobStatus;
import software.amazon.awssdk.services.bedrock.model.ProvisionedModelStatus;
import software.amazon.awssdk.services.bedrock.model.Validator;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * How long one waits for the local AWS: for its start in a JVM that has just begun, the classes still to be loaded, and for a
 * whole tuning life at the usual speed, from creating the bucket to deleting the throughput, ten epochs, after one that is not
 * counted.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class LocalAwsBenchmark {
    private static final String TRUST = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
            + "\"Principal\":{\"Service\":\"bedrock.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}";
    private static final String PERMISSIONS = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
            + "\"Action\":[\"s3:GetObject\",\"s3:ListBucket\",\"s3:PutObject\"],\"Resource\":\"*\"}]}";
    private static final String HAIKU = "anthropic.claude-3-haiku-20240307-v1:0:200k";
    private static final Duration POLL = Duration.ofSeconds(60);

    /** The files to tune with. */
    @State(Scope.Benchmark)
    public static class Data {
        private final TuningData files = TuningData.find();
    }

    @Benchmark
    @Fork(5)
    @Warmup(iterations = 0)
    @Measurement(iterations = 1)
    public String start() {
        try (LocalAws local = LocalAws.start()) {
            return local.endpoint().toString();
        }
    }

    @Benchmark
    @Fork(1)
    @Warmup(iterations = 1)
    @Measurement(iterations = 3)
    public String fullLife(Data data) throws InterruptedException, IOException {
        try (LocalAws local = LocalAws.start();
                S3Client s3 = client(local, S3Client.builder());
                IamClient iam = client(local, IamClient.builder());
                BedrockClient bedrock = client(local, BedrockClient.builder());
                BedrockRuntimeClient runtime = client(local, BedrockRuntimeClient.builder())) {
            s3.createBucket(b -> b.bucket("data")
                    .createBucketConfiguration(
                            c -> c.locationConstraint(local.region().id())));
            s3.putObject(b -> b.bucket("data").key("t.jsonl"), RequestBody.fromString(data.files.training()));
            s3.putObject(b -> b.bucket("data").key("v.jsonl"), RequestBody.fromString(data.files.validation()));
            String role = iam.createRole(b -> b.roleName("tuning").assumeRolePolicyDocument(TRUST))
                    .role()
                    .arn();
            iam.putRolePolicy(b -> b.roleName("tuning").policyName("data").policyDocument(PERMISSIONS));
            String model = tune(local, bedrock, role);
            String throughput = bedrock.createProvisionedModelThroughput(
                            b -> b.provisionedModelName("qa").modelId(model).modelUnits(1))
                    .provisionedModelArn();
            while (bedrock.getProvisionedModelThroughput(b -> b.provisionedModelId(throughput))
                            .status()
                    == ProvisionedModelStatus.CREATING) {
                local.time().sleep(POLL);
            }
            String answer = runtime.invokeModel(b -> b.modelId(throughput)
                            .body(SdkBytes.fromUtf8String("{\"anthropic_version\":\"bedrock-2023-05-31\","
                                    + "\"max_tokens\":200,\"messages\":[{\"role\":\"user\",\"content\":\"Hello?\"}]}")))
                    .body()
                    .asUtf8String();
            bedrock.deleteProvisionedModelThroughput(b -> b.provisionedModelId(throughput));
            return answer;
        }
    }

    private static String tune(LocalAws local, BedrockClient bedrock, String role) throws InterruptedException {
        String job = bedrock.createModelCustomizationJob(b -> b.jobName("qa")
                        .customModelName("qa")
                        .roleArn(role)
                        .baseModelIdentifier(HAIKU)
                        .trainingDataConfig(c -> c.s3Uri("s3://data/t.jsonl"))
                        .validationDataConfig(c -> c.validators(
                                Validator.builder().s3Uri("s3://data/v.jsonl").build()))
                        .outputDataConfig(c -> c.s3Uri("s3://data/out"))
                        .hyperParameters(Map.of("epochCount", "10")))
                .jobArn();
        while (bedrock.getModelCustomizationJob(b -> b.jobIdentifier(job)).status()
                == ModelCustomizationJobStatus.IN_PROGRESS) {
            local.time().sleep(POLL);
        }
        return bedrock.getModelCustomizationJob(b -> b.jobIdentifier(job)).outputModelArn();
    }

    private static <B extends AwsClientBuilder<B, C>, C> C client(LocalAws local, B builder) {
        local.configure(builder);
        return builder.build();
    }
}
