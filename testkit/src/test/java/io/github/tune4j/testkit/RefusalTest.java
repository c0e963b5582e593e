package io.github.tune4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrock.model.CommitmentDuration;
import software.amazon.awssdk.services.bedrock.model.CreateModelInvocationJobRequest;
import software.amazon.awssdk.services.bedrock.model.Tag;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelWithResponseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.Message;

/** What leads to each declared error of Bedrock that a caller's own doing can lead to. */
@Timeout(60)
class RefusalTest {
    private static final String CLAUDE = "anthropic.claude-3-haiku-20240307-v1:0";
    private static final String NOBODY = "aaaaaaaaaaaa";
    private static final String ACCOUNT = "arn:aws:bedrock:us-west-2:123456789012:";
    private static final String NO_MODEL = ACCOUNT + "custom-model/" + Life.HAIKU + "/" + NOBODY;
    private static final String NO_THROUGHPUT = ACCOUNT + "provisioned-model/" + NOBODY;

    /** Nothing that a caller does, or leaves undone, leads to these: they are injected. */
    private static final Set<String> INJECTED = Set.of(
            "AccessDeniedException",
            "InternalServerException",
            "ServiceUnavailableException",
            "ModelTimeoutException",
            "ModelErrorException",
            "ModelStreamErrorException");

    /** Declared by AWS for causes that are not known, or that the local AWS does not have. */
    private static final Set<String> NEVER = Set.of(
            "CreateModelInvocationJob ResourceNotFoundException",
            "DeleteCustomModelDeployment ConflictException",
            "InvokeModel ServiceQuotaExceededException",
            "InvokeModelWithResponseStream ServiceQuotaExceededException");

    private static Life life;
    private static Operations operations;
    private static final Map<String, Runnable> CAUSES = new LinkedHashMap<>();

    @BeforeAll
    static void aLifeWithOneOfEverything() {
        life = Life.start(LocalAws.builder().steppedByHand().quota(2));
        life.put("batch.jsonl", "{\"modelInput\":{}}\n".repeat(100));
        operations = new Operations(life.local);
        String model = life.model("one");
        life.createLlama("llama");
        life.local.advance(Duration.ofHours(12));
        String llama = life.get("llama").outputModelArn();
        IntStream.range(0, 100).forEach(i -> deploy("d" + i, llama));
        life.bedrock.createProvisionedModelThroughput(b -> b.provisionedModelName("kept")
                .modelId(model)
                .modelUnits(1)
                .commitmentDuration(CommitmentDuration.ONE_MONTH));
        life.local.advance(Duration.ofHours(1));
        life.bedrock.createProvisionedModelThroughput(
                b -> b.provisionedModelName("early").modelId(model).modelUnits(1));
        IntStream.range(0, 10).forEach(i -> life.create("waiting" + i));
        IntStream.range(0, 20).forEach(i -> life.bedrock.createModelInvocationJob(batch("b" + i)));
        jobs(model);
        capacity(model, llama);
        batches();
        others(model);
        runtime();
    }

    @AfterAll
    static void stop() {
        operations.close();
        life.close();
    }

