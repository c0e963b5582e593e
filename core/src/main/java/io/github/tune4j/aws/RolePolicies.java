package io.github.tune4j.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.aws.internal.Bucket;
import io.github.tune4j.aws.internal.Connection;
import io.github.tune4j.aws.internal.Partition;
import io.github.tune4j.aws.internal.RoleNeeds;
import io.github.tune4j.json.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The two policies of a service role, as narrow as the Bedrock user guide's (model-customization-iam-role,
 * encryption-custom-job, custom-model-job-access-security).
 */
final class RolePolicies {
    private static final Logger log = LoggerFactory.getLogger(ServiceRole.class);
    private static final String VERSION = "2012-10-17";

    private final Connection connection;
    private final String partition;

    RolePolicies(Connection connection) {
        this.connection = connection;
        this.partition = Partition.of(connection.region()).id();
    }

    /** The jobs of this account and region. */
    Set<String> ownArns() {
        return Set.of(
                connection.bedrockArn("model-customization-job/*"), connection.bedrockArn("model-invocation-job/*"));
    }

    /** Who may take the role: Bedrock, for jobs that were trusted before and for those of this region. */
    String trust(Collection<String> before) {
        TreeSet<String> arns = new TreeSet<>(before);
        arns.addAll(ownArns());
        ObjectNode statement = Json.object().put("Effect", "Allow").put("Action", "sts:AssumeRole");
        statement.putObject("Principal").put("Service", "bedrock.amazonaws.com");
        ObjectNode condition = statement.putObject("Condition");
        condition.putObject("StringEquals").put("aws:SourceAccount", connection.account());
        texts(condition.putObject("ArnLike").putArray("aws:SourceArn"), arns);
        return policy(List.of(statement));
    }

    /** The jobs that a trust policy of ours names; none when it is of another form. */
    TreeSet<String> trustedArns(String document) {
        TreeSet<String> arns = new TreeSet<>();
        try {
            for (JsonNode statement : Json.parse(document, "trust policy").path("Statement")) {
                JsonNode named = statement.at("/Condition/ArnLike/aws:SourceArn");
                if (named.isTextual()) {
                    arns.add(named.textValue());
                }
                named.forEach(arn -> arns.add(arn.asText()));
            }
        } catch (InvalidInputException e) {
            return new TreeSet<>();
        }
        return arns;
    }

    String permissions(RoleNeeds needs) {
        S3Location target = S3Location.parse(needs.write());
        TreeSet<String> buckets = new TreeSet<>();
        TreeSet<String> readable = new TreeSet<>();
        List<S3Location> all = new ArrayList<>(List.of(target));
        needs.read().forEach(uri -> all.add(S3Location.parse(uri)));
        for (S3Location place : all) {
            buckets.add(bucketArn(place));
            keysOf(place).forEach(key -> readable.add(bucketArn(place) + "/" + key));
        }
        List<JsonNode> statements = new ArrayList<>();
        // How Bedrock lists is not documented, so no s3:prefix is asked for: it would fail a job that is in order.
        statements.add(allow(List.of("s3:ListBucket"), buckets));
        statements.add(allow(List.of("s3:GetObject"), readable));
        statements.add(allow(
                List.of("s3:PutObject"),
                keysOf(target).stream().map(k -> bucketArn(target) + "/" + k).toList()));
        TreeSet<String> keys = new TreeSet<>();
        if (needs.kmsKey() != null) {
            keys.add(keyArn(needs.kmsKey()));
        }
        all.stream()
                .map(S3Location::bucket)
                .distinct()
                .forEach(bucket -> keyOf(bucket).ifPresent(keys::add));
        if (!keys.isEmpty()) {
            statements.add(
                    allow(List.of("kms:Decrypt", "kms:GenerateDataKey", "kms:DescribeKey", "kms:CreateGrant"), keys));
        }
        if (needs.vpc()) {
            network(statements);
        }
        if (!needs.profiles().isEmpty()) {
            // A profile calls its model in whichever region has room.
            List<String> callable = new ArrayList<>();
            for (String profile : needs.profiles()) {
                String id = profile.substring(profile.lastIndexOf('/') + 1);
                callable.add(profile.startsWith("arn:") ? profile : connection.bedrockArn("inference-profile/" + id));
                callable.add("arn:" + partition + ":bedrock:*::foundation-model/" + id.substring(id.indexOf('.') + 1));
            }
            statements.add(allow(List.of("bedrock:InvokeModel"), callable));
        }
        return policy(statements);
    }

