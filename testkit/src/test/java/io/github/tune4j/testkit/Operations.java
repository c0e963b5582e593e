package io.github.tune4j.testkit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.bedrock.BedrockAsyncClient;
import software.amazon.awssdk.services.bedrock.BedrockClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelWithResponseStreamResponseHandler;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.servicequotas.ServiceQuotasClient;
import software.amazon.awssdk.services.sts.StsClient;

/** A call of each operation that the local AWS has, by the SDK's clients that try once; what it is about need not be there. */
final class Operations implements AutoCloseable {
    private static final String MODEL = "arn:aws:bedrock:us-west-2:123456789012:custom-model/a.b-v1:0/aaaaaaaaaaaa";
    private static final String BASE = "anthropic.claude-3-haiku-20240307-v1:0";
    private static final String KEY = "alias/mine";
    private static final String POLICY = "arn:aws:iam::aws:policy/AmazonS3FullAccess";

    final BedrockClient bedrock;
    final BedrockAsyncClient bedrockAsync;
    final BedrockRuntimeClient runtime;
    final BedrockRuntimeAsyncClient runtimeAsync;
    final IamClient iam;
    final S3Client s3;
    final KmsClient kms;
    final ServiceQuotasClient quotas;
    final StsClient sts;

    private final LocalAws local;
    private final Map<String, Runnable> calls = new LinkedHashMap<>();

    Operations(LocalAws local) {
        this.local = local;
        this.bedrock = client(BedrockClient.builder());
        this.bedrockAsync = client(BedrockAsyncClient.builder());
        this.runtime = client(BedrockRuntimeClient.builder());
        this.runtimeAsync = client(BedrockRuntimeAsyncClient.builder());
        this.iam = client(IamClient.builder());
        this.s3 = client(S3Client.builder());
        this.kms = client(KmsClient.builder());
        this.quotas = client(ServiceQuotasClient.builder());
        this.sts = client(StsClient.builder());
        bedrock();
        runtime();
        iam();
        s3();
        calls.put("kms DescribeKey", () -> kms.describeKey(b -> b.keyId(KEY)));
        calls.put("kms GetKeyPolicy", () -> kms.getKeyPolicy(b -> b.keyId(KEY)));
        calls.put(
                "service-quotas GetServiceQuota",
                () -> quotas.getServiceQuota(b -> b.serviceCode("bedrock").quotaCode("L-BE77399C")));
        calls.put("service-quotas ListServiceQuotas", () -> quotas.listServiceQuotas(b -> b.serviceCode("bedrock")));
        calls.put("sts GetCallerIdentity", sts::getCallerIdentity);
    }

    /** By service and operation. */
    Map<String, Runnable> calls() {
        return calls;
    }

