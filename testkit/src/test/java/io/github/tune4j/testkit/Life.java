package io.github.tune4j.testkit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.bedrock.BedrockAsyncClient;
import software.amazon.awssdk.services.bedrock.BedrockClient;
import software.amazon.awssdk.services.bedrock.model.CreateModelCustomizationJobRequest;
import software.amazon.awssdk.services.bedrock.model.GetModelCustomizationJobResponse;
import software.amazon.awssdk.services.bedrock.model.ModelCustomizationJobStatus;
import software.amazon.awssdk.services.bedrock.model.Tag;
import software.amazon.awssdk.services.bedrock.model.Validator;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;

/** What the tests of a tuning life share: a local AWS with a bucket, a role and data in it. */
final class Life implements AutoCloseable {
    static final String ROLE = "arn:aws:iam::123456789012:role/tuning";
    static final String HAIKU = "anthropic.claude-3-haiku-20240307-v1:0:200k";
    static final String TRUST = """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
              "Principal": {"Service": "bedrock.amazonaws.com"}}]}""";
    static final String PERMISSIONS = """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
              "Action": ["s3:GetObject", "s3:ListBucket", "s3:PutObject"], "Resource": "*"}]}""";

    final LocalAws local;
    final BedrockClient bedrock;
    final S3Client s3;
    final IamClient iam;

    private Life(LocalAws local) {
        this.local = local;
        var bedrockBuilder = BedrockClient.builder();
        local.configure(bedrockBuilder);
        this.bedrock = bedrockBuilder.build();
        var s3Builder = S3Client.builder();
        local.configure(s3Builder);
        this.s3 = s3Builder.build();
        var iamBuilder = IamClient.builder();
        local.configure(iamBuilder);
        this.iam = iamBuilder.build();
    }

    static Life start(LocalAws.Builder builder) {
        Life life = new Life(builder.start());
        life.prepare();
        return life;
    }

    /** Against a local AWS that is there already; nothing is prepared. */
    static Life on(LocalAws local) {
        return new Life(local);
    }

    /** Stepped by hand: nothing happens unless the test lets it. */
    static Life byHand() {
        return start(LocalAws.builder().steppedByHand());
    }

    void prepare() {
        String region = local.region().id();
        s3.createBucket(
                region.equals("us-east-1")
                        ? CreateBucketRequest.builder().bucket("data").build()
                        : CreateBucketRequest.builder()
                                .bucket("data")
                                .createBucketConfiguration(c -> c.locationConstraint(region))
                                .build());
        iam.createRole(b -> b.roleName("tuning").assumeRolePolicyDocument(TRUST));
        iam.putRolePolicy(b -> b.roleName("tuning").policyName("data").policyDocument(PERMISSIONS));
        put("training.jsonl", claude(85));
        put("validation.jsonl", claude(32));
    }

    void put(String key, String text) {
        s3.putObject(b -> b.bucket("data").key(key), RequestBody.fromString(text));
    }

    String read(String key) {
        return s3.getObjectAsBytes(b -> b.bucket("data").key(key)).asString(StandardCharsets.UTF_8);
    }

    List<String> keys(String prefix) {
        return s3.listObjectsV2Paginator(b -> b.bucket("data").prefix(prefix)).contents().stream()
                .map(object -> object.key())
                .toList();
    }

    /** Records of Claude's format, all different. */
    static String claude(int records) {
        return IntStream.range(0, records)
                .mapToObj(i -> "{\"system\":\"Be brief.\",\"messages\":[{\"role\":\"user\",\"content\":\"" + question(i)
                        + "\"},{\"role\":\"assistant\",\"content\":\"" + answer(i) + "\"}]}")
                .collect(Collectors.joining("\n", "", "\n"));
    }

    /** Records of Nova's format. */
    static String converse(int records) {
        return IntStream.range(0, records)
                .mapToObj(i -> "{\"schemaVersion\":\"bedrock-conversation-2024\",\"messages\":[{\"role\":\"user\","
                        + "\"content\":[{\"text\":\"" + question(i) + "\"}]},{\"role\":\"assistant\",\"content\":"
                        + "[{\"text\":\"" + answer(i) + "\"}]}]}")
                .collect(Collectors.joining("\n"));
    }

    /** Records of prompt and completion. */
    static String promptCompletion(int records) {
        return IntStream.range(0, records)
                .mapToObj(i -> "{\"prompt\":\"" + question(i) + "\",\"completion\":\"" + answer(i) + "\"}")
                .collect(Collectors.joining("\n"));
    }

    static String question(int i) {
        return "What does station " + i + " on line " + (i % 7) + " sell on day " + (i * 31 % 17) + "?";
    }

    static String answer(int i) {
        return "Station " + i + " sells " + (i * 13 % 101) + " apples and " + (i * 7 % 53) + " pears on that day.";
    }

    CreateModelCustomizationJobRequest.Builder job(String name) {
        return CreateModelCustomizationJobRequest.builder()
                .jobName(name)
                .customModelName(name + "-model")
                .roleArn(ROLE)
                .baseModelIdentifier(HAIKU)
                .trainingDataConfig(c -> c.s3Uri("s3://data/training.jsonl"))
                .validationDataConfig(c -> c.validators(
                        Validator.builder().s3Uri("s3://data/validation.jsonl").build()))
                .outputDataConfig(c -> c.s3Uri("s3://data/out"))
                .hyperParameters(Map.of("epochCount", "3", "batchSize", "8"));
    }

    static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    /** The asynchronous client: the synchronous one over the JDK's connections knows no PATCH. */
    <T> T async(Function<BedrockAsyncClient, CompletableFuture<T>> call) {
        var builder = BedrockAsyncClient.builder();
        local.configure(builder);
        try (BedrockAsyncClient client = builder.build()) {
            return call.apply(client).join();
        }
    }

    /** A call as no client would make it. */
    HttpResponse<String> raw(String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(local.endpoint() + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=local/20260101/" + local.region()
                                + "/bedrock/aws4_request, SignedHeaders=host, Signature=0")
                .build();
        try {
            return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    String create(String name) {
        return bedrock.createModelCustomizationJob(job(name).build()).jobArn();
    }

    /** Sets a job going whose model can be deployed on demand and has known prices. */
    String createLlama(String name) {
        put("llama.jsonl", converse(120));
        return bedrock.createModelCustomizationJob(job(name)
                        .baseModelIdentifier("meta.llama3-3-70b-instruct-v1:0:128k")
                        .trainingDataConfig(c -> c.s3Uri("s3://data/llama.jsonl"))
                        .validationDataConfig(c -> c.validators(List.of()))
                        .hyperParameters(Map.of("epochCount", "1"))
                        .build())
                .jobArn();
    }

    /** Buys throughput that is in service. */
    String throughput(String name, String model) {
        String arn = bedrock.createProvisionedModelThroughput(
                        b -> b.provisionedModelName(name).modelId(model).modelUnits(1))
                .provisionedModelArn();
        local.advance(Duration.ofHours(1));
        return arn;
    }

    GetModelCustomizationJobResponse get(String job) {
        return bedrock.getModelCustomizationJob(b -> b.jobIdentifier(job));
    }

    /** A custom model, made by a job that has run to its end. */
    String model(String name) {
        String job = create(name);
        local.advance(Duration.ofHours(12));
        GetModelCustomizationJobResponse done = get(job);
        if (done.status() != ModelCustomizationJobStatus.COMPLETED) {
            throw new AssertionError(done.failureMessage());
        }
        return done.outputModelArn();
    }

    @Override
    public void close() {
        bedrock.close();
        s3.close();
        iam.close();
        local.close();
    }
}