    /** Policies name keys by ARN only. */
    private String keyArn(String key) {
        return key.contains(":key/")
                ? key
                : connection
                        .call("DescribeKey", () -> connection.clients().kms().describeKey(k -> k.keyId(key)))
                        .keyMetadata()
                        .arn();
    }

    /** The key that a bucket's objects are encrypted with; AWS's own needs no permission. */
    private Optional<String> keyOf(String bucket) {
        try {
            return new Bucket(connection, bucket)
                    .kmsKey()
                    .filter(key -> !key.contains("alias/aws/"))
                    .map(this::keyArn);
        } catch (AwsCallException e) {
            log.warn(
                    "With what bucket {} is encrypted could not be seen; if it is a KMS key, the role must be allowed"
                            + " to use it",
                    bucket,
                    e);
            return Optional.empty();
        }
    }

    private void network(List<JsonNode> statements) {
        statements.add(allow(
                List.of(
                        "ec2:DescribeNetworkInterfaces",
                        "ec2:DescribeVpcs",
                        "ec2:DescribeDhcpOptions",
                        "ec2:DescribeSubnets",
                        "ec2:DescribeSecurityGroups"),
                List.of("*")));
        String ec2 = "arn:" + partition + ":ec2:" + connection.region().id() + ":" + connection.account() + ":";
        ObjectNode create = allow(List.of("ec2:CreateNetworkInterface"), List.of(ec2 + "network-interface/*"));
        create.putObject("Condition").putObject("StringEquals").put("aws:RequestTag/BedrockManaged", "true");
        statements.add(create);
        statements.add(
                allow(List.of("ec2:CreateNetworkInterface"), List.of(ec2 + "subnet/*", ec2 + "security-group/*")));
        ObjectNode use = allow(
                List.of(
                        "ec2:CreateNetworkInterfacePermission",
                        "ec2:DeleteNetworkInterface",
                        "ec2:DeleteNetworkInterfacePermission"),
                List.of(ec2 + "network-interface/*"));
        use.putObject("Condition").putObject("StringEquals").put("aws:ResourceTag/BedrockManaged", "true");
        statements.add(use);
        ObjectNode tag = allow(List.of("ec2:CreateTags"), List.of(ec2 + "network-interface/*"));
        tag.putObject("Condition").putObject("StringEquals").put("ec2:CreateAction", "CreateNetworkInterface");
        statements.add(tag);
    }

    private String bucketArn(S3Location location) {
        return "arn:" + partition + ":s3:::" + location.bucket();
    }

    /** An object and, should it be a prefix, what lies below it. */
    private static List<String> keysOf(S3Location place) {
        return place.key().isEmpty() ? List.of("*") : List.of(place.key(), place.key() + "/*");
    }

    private static ObjectNode allow(List<String> actions, Collection<String> resources) {
        ObjectNode statement = Json.object().put("Effect", "Allow");
        texts(statement.putArray("Action"), actions);
        texts(statement.putArray("Resource"), resources);
        return statement;
    }

    private static String policy(List<JsonNode> statements) {
        ObjectNode policy = Json.object().put("Version", VERSION);
        policy.putArray("Statement").addAll(statements);
        return Json.line(policy);
    }

    private static void texts(ArrayNode array, Collection<String> texts) {
        texts.forEach(array::add);
    }
}