    private static void jobs(String model) {
        cause("CreateModelCustomizationJob ResourceNotFound", () -> job("j", NO_MODEL));
        cause("CreateModelCustomizationJob Validation", () -> job("waiting0", Life.HAIKU));
        cause(
                "CreateModelCustomizationJob Conflict",
                () -> operations.bedrock.createModelCustomizationJob(
                        life.job("j").clientRequestToken(token()).build()));
        cause(
                "CreateModelCustomizationJob TooManyTags",
                () -> operations.bedrock.createModelCustomizationJob(
                        life.job("j").jobTags(tags()).build()));
        cause("CreateModelCustomizationJob ServiceQuotaExceeded", () -> job("j", Life.HAIKU));
        cause("GetModelCustomizationJob ResourceNotFound", "GetModelCustomizationJob");
        cause(
                "GetModelCustomizationJob Validation",
                () -> operations.bedrock.getModelCustomizationJob(b -> b.jobIdentifier("a b")));
        cause(
                "ListModelCustomizationJobs Validation",
                () -> operations.bedrock.listModelCustomizationJobs(b -> b.maxResults(0)));
        cause("StopModelCustomizationJob ResourceNotFound", "StopModelCustomizationJob");
        cause(
                "StopModelCustomizationJob Validation",
                () -> operations.bedrock.stopModelCustomizationJob(b -> b.jobIdentifier("_")));
        cause(
                "StopModelCustomizationJob Conflict",
                () -> operations.bedrock.stopModelCustomizationJob(b -> b.jobIdentifier("one")));
        cause("GetCustomModel ResourceNotFound", "GetCustomModel");
        cause("GetCustomModel Validation", () -> operations.bedrock.getCustomModel(b -> b.modelIdentifier("a b")));
        cause("ListCustomModels Validation", () -> operations.bedrock.listCustomModels(b -> b.nextToken("none")));
        cause("DeleteCustomModel ResourceNotFound", "DeleteCustomModel");
        cause("DeleteCustomModel Validation", () -> operations.bedrock.deleteCustomModel(b -> b.modelIdentifier("!")));
        cause("DeleteCustomModel Conflict", () -> operations.bedrock.deleteCustomModel(b -> b.modelIdentifier(model)));
    }

    private static void capacity(String model, String llama) {
        String throughput = "ProvisionedModelThroughput";
        cause("Create" + throughput + " ResourceNotFound", () -> provision("t", NO_MODEL, List.of()));
        cause("Create" + throughput + " Validation", () -> provision("early", model, List.of()));
        cause("Create" + throughput + " TooManyTags", () -> provision("t", model, tags()));
        cause("Create" + throughput + " ServiceQuotaExceeded", () -> provision("t", model, List.of()));
        cause("Get" + throughput + " ResourceNotFound", "Get" + throughput);
        cause(
                "Get" + throughput + " Validation",
                () -> operations.bedrock.getProvisionedModelThroughput(b -> b.provisionedModelId("-")));
        cause(
                "List" + throughput + "s Validation",
                () -> operations.bedrock.listProvisionedModelThroughputs(b -> b.statusEquals("Gone")));
        cause("Update" + throughput + " ResourceNotFound", "Update" + throughput);
        cause(
                "Update" + throughput + " Validation",
                () -> Operations.join(() -> operations.bedrockAsync.updateProvisionedModelThroughput(
                        b -> b.provisionedModelId("early").desiredProvisionedModelName("late"))));
        cause("Delete" + throughput + " ResourceNotFound", "Delete" + throughput);
        cause(
                "Delete" + throughput + " Validation",
                () -> operations.bedrock.deleteProvisionedModelThroughput(b -> b.provisionedModelId("-")));
        cause(
                "Delete" + throughput + " Conflict",
                () -> operations.bedrock.deleteProvisionedModelThroughput(b -> b.provisionedModelId("kept")));

        String deployment = "CustomModelDeployment";
        cause("Create" + deployment + " ResourceNotFound", () -> deploy("d", NO_MODEL));
        cause("Create" + deployment + " Validation", () -> deploy("d", model));
        cause(
                "Create" + deployment + " TooManyTags",
                () -> operations.bedrock.createCustomModelDeployment(
                        b -> b.modelDeploymentName("d").modelArn(llama).tags(tags())));
        cause("Create" + deployment + " ServiceQuotaExceeded", () -> deploy("d", llama));
        cause("Get" + deployment + " ResourceNotFound", "Get" + deployment);
        cause(
                "Get" + deployment + " Validation",
                () -> operations.bedrock.getCustomModelDeployment(b -> b.customModelDeploymentIdentifier("-")));
        cause(
                "List" + deployment + "s Validation",
                () -> operations.bedrock.listCustomModelDeployments(b -> b.modelArnEquals("x")));
        cause("Update" + deployment + " ResourceNotFound", "Update" + deployment);
        cause(
                "Update" + deployment + " Validation",
                () -> Operations.join(() -> operations.bedrockAsync.updateCustomModelDeployment(
                        b -> b.customModelDeploymentIdentifier("d0").modelArn(model))));
        cause("Delete" + deployment + " ResourceNotFound", "Delete" + deployment);
        cause(
                "Delete" + deployment + " Validation",
                () -> operations.bedrock.deleteCustomModelDeployment(b -> b.customModelDeploymentIdentifier("-")));
    }

