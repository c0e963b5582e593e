package io.github.tune4j.job;

import io.github.tune4j.aws.S3Location;
import io.github.tune4j.aws.internal.Connection;
import io.github.tune4j.aws.internal.Door;
import io.github.tune4j.aws.internal.Partition;
import io.github.tune4j.aws.internal.RoleSource;
import io.github.tune4j.job.PreflightChecks.Finding;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.Role;

/** Whether Bedrock may take the service role, what the role may do then, and whether the caller may give it away. */
final class PreflightRole {
    private static final Pattern ROLE_ARN = Pattern.compile("arn:([^:]+):iam::(\\d*):role/.+");
    private static final Pattern ASSUMED = Pattern.compile("arn:[^:]+:sts::\\d+:assumed-role/([^/]+)/.*");

    private final Connection connection;
    private final JobOrder order;
    private final RoleSource source;
    private final PreflightStorage storage;
    private @Nullable Role role;
    private boolean missing;

    /**
     * Of an order.
     *
     * @param storage what was found of the bucket and the keys
     */
    PreflightRole(Connection connection, JobOrder order, PreflightStorage storage) {
        this.connection = connection;
        this.order = order;
        this.source = Door.ROLE.open(order.role());
        this.storage = storage;
    }

    void check(PreflightChecks checks) {
        if (!checks.look("role", this::role)) {
            return;
        }
        if (role != null && !source.adapts(role)) {
            Role found = role;
            checks.look(
                    "role's trust",
                    () -> TrustPolicy.judge(
                            String.valueOf(found.assumeRolePolicyDocument()), connection.account(), jobArn()));
            checks.look("role's rights", () -> rights(found));
        }
        checks.look("PassRole", this::passRole);
        checks.look("caller's rights", this::caller);
    }

    private String jobArn() {
        return connection.bedrockArn("model-customization-job/" + order.facts().tuningId() + "/abcdefghijkl");
    }

    private Finding role() {
        String given = source.givenArn();
        Matcher arn = ROLE_ARN.matcher(given);
        if (arn.matches()) {
            String partition = Partition.of(connection.region()).id();
            if (!arn.group(1).equals(partition)) {
                return Finding.failed(
                        "The role " + given + " is of partition " + arn.group(1) + ", and the region is of " + partition
                                + ".",
                        "give a role of this partition.");
            }
            if (!arn.group(2).equals(connection.account())) {
                return Finding.failed(
                        "The role " + given + " is of another account than the credentials, " + connection.account()
                                + ", and a role can be passed within its account only.",
                        "give a role of account " + connection.account() + ".");
            }
        }
        try {
            role = connection
                    .clients()
                    .iam()
                    .getRole(r -> r.roleName(source.name()))
                    .role();
        } catch (NoSuchEntityException e) {
            missing = true;
            return source.makes()
                    ? Finding.ok("role " + source.name() + " will be made with what the job needs")
                    : Finding.failed(
                            "There is no role " + given + ".",
                            "create it, or have one made with ServiceRole.createIfMissing.");
        } catch (SdkException e) {
            throw connection.failure("GetRole", e);
        }
        if (!source.makes() && !role.arn().equals(given)) {
            return Finding.failed(
                    "The role is " + role.arn() + " and not " + given + ": its path is another.",
                    "give its whole ARN.");
        }
        return Finding.ok(
                source.adapts(role)
                        ? "role " + source.name() + " is this library's and will be given what it lacks"
                        : "role " + role.arn() + " is used as it is");
    }

    private Finding rights(Role found) {
        Rights rights = new Rights(connection, found.arn());
        S3Location output = order.output();
        for (S3Location place : readable()) {
            rights.ask(bucketArn(place), Map.of("s3:prefix", place.key()), "s3:ListBucket");
            rights.ask(bucketArn(place) + "/" + place.key(), Map.of(), "s3:GetObject");
        }
        rights.ask(bucketArn(output), Map.of("s3:prefix", output.key()), "s3:ListBucket");
        rights.ask(
                bucketArn(output) + "/" + output.key() + "/.write_access_check_file.tmp",
                Map.of(),
                "s3:GetObject",
                "s3:PutObject");
        for (String key : storage.keys()) {
            Map<String, String> via = Map.of("kms:ViaService", "bedrock." + connection.region() + ".amazonaws.com");
            rights.ask(key, via, "kms:Decrypt", "kms:GenerateDataKey");
            if (key.equals(storage.modelKey())) {
                rights.ask(key, via, "kms:DescribeKey", "kms:CreateGrant");
            }
        }
        if (order.network() != null) {
            network(rights, order.network());
        }
        return finding(
                rights,
                "the role may read the data and write the results",
                "The role " + source.name(),
                "add these actions to the role's policy, or let ServiceRole.createIfMissing make a role.");
    }

