package io.github.tune4j.job;

import io.github.tune4j.aws.AwsSession;
import io.github.tune4j.aws.ServiceRole;
import io.github.tune4j.aws.internal.Clients;
import io.github.tune4j.aws.internal.Connection;
import io.github.tune4j.dataset.Dataset;
import io.github.tune4j.model.BaseModel;
import io.github.tune4j.run.Budget;
import io.github.tune4j.testkit.LocalAws;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;

/** An account in which a job of Llama 3.3 is in order in every way, for a test to spoil. */
final class TuningAccount implements AutoCloseable {
    static final String NUMBER = "123456789012";
    static final String BUCKET = "tuning-bucket";
    static final String ROLE = "arn:aws:iam::" + NUMBER + ":role/tuner";

    final LocalAws local = LocalAws.builder().steppedByHand().start();
    final AwsSession aws =
            AwsSession.builder().configure(local::configure).time(local.time()).build();
    final Dataset training;
    final Dataset validation;
    final Dataset ofClaude;
    final Path folder;

    TuningAccount(Path folder) {
        this.folder = folder;
        this.training = TrainingData.converse(folder.resolve("training.jsonl"), 110);
        this.validation = TrainingData.converse(folder.resolve("validation.jsonl"), 12);
        this.ofClaude = TrainingData.claude(folder.resolve("claude.jsonl"), 40);
    }

    /** Everything as it should be again. */
    void tidy() {
        local.reset();
        clients()
                .s3()
                .createBucket(b -> b.bucket(BUCKET).createBucketConfiguration(c -> c.locationConstraint("us-west-2")));
        role(trust("bedrock.amazonaws.com", NUMBER, "us-west-2", "model-customization-job/*"), rights("", ""));
    }

    Clients clients() {
        return Connection.of(aws).clients();
    }

    FineTuningJob.Builder job() {
        return job(aws);
    }

    FineTuningJob.Builder job(AwsSession session) {
        return FineTuningJob.builder(session)
                .name("gauges-v1")
                .baseModel(BaseModel.LLAMA_3_3_70B)
                .serviceRole(ServiceRole.arn(ROLE))
                .trainingData(training)
                .validationData(validation)
                .storage("s3://" + BUCKET + "/tuning")
                .hyperParameters(h -> h.epochs(2));
    }

    FineTuningJob.Builder haiku() {
        return haikuAlone().validationData(TrainingData.claude(folder.resolve("claude-validation.jsonl"), 32));
    }

    /** Without validation data. */
    FineTuningJob.Builder haikuAlone() {
        return FineTuningJob.builder(aws)
                .name("gauges-v1")
                .serviceRole(ServiceRole.arn(ROLE))
                .storage("s3://" + BUCKET + "/tuning")
                .baseModel(BaseModel.CLAUDE_3_HAIKU)
                .trainingData(ofClaude)
                .hyperParameters(h -> h.epochs(2).batchSize(8));
    }

    /** A session of its own, to be closed. */
    AwsSession.Builder session(Region region) {
        return AwsSession.builder().configure(local::configure).region(region).time(local.time());
    }

    AwsSession poor(String limitUsd) {
        return aws.withBudget(Budget.ofUsd(limitUsd));
    }

    /** The role with these two policies; it replaces the one that is there. */
    void role(String trust, String rights) {
        IamClient iam = clients().iam();
        boolean there = iam.listRoles(r -> {}).roles().stream()
                .anyMatch(r -> r.roleName().equals("tuner"));
        if (there) {
            iam.updateAssumeRolePolicy(r -> r.roleName("tuner").policyDocument(trust));
        } else {
            iam.createRole(r -> r.roleName("tuner").assumeRolePolicyDocument(trust));
        }
        iam.putRolePolicy(r -> r.roleName("tuner").policyName("rights").policyDocument(rights));
    }

    static String trust(String service, String account, String region, String resource) {
        return trust(
                service,
                "sts:AssumeRole",
                "{\"StringEquals\":{\"aws:SourceAccount\":\"" + account
                        + "\"},\"ArnLike\":{\"aws:SourceArn\":\"arn:aws:bedrock:" + region + ":" + account + ":"
                        + resource + "\"}}");
    }

    static String trust(String service, String action, String conditions) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\""
                + service
                + "\"},\"Action\":\"" + action + "\""
                + (conditions.isEmpty() ? "" : ",\"Condition\":" + conditions) + "}]}";
    }

    /**
     * Policies that suffice for the job.
     *
     * @param without an action that is left out
     * @param more further statements, each with a comma before it
     */
    static String rights(String without, String more) {
        String actions = "\"s3:GetObject\",\"s3:ListBucket\",\"s3:PutObject\""
                .replaceAll("(^|,)\"" + without + "\"", "")
                .replaceFirst("^,", "");
        return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[" + actions
                + "],\"Resource\":[\"arn:aws:s3:::" + BUCKET + "\",\"arn:aws:s3:::" + BUCKET + "/*\"]}" + more + "]}";
    }

    static String statement(String effect, String actions, String resource) {
        return ",{\"Effect\":\"" + effect + "\",\"Action\":[" + actions + "],\"Resource\":\"" + resource + "\"}";
    }

    void put(String bucket, String key, String text) {
        clients().s3().putObject(p -> p.bucket(bucket).key(key), RequestBody.fromString(text));
    }

    void bucket(String name, Region region) {
        try (AwsSession there = session(region).build()) {
            Connection.of(there)
                    .clients()
                    .s3()
                    .createBucket(
                            b -> b.bucket(name).createBucketConfiguration(c -> c.locationConstraint(region.id())));
        }
    }

    /** Claude's data with other words in one record. */
    Dataset rewritten(String words, String others) {
        try {
            Path file = folder.resolve("rewritten.jsonl");
            Files.writeString(file, Files.readString(ofClaude.file()).replace(words, others));
            return Dataset.open(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void encrypt(String keyArn) {
        ServerSideEncryptionRule rule = ServerSideEncryptionRule.builder()
                .applyServerSideEncryptionByDefault(
                        d -> d.sseAlgorithm(ServerSideEncryption.AWS_KMS).kmsMasterKeyID(keyArn))
                .build();
        clients().s3().putBucketEncryption(b -> b.bucket(BUCKET).serverSideEncryptionConfiguration(c -> c.rules(rule)));
    }

    @Override
    public void close() {
        aws.close();
        local.close();
    }
}
