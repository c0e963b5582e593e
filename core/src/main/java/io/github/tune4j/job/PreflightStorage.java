package io.github.tune4j.job;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tune4j.TuneException;
import io.github.tune4j.aws.AwsCallException;
import io.github.tune4j.aws.internal.Bucket;
import io.github.tune4j.aws.internal.Connection;
import io.github.tune4j.aws.internal.Door;
import io.github.tune4j.aws.internal.Partition;
import io.github.tune4j.job.PreflightChecks.Finding;
import io.github.tune4j.json.Json;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.model.KeyManagerType;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.NotFoundException;

/** Whether the bucket is there and here, and the keys of bucket and model can be used. */
final class PreflightStorage {
    private final Connection connection;
    private final JobOrder order;
    private final Set<String> keys = new LinkedHashSet<>();
    private @Nullable String modelKey;
    private boolean missing;

    PreflightStorage(Connection connection, JobOrder order) {
        this.connection = connection;
        this.order = order;
    }

    void check(PreflightChecks checks) {
        boolean there = checks.require("storage", this::storage);
        if (order.kmsKey() != null) {
            checks.look("key of the model", () -> key(order.kmsKey()));
            modelKey = keys.stream().findFirst().orElse(null);
        }
        if (there) {
            checks.look("encryption of the bucket", this::bucketKey);
        }
    }

    /** ARNs of the customer's keys that were found. */
    Set<String> keys() {
        return keys;
    }

    /** The ARN of the key that was asked for the model, however it was named; null when there is none that counts. */
    @Nullable
    String modelKey() {
        return modelKey;
    }

    /** Whether the bucket is to be made. */
    boolean missing() {
        return missing;
    }

    private Finding storage() {
        Bucket bucket = new Bucket(connection, order.storage().location().bucket());
        if (order.createStorage() && bucket.region() == null) {
            missing = true;
            return Finding.ok("the bucket will be made in " + connection.region());
        }
        bucket.check();
        return Finding.ok("the bucket is in " + connection.region());
    }

    private Finding bucketKey() {
        return new Bucket(connection, order.storage().location().bucket())
                .kmsKey()
                .filter(key -> !key.contains("alias/aws/"))
                .map(this::key)
                .orElseGet(() -> Finding.ok("S3's or AWS's own key, which needs no permission"));
    }

    private Finding key(String identifier) {
        KeyMetadata key;
        try {
            key = connection
                    .call("DescribeKey", () -> connection.clients().kms().describeKey(k -> k.keyId(identifier)))
                    .keyMetadata();
        } catch (AwsCallException e) {
            if (e.getCause() instanceof NotFoundException) {
                throw new TuneException(
                        "There is no KMS key " + identifier + " in " + connection.region() + ".",
                        "give the ARN of a key of this account and region.",
                        e);
            }
            throw e;
        }
        if (!key.arn().contains(":" + connection.region().id() + ":")) {
            return Finding.failed(
                    "The KMS key " + key.arn() + " is not in " + connection.region() + ".",
                    "use a key of this region.");
        }
        if (key.keyState() != KeyState.ENABLED) {
            return Finding.failed(
                    "The KMS key " + key.arn() + " is " + key.keyStateAsString() + ".", "enable it, or use another.");
        }
        if (!"SYMMETRIC_DEFAULT".equals(key.keySpecAsString())) {
            return Finding.failed(
                    "The KMS key " + key.arn() + " is " + key.keySpecAsString() + ", and Bedrock takes symmetric keys.",
                    "use a symmetric key for encryption.");
        }
        if (key.keyManager() == KeyManagerType.AWS) {
            return Finding.ok("AWS's own key");
        }
        keys.add(key.arn());
        return policy(key.arn());
    }

    /** IAM's word counts for a key only where the key's own policy says so. */
    private Finding policy(String keyArn) {
        JsonNode policy = Json.parse(
                connection
                        .call("GetKeyPolicy", () -> connection.clients().kms().getKeyPolicy(k -> k.keyId(keyArn)))
                        .policy(),
                "policy of " + keyArn);
        String root = "arn:" + Partition.of(connection.region()).id() + ":iam::" + connection.account() + ":";
        for (JsonNode statement : policy.path("Statement")) {
            String principals = statement.path("Principal").toString();
            if (statement.path("Effect").asText().equals("Allow")
                    && (principals.contains(root + "root\"")
                            || principals.contains("\"" + connection.account() + "\"")
                            || principals.contains("\"*\"")
                            || principals.contains(
                                    "/" + Door.ROLE.open(order.role()).name() + "\""))) {
                return Finding.ok("key " + keyArn + " is enabled, and its policy lets IAM decide");
            }
        }
        return Finding.warning(
                "The policy of key " + keyArn + " names neither the account nor the role.",
                "let the key's policy allow the service role kms:Decrypt, kms:GenerateDataKey, kms:DescribeKey and"
                        + " kms:CreateGrant.");
    }
}