    /** What a job in a network of the user's own does, by the user guide (custom-model-job-access-security). */
    private void network(Rights rights, JobOrder.Network network) {
        rights.ask(
                "*",
                Map.of(),
                "ec2:DescribeNetworkInterfaces",
                "ec2:DescribeVpcs",
                "ec2:DescribeDhcpOptions",
                "ec2:DescribeSubnets",
                "ec2:DescribeSecurityGroups");
        String ec2 = "arn:" + Partition.of(connection.region()).id() + ":ec2:" + connection.region() + ":"
                + connection.account() + ":";
        String create = "ec2:CreateNetworkInterface";
        rights.ask(
                ec2 + "network-interface/*",
                Map.of(
                        "aws:RequestTag/BedrockManaged",
                        "true",
                        "aws:RequestTag/BedrockModelCustomizationJobArn",
                        jobArn()),
                create);
        List<String> places = new ArrayList<>();
        network.subnetIds().forEach(id -> places.add(ec2 + "subnet/" + id));
        network.securityGroupIds().forEach(id -> places.add(ec2 + "security-group/" + id));
        places.removeIf(place -> !place.matches("[-/:0-9a-zA-Z]+"));
        places.forEach(place -> rights.ask(place, Map.of(), create));
        rights.ask(
                ec2 + "network-interface/*",
                Map.of(
                        "aws:ResourceTag/BedrockManaged",
                        "true",
                        "aws:ResourceTag/BedrockModelCustomizationJobArn",
                        jobArn(),
                        "ec2:Subnet",
                        places.isEmpty() ? "none" : places.get(0)),
                "ec2:CreateNetworkInterfacePermission",
                "ec2:DeleteNetworkInterface",
                "ec2:DeleteNetworkInterfacePermission");
        rights.ask(
                ec2 + "network-interface/*",
                Map.of("ec2:CreateAction", "CreateNetworkInterface", "aws:TagKeys", "BedrockManaged"),
                "ec2:CreateTags");
    }

    private List<S3Location> readable() {
        List<S3Location> places = new ArrayList<>(List.of(order.training().location(order.storage())));
        if (order.validation() != null) {
            places.add(order.validation().location(order.storage()));
        }
        return places;
    }

    private Finding passRole() {
        Optional<String> caller = callerArn();
        if (caller.isEmpty()) {
            return Finding.ok("the account's root may pass every role");
        }
        Rights rights = new Rights(connection, caller.get());
        rights.ask(roleArn(), Map.of("iam:PassedToService", "bedrock.amazonaws.com"), "iam:PassRole");
        return finding(
                rights,
                "the caller may pass the role to Bedrock",
                "The caller " + caller.get(),
                "allow iam:PassRole on " + roleArn() + " for these credentials.");
    }

    private String roleArn() {
        return role != null
                ? role.arn()
                : "arn:" + Partition.of(connection.region()).id() + ":iam::" + connection.account() + ":role/"
                        + source.name();
    }

    private Finding caller() {
        Optional<String> caller = callerArn();
        if (caller.isEmpty()) {
            return Finding.ok("the account's root may do everything");
        }
        Rights rights = new Rights(connection, caller.get());
        rights.ask(jobArn(), Map.of(), "bedrock:CreateModelCustomizationJob", "bedrock:GetModelCustomizationJob");
        if (storage.missing()) {
            rights.ask(
                    bucketArn(order.output()),
                    Map.of(),
                    order.kmsKey() == null
                            ? new String[] {"s3:CreateBucket", "s3:PutBucketPublicAccessBlock"}
                            : new String[] {
                                "s3:CreateBucket", "s3:PutBucketPublicAccessBlock", "s3:PutEncryptionConfiguration"
                            });
        }
        for (S3Location place : uploads()) {
            rights.ask(bucketArn(place) + "/" + place.key(), Map.of(), "s3:PutObject");
        }
        if (missing) {
            rights.ask(roleArn(), Map.of(), "iam:CreateRole", "iam:TagRole", "iam:PutRolePolicy");
        } else if (role != null && source.adapts(role)) {
            rights.ask(roleArn(), Map.of(), "iam:PutRolePolicy");
        }
        Rights tags = new Rights(connection, caller.get());
        tags.ask(jobArn(), Map.of(), "bedrock:TagResource");
        if (rights.denied().isEmpty() && !tags.denied().isEmpty()) {
            return Finding.warning(
                    "The caller " + caller.get() + " is not allowed bedrock:TagResource, which AWS may ask for, because"
                            + " job and model are tagged.",
                    "allow bedrock:TagResource for these credentials in IAM.");
        }
        return finding(
                rights,
                "the caller may do what the job takes",
                "The caller " + caller.get(),
                "allow these actions for these credentials in IAM.");
    }

    private List<S3Location> uploads() {
        List<S3Location> places = readable();
        places.removeIf(place -> order.training() instanceof JobOrder.Data.Uploaded u
                        && u.place().equals(place)
                || order.validation() instanceof JobOrder.Data.Uploaded v
                        && v.place().equals(place));
        return places;
    }

    /** Whose policies are to be asked: a session of a role has those of the role; the root of an account has none. */
    private Optional<String> callerArn() {
        String arn = connection.identity();
        Matcher assumed = ASSUMED.matcher(arn);
        if (assumed.matches()) {
            return Optional.of(connection
                    .call("GetRole", () -> connection.clients().iam().getRole(r -> r.roleName(assumed.group(1))))
                    .role()
                    .arn());
        }
        return arn.endsWith(":root") ? Optional.empty() : Optional.of(arn);
    }

    private static Finding finding(Rights rights, String ok, String who, String remedy) {
        if (rights.denied().isEmpty()) {
            return Finding.ok(ok);
        }
        Set<String> denied = new LinkedHashSet<>(rights.denied());
        String problem = who + " is not allowed " + String.join(", ", denied) + ".";
        return rights.uncertain()
                ? Finding.warning(problem + " Conditions in a policy ask for what a simulation does not know.", remedy)
                : Finding.failed(problem, remedy);
    }

    private String bucketArn(S3Location place) {
        return "arn:" + Partition.of(connection.region()).id() + ":s3:::" + place.bucket();
    }
}