    private static void batches() {
        String job = "ModelInvocationJob";
        cause(
                "Create" + job + " Validation",
                () -> operations.bedrock.createModelInvocationJob(
                        batch("x").toBuilder().timeoutDurationInHours(1).build()));
        cause("Create" + job + " Conflict", () -> operations.bedrock.createModelInvocationJob(batch("b0")));
        cause("Create" + job + " ServiceQuotaExceeded", () -> operations.bedrock.createModelInvocationJob(batch("x")));
        cause("Get" + job + " ResourceNotFound", "Get" + job);
        cause("Get" + job + " Validation", () -> operations.bedrock.getModelInvocationJob(b -> b.jobIdentifier("x")));
        cause(
                "List" + job + "s Validation",
                () -> operations.bedrock.listModelInvocationJobs(b -> b.sortOrder("Sideways")));
        cause("Stop" + job + " ResourceNotFound", "Stop" + job);
        cause("Stop" + job + " Validation", () -> operations.bedrock.stopModelInvocationJob(b -> b.jobIdentifier("x")));
        String stopped = life.bedrock
                .listModelInvocationJobs(b -> b.nameContains("b7"))
                .invocationJobSummaries()
                .get(0)
                .jobArn();
        cause("Stop" + job + " Conflict", () -> {
            operations.bedrock.stopModelInvocationJob(b -> b.jobIdentifier(stopped));
            operations.bedrock.stopModelInvocationJob(b -> b.jobIdentifier(stopped));
        });
    }

    private static void others(String model) {
        cause(
                "GetFoundationModel ResourceNotFound",
                () -> operations.bedrock.getFoundationModel(b -> b.modelIdentifier("nobody.nothing-v1:0")));
        cause(
                "GetFoundationModel Validation",
                () -> operations.bedrock.getFoundationModel(b -> b.modelIdentifier("a b")));
        cause("ListFoundationModels Validation", () -> operations.bedrock.listFoundationModels(b -> b.byProvider("!")));
        cause(
                "GetFoundationModelAvailability ResourceNotFound",
                () -> operations.bedrock.getFoundationModelAvailability(b -> b.modelId("nobody.nothing-v1:0")));
        cause(
                "GetFoundationModelAvailability Validation",
                () -> operations.bedrock.getFoundationModelAvailability(b -> b.modelId("a b")));
        cause("TagResource ResourceNotFound", () -> tag(NO_MODEL, List.of(Life.tag("a", "b"))));
        cause("TagResource Validation", () -> tag(model, List.of(Life.tag("#", "b"))));
        cause("TagResource TooManyTags", () -> tag(model, tags()));
        cause(
                "UntagResource ResourceNotFound",
                () -> operations.bedrock.untagResource(
                        b -> b.resourceARN(NO_MODEL).tagKeys("a")));
        cause(
                "UntagResource Validation",
                () -> operations.bedrock.untagResource(b -> b.resourceARN(model).tagKeys("#")));
        cause(
                "ListTagsForResource ResourceNotFound",
                () -> operations.bedrock.listTagsForResource(b -> b.resourceARN(NO_MODEL)));
        cause("ListTagsForResource Validation", "ListTagsForResource");
    }

    private static void runtime() {
        for (String operation : List.of("InvokeModel", "InvokeModelWithResponseStream", "Converse", "ConverseStream")) {
            cause(operation + " ResourceNotFound", () -> ask(operation, NO_THROUGHPUT, "Hi"));
            cause(operation + " Validation", () -> ask(operation, CLAUDE, " "));
            cause(operation + " ModelNotReady", () -> ask(operation, throughput("early"), "Hi"));
        }
        cause("CountTokens ResourceNotFound", () -> operations.runtime.countTokens(b -> b.modelId(NO_THROUGHPUT)));
        cause("CountTokens Validation", () -> operations.runtime.countTokens(b -> b.modelId(CLAUDE)));
    }

