package io.github.tune4j.aws;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.aws.internal.Connection;
import io.github.tune4j.aws.internal.RoleNeeds;
import io.github.tune4j.aws.internal.Sha256;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.EntityAlreadyExistsException;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.Tag;

/** A service role that this library makes, tells by its tag, and deletes. Every step may be repeated after a crash. */
final class OwnRole {
    private static final Logger log = LoggerFactory.getLogger(ServiceRole.class);
    private static final Tag TAG =
            Tag.builder().key("created-by").value("tune4j").build();

    private final Connection connection;
    private final IamClient iam;
    private final String name;

    OwnRole(Connection connection, String name) {
        this.connection = connection;
        this.iam = connection.clients().iam();
        this.name = name;
    }

    String arnFor(RoleNeeds needs) {
        RolePolicies policies = new RolePolicies(connection);
        Role role = find();
        if (role == null) {
            role = create(policies.trust(new TreeSet<>()));
        }
        if (!isOurs(role)) {
            log.info("Role {} is used as it is: this library did not make it", role.arn());
            return role.arn();
        }
        allowRegion(role, policies);
        allow(policies.permissions(needs));
        return role.arn();
    }

    private @Nullable Role find() {
        try {
            return iam.getRole(r -> r.roleName(name)).role();
        } catch (NoSuchEntityException e) {
            return null;
        } catch (SdkException e) {
            throw connection.failure("GetRole", e);
        }
    }

    private Role create(String trust) {
        try {
            Role role = iam.createRole(r -> r.roleName(name)
                            .assumeRolePolicyDocument(trust)
                            .description("Lets Amazon Bedrock run tuning and batch jobs.")
                            .tags(TAG))
                    .role();
            log.info("Created role {}", role.arn());
            return role.toBuilder().tags(TAG).build();
        } catch (EntityAlreadyExistsException e) {
            return connection.call(
                    "GetRole", () -> iam.getRole(r -> r.roleName(name)).role());
        } catch (SdkException e) {
            throw connection.failure("CreateRole", e);
        }
    }

    static boolean isOurs(Role role) {
        return role.tags().contains(TAG);
    }

    /** A role is global; the jobs that it trusts are those of the regions in which it has been used. */
    private void allowRegion(Role role, RolePolicies policies) {
        String encoded = role.assumeRolePolicyDocument();
        String document = encoded == null ? "" : URLDecoder.decode(encoded, StandardCharsets.UTF_8);
        TreeSet<String> trusted = policies.trustedArns(document);
        if (!trusted.containsAll(policies.ownArns())) {
            String widened = policies.trust(trusted);
            connection.call(
                    "UpdateAssumeRolePolicy",
                    () -> iam.updateAssumeRolePolicy(r -> r.roleName(name).policyDocument(widened)));
            log.info("Role {} now trusts Bedrock's jobs in {}", name, connection.region());
        }
    }

    private void allow(String permissions) {
        String policy = "tune4j-" + Sha256.hex(permissions).substring(0, 16);
        try {
            iam.getRolePolicy(r -> r.roleName(name).policyName(policy));
        } catch (NoSuchEntityException e) {
            connection.call(
                    "PutRolePolicy",
                    () -> iam.putRolePolicy(
                            r -> r.roleName(name).policyName(policy).policyDocument(permissions)));
            log.info("Role {} got policy {}", name, policy);
        } catch (SdkException e) {
            throw connection.failure("GetRolePolicy", e);
        }
    }

    void delete() {
        Role role = find();
        if (role == null) {
            return;
        }
        if (!isOurs(role)) {
            throw InvalidInputException.of(
                    "Role " + name + " was not made by this library.", "delete it by hand, or check the name.");
        }
        connection.call("DeleteRolePolicy", () -> {
            iam.listRolePoliciesPaginator(r -> r.roleName(name))
                    .policyNames()
                    .forEach(policy -> unlessGone(
                            () -> iam.deleteRolePolicy(r -> r.roleName(name).policyName(policy))));
            return name;
        });
        connection.call("DetachRolePolicy", () -> {
            iam.listAttachedRolePoliciesPaginator(r -> r.roleName(name))
                    .attachedPolicies()
                    .forEach(policy -> unlessGone(
                            () -> iam.detachRolePolicy(r -> r.roleName(name).policyArn(policy.policyArn()))));
            return name;
        });
        connection.call("DeleteRole", () -> {
            unlessGone(() -> iam.deleteRole(r -> r.roleName(name)));
            return name;
        });
        log.info("Deleted role {}", role.arn());
    }

    /** A deletion whose answer was lost is repeated, and finds nothing. */
    private static void unlessGone(Runnable deletion) {
        try {
            deletion.run();
        } catch (NoSuchEntityException e) {
            log.debug("Gone already: {}", e.getMessage());
        }
    }
}
