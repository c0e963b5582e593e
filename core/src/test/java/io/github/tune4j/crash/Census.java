package io.github.tune4j.crash;

import io.github.tune4j.testkit.LocalAws;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrock.BedrockClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;

/** Everything that is on a local AWS, counted with AWS's own clients, as lines to compare. */
public final class Census {
    private static final Pattern IDS = Pattern.compile(
            "((?:model-customization-job|custom-model|provisioned-model|custom-model-deployment|model-invocation-job)"
                    + "(?:/[^/\\s]+)?[-/])[a-z0-9]{12}(?![a-z0-9])");

    private static final Pattern KEYS = Pattern.compile(":key/[0-9a-f-]{36}");

    /** A policy is named after its content, in which the key's id stands. */
    private static final Pattern POLICIES = Pattern.compile("tune4j-[0-9a-f]{16}");

    private Census() {}

    /** What is there, and what it costs. */
    public static List<String> of(LocalAws local) {
        List<String> lines = new ArrayList<>();
        try (S3Client s3 = client(local, S3Client.builder());
                IamClient iam = client(local, IamClient.builder());
                BedrockClient bedrock = client(local, BedrockClient.builder())) {
            s3.listBuckets().buckets().forEach(bucket -> {
                lines.add("bucket " + bucket.name() + " "
                        + s3.getPublicAccessBlock(b -> b.bucket(bucket.name())).publicAccessBlockConfiguration());
                s3.getBucketEncryption(b -> b.bucket(bucket.name()))
                        .serverSideEncryptionConfiguration()
                        .rules()
                        .forEach(rule -> lines.add("encryption of " + bucket.name() + " "
                                + rule.applyServerSideEncryptionByDefault().sseAlgorithmAsString() + " "
                                + rule.applyServerSideEncryptionByDefault().kmsMasterKeyID()));
                s3.listObjectsV2Paginator(b -> b.bucket(bucket.name()))
                        .contents()
                        .forEach(o -> lines.add("object " + o.key() + " " + o.size() + " " + o.eTag()));
                s3.listMultipartUploads(b -> b.bucket(bucket.name()))
                        .uploads()
                        .forEach(u -> lines.add("unfinished upload " + u.key()));
            });
            iam.listRolesPaginator().roles().forEach(role -> {
                lines.add("role " + role.roleName() + " " + role.assumeRolePolicyDocument());
                iam.listRolePoliciesPaginator(b -> b.roleName(role.roleName()))
                        .policyNames()
                        .forEach(policy -> lines.add("policy " + role.roleName() + " "
                                + URLDecoder.decode(
                                        iam.getRolePolicy(b -> b.roleName(role.roleName())
                                                        .policyName(policy))
                                                .policyDocument(),
                                        StandardCharsets.UTF_8)));
            });
            bedrock.listModelCustomizationJobsPaginator(b -> {})
                    .modelCustomizationJobSummaries()
                    .forEach(job -> lines.add("job " + job.jobName() + " " + job.statusAsString()));
            bedrock.listCustomModelsPaginator(b -> {})
                    .modelSummaries()
                    .forEach(model -> lines.add("model " + model.modelName() + " " + model.modelStatusAsString()));
            bedrock.listProvisionedModelThroughputsPaginator(b -> {})
                    .provisionedModelSummaries()
                    .forEach(t -> lines.add("throughput " + t.provisionedModelName() + " " + t.statusAsString()));
            bedrock.listCustomModelDeploymentsPaginator(b -> {})
                    .modelDeploymentSummaries()
                    .forEach(d -> lines.add("deployment " + d.customModelDeploymentName() + " " + d.statusAsString()));
            bedrock.listModelInvocationJobsPaginator(b -> {})
                    .invocationJobSummaries()
                    .forEach(job -> lines.add("batch job " + job.jobName() + " " + job.statusAsString()));
        }
        local.bill()
                .items()
                .forEach(item -> lines.add(
                        "billed " + item.what() + " " + item.quantity() + " " + item.unit() + " " + item.usd()));
        lines.replaceAll(Census::withoutChance);
        Collections.sort(lines);
        return List.copyOf(lines);
    }

    /** A text without the ids that AWS draws by chance. */
    public static String withoutChance(String text) {
        String ids = IDS.matcher(text).replaceAll("$1############");
        return POLICIES.matcher(KEYS.matcher(ids).replaceAll(":key/####")).replaceAll("tune4j-####");
    }

    private static <B extends AwsClientBuilder<B, C>, C> C client(LocalAws local, B builder) {
        local.configure(builder);
        builder.overrideConfiguration(o -> o.retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                .maxAttempts(12)
                .build()));
        if (builder instanceof software.amazon.awssdk.services.iam.IamClientBuilder) {
            builder.region(Region.AWS_GLOBAL);
        }
        return builder.build();
    }
}