    @TestFactory
    List<DynamicTest> of_the_declared_kind() {
        return CAUSES.entrySet().stream()
                .map(cause -> DynamicTest.dynamicTest(cause.getKey(), () -> {
                    AwsServiceException refused = catchThrowableOfType(
                            AwsServiceException.class, () -> cause.getValue().run());
                    assertThat(refused.getClass().getSimpleName())
                            .as(refused.getMessage())
                            .isEqualTo(cause.getKey().split(" ")[1]);
                }))
                .toList();
    }

    @Test
    void every_declared_error_has_a_cause_or_is_injected() throws IOException {
        Set<String> declared = new TreeSet<>();
        DeclaredErrorsTest.declared().stream()
                .filter(error -> error.service().startsWith("bedrock"))
                .filter(error ->
                        !INJECTED.contains(error.type()) && !error.type().equals("ThrottlingException"))
                .forEach(error -> declared.add(error.toString()));
        declared.removeAll(NEVER);
        assertThat(new TreeSet<>(CAUSES.keySet())).isEqualTo(declared);
    }

    private static void cause(String error, Runnable call) {
        CAUSES.put(error + "Exception", call);
    }

    private static void cause(String error, String operation) {
        cause(error, operations.calls().get("bedrock " + operation));
    }

    private static void job(String name, String base) {
        operations.bedrock.createModelCustomizationJob(
                life.job(name).baseModelIdentifier(base).build());
    }

    /** A token that was used for another request. */
    private static String token() {
        return life.get("waiting1").clientRequestToken();
    }

    private static void provision(String name, String model, List<Tag> tags) {
        operations.bedrock.createProvisionedModelThroughput(
                b -> b.provisionedModelName(name).modelId(model).modelUnits(1).tags(tags));
    }

    private static void deploy(String name, String model) {
        operations.bedrock.createCustomModelDeployment(
                b -> b.modelDeploymentName(name).modelArn(model));
    }

    private static void tag(String arn, List<Tag> tags) {
        operations.bedrock.tagResource(b -> b.resourceARN(arn).tags(tags));
    }

    private static List<Tag> tags() {
        return IntStream.rangeClosed(0, 200)
                .mapToObj(i -> Life.tag("k" + i, ""))
                .toList();
    }

    private static CreateModelInvocationJobRequest batch(String name) {
        return CreateModelInvocationJobRequest.builder()
                .jobName(name)
                .roleArn(Life.ROLE)
                .modelId(CLAUDE)
                .inputDataConfig(c -> c.s3InputDataConfig(s -> s.s3Uri("s3://data/batch.jsonl")))
                .outputDataConfig(c -> c.s3OutputDataConfig(s -> s.s3Uri("s3://data/answers")))
                .build();
    }

    private static String throughput(String name) {
        return life.bedrock
                .getProvisionedModelThroughput(b -> b.provisionedModelId(name))
                .provisionedModelArn();
    }

    private static void ask(String operation, String model, String question) {
        SdkBytes body = SdkBytes.fromUtf8String("{\"anthropic_version\":\"bedrock-2023-05-31\",\"max_tokens\":9,"
                + "\"messages\":[{\"role\":\"user\",\"content\":\"" + question + "\"}]}");
        ConverseRequest request = ConverseRequest.builder()
                .modelId(model)
                .messages(Message.builder()
                        .role("user")
                        .content(ContentBlock.fromText(question))
                        .build())
                .build();
        switch (operation) {
            case "InvokeModel" ->
                operations.runtime.invokeModel(b -> b.modelId(model).body(body));
            case "Converse" -> operations.runtime.converse(request);
            case "ConverseStream" ->
                Operations.join(() -> operations.runtimeAsync.converseStream(
                        b -> b.modelId(model).messages(request.messages()),
                        ConverseStreamResponseHandler.builder()
                                .subscriber(event -> {})
                                .build()));
            default ->
                Operations.join(() -> operations.runtimeAsync.invokeModelWithResponseStream(
                        b -> b.modelId(model).body(body),
                        InvokeModelWithResponseStreamResponseHandler.builder()
                                .subscriber(event -> {})
                                .build()));
        }
    }
}