    /** The calls of a service. */
    List<Runnable> of(String service) {
        return calls.entrySet().stream()
                .filter(call -> call.getKey().startsWith(service + " "))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** What a client that answers later answers. */
    static <T> T join(Supplier<CompletableFuture<T>> call) {
        try {
            return call.get().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException refused ? refused : e;
        }
    }

    private <B extends AwsClientBuilder<B, C>, C> C client(B builder) {
        local.configure(builder);
        return builder.overrideConfiguration(c -> c.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .build();
    }

    private void bedrock(String operation, Runnable call) {
        calls.put("bedrock " + operation, call);
    }

    private void bedrock() {
        bedrock("CreateModelCustomizationJob", () -> bedrock.createModelCustomizationJob(b -> {}));
        bedrock("GetModelCustomizationJob", () -> bedrock.getModelCustomizationJob(b -> b.jobIdentifier("x")));
        bedrock("ListModelCustomizationJobs", () -> bedrock.listModelCustomizationJobs(b -> {}));
        bedrock("StopModelCustomizationJob", () -> bedrock.stopModelCustomizationJob(b -> b.jobIdentifier("x")));
        bedrock("GetCustomModel", () -> bedrock.getCustomModel(b -> b.modelIdentifier("x")));
        bedrock("ListCustomModels", () -> bedrock.listCustomModels(b -> {}));
        bedrock("DeleteCustomModel", () -> bedrock.deleteCustomModel(b -> b.modelIdentifier("x")));
        String throughput = "ProvisionedModelThroughput";
        bedrock("Create" + throughput, () -> bedrock.createProvisionedModelThroughput(b -> {}));
        bedrock("Get" + throughput, () -> bedrock.getProvisionedModelThroughput(b -> b.provisionedModelId("x")));
        bedrock("List" + throughput + "s", () -> bedrock.listProvisionedModelThroughputs(b -> {}));
        bedrock(
                "Update" + throughput,
                () -> join(() -> bedrockAsync.updateProvisionedModelThroughput(b -> b.provisionedModelId("x"))));
        bedrock("Delete" + throughput, () -> bedrock.deleteProvisionedModelThroughput(b -> b.provisionedModelId("x")));
        String deployment = "CustomModelDeployment";
        bedrock("Create" + deployment, () -> bedrock.createCustomModelDeployment(b -> b.modelArn(MODEL)));
        bedrock(
                "Get" + deployment,
                () -> bedrock.getCustomModelDeployment(b -> b.customModelDeploymentIdentifier("x")));
        bedrock("List" + deployment + "s", () -> bedrock.listCustomModelDeployments(b -> {}));
        bedrock(
                "Update" + deployment,
                () -> join(() -> bedrockAsync.updateCustomModelDeployment(
                        b -> b.customModelDeploymentIdentifier("x").modelArn(MODEL))));
        bedrock(
                "Delete" + deployment,
                () -> bedrock.deleteCustomModelDeployment(b -> b.customModelDeploymentIdentifier("x")));
        bedrock("CreateModelInvocationJob", () -> bedrock.createModelInvocationJob(b -> {}));
        bedrock("GetModelInvocationJob", () -> bedrock.getModelInvocationJob(b -> b.jobIdentifier("aaaaaaaaaaaa")));
        bedrock("ListModelInvocationJobs", () -> bedrock.listModelInvocationJobs(b -> {}));
        bedrock("StopModelInvocationJob", () -> bedrock.stopModelInvocationJob(b -> b.jobIdentifier("aaaaaaaaaaaa")));
        bedrock("GetFoundationModel", () -> bedrock.getFoundationModel(b -> b.modelIdentifier(BASE)));
        bedrock("ListFoundationModels", () -> bedrock.listFoundationModels(b -> {}));
        bedrock("GetFoundationModelAvailability", () -> bedrock.getFoundationModelAvailability(b -> b.modelId(BASE)));
        bedrock("TagResource", () -> bedrock.tagResource(b -> {}));
        bedrock("UntagResource", () -> bedrock.untagResource(b -> {}));
        bedrock("ListTagsForResource", () -> bedrock.listTagsForResource(b -> {}));
    }

    private void runtime() {
        SdkBytes body = SdkBytes.fromUtf8String("{}");
        calls.put(
                "bedrock-runtime InvokeModel",
                () -> runtime.invokeModel(b -> b.modelId(BASE).body(body)));
        calls.put(
                "bedrock-runtime InvokeModelWithResponseStream",
                () -> join(() -> runtimeAsync.invokeModelWithResponseStream(
                        b -> b.modelId(BASE).body(body),
                        InvokeModelWithResponseStreamResponseHandler.builder()
                                .subscriber(event -> {})
                                .build())));
        calls.put("bedrock-runtime Converse", () -> runtime.converse(b -> b.modelId(BASE)));
        calls.put(
                "bedrock-runtime ConverseStream",
                () -> join(() -> runtimeAsync.converseStream(
                        b -> b.modelId(BASE),
                        ConverseStreamResponseHandler.builder()
                                .subscriber(event -> {})
                                .build())));
        calls.put("bedrock-runtime CountTokens", () -> runtime.countTokens(b -> b.modelId(BASE)));
    }

    private void iam(String operation, Runnable call) {
        calls.put("iam " + operation, call);
    }

    private void iam() {
        iam("CreateRole", () -> iam.createRole(b -> b.roleName("x").assumeRolePolicyDocument(Life.TRUST)));
        iam("GetRole", () -> iam.getRole(b -> b.roleName("x")));
        iam("ListRoles", () -> iam.listRoles());
        iam(
                "UpdateAssumeRolePolicy",
                () -> iam.updateAssumeRolePolicy(b -> b.roleName("x").policyDocument(Life.TRUST)));
        iam(
                "PutRolePolicy",
                () -> iam.putRolePolicy(b -> b.roleName("x").policyName("p").policyDocument(Life.PERMISSIONS)));
        iam("GetRolePolicy", () -> iam.getRolePolicy(b -> b.roleName("x").policyName("p")));
        iam("ListRolePolicies", () -> iam.listRolePolicies(b -> b.roleName("x")));
        iam("DeleteRolePolicy", () -> iam.deleteRolePolicy(b -> b.roleName("x").policyName("p")));
        iam("AttachRolePolicy", () -> iam.attachRolePolicy(b -> b.roleName("x").policyArn(POLICY)));
        iam("DetachRolePolicy", () -> iam.detachRolePolicy(b -> b.roleName("x").policyArn(POLICY)));
        iam("ListAttachedRolePolicies", () -> iam.listAttachedRolePolicies(b -> b.roleName("x")));
        iam("GetPolicy", () -> iam.getPolicy(b -> b.policyArn(POLICY)));
        iam(
                "GetPolicyVersion",
                () -> iam.getPolicyVersion(b -> b.policyArn(POLICY).versionId("v1")));
        iam(
                "SimulatePrincipalPolicy",
                () -> iam.simulatePrincipalPolicy(
                        b -> b.policySourceArn(Life.ROLE).actionNames("s3:GetObject")));
        iam(
                "TagRole",
                () -> iam.tagRole(b ->
                        b.roleName("x").tags(Tag.builder().key("a").value("b").build())));
        iam("DeleteRole", () -> iam.deleteRole(b -> b.roleName("x")));
    }

    private void s3(String operation, Runnable call) {
        calls.put("s3 " + operation, call);
    }

    private void s3() {
        s3(
                "CreateBucket",
                () -> s3.createBucket(
                        b -> b.bucket("xxx").createBucketConfiguration(c -> c.locationConstraint("us-west-2"))));
        s3("HeadBucket", () -> s3.headBucket(b -> b.bucket("xxx")));
        s3("PutObject", () -> s3.putObject(b -> b.bucket("xxx").key("k"), RequestBody.fromString("x")));
        s3("GetObject", () -> s3.getObject(b -> b.bucket("xxx").key("k")).abort());
        s3("HeadObject", () -> s3.headObject(b -> b.bucket("xxx").key("k")));
        s3(
                "CopyObject",
                () -> s3.copyObject(b -> b.sourceBucket("xxx")
                        .sourceKey("k")
                        .destinationBucket("xxx")
                        .destinationKey("l")));
        s3("ListObjectsV2", () -> s3.listObjectsV2(b -> b.bucket("xxx")));
        s3("ListObjects", () -> s3.listObjects(b -> b.bucket("xxx")));
        s3(
                "AbortMultipartUpload",
                () -> s3.abortMultipartUpload(b -> b.bucket("xxx").key("k").uploadId("u")));
    }

    @Override
    public void close() {
        for (SdkClient client : List.of(bedrock, bedrockAsync, runtime, runtimeAsync, iam, s3, kms, quotas, sts)) {
            client.close();
        }
    }
}
