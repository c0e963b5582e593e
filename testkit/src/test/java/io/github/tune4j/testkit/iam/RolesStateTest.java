package io.github.tune4j.testkit.iam;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tune4j.testkit.wire.Interceptor;
import io.github.tune4j.testkit.wire.Signatures;
import io.github.tune4j.testkit.wire.WireServer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.Tag;

class RolesStateTest {
    private static final String TRUST = "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"Service\":"
            + "\"bedrock.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}}";
    private static final String READ =
            "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\"Resource\":\"*\"}}";
    private static final String ARN = "arn:aws:iam::123456789012:role/team/tuner";

    @TempDir
    private Path folder;

    private Roles open() {
        return Roles.open(Optional.of(folder), "123456789012", InstantSource.system());
    }

    @Test
    void finds_roles_and_policies_again_after_a_kill() {
        // Never closed: the next one finds the folder as a killed process leaves it.
        Roles killed = open();
        Role before;
        try (WireServer server =
                        WireServer.start(0, List.of(IamService.iam(killed)), Interceptor.NONE, Signatures.unchecked());
                IamClient iam = IamClient.builder()
                        .endpointOverride(server.endpoint())
                        .region(Region.AWS_GLOBAL)
                        .credentialsProvider(
                                StaticCredentialsProvider.create(AwsBasicCredentials.create("AKID", "secret")))
                        .build()) {
            String managed = "arn:aws:iam::aws:policy/AmazonBedrockReadOnly";
            iam.createRole(r -> r.roleName("tuner")
                    .path("/team/")
                    .description("tunes")
                    .tags(Tag.builder().key("a").value("b").build())
                    .assumeRolePolicyDocument(TRUST));
            iam.putRolePolicy(r -> r.roleName("tuner").policyName("read").policyDocument(READ));
            iam.attachRolePolicy(r -> r.roleName("tuner").policyArn(managed));
            iam.createRole(r -> r.roleName("gone").assumeRolePolicyDocument(TRUST));
            iam.deleteRole(r -> r.roleName("gone"));
            before = iam.getRole(r -> r.roleName("tuner")).role();
        }

        try (Roles again = open();
                WireServer server =
                        WireServer.start(0, List.of(IamService.iam(again)), Interceptor.NONE, Signatures.unchecked());
                IamClient iam = IamClient.builder()
                        .endpointOverride(server.endpoint())
                        .region(Region.AWS_GLOBAL)
                        .credentialsProvider(
                                StaticCredentialsProvider.create(AwsBasicCredentials.create("AKID", "secret")))
                        .build()) {
            assertThat(iam.getRole(r -> r.roleName("tuner")).role()).isEqualTo(before);
            assertThat(iam.listRoles().roles()).hasSize(1);
            assertThat(again.trustChanged(ARN))
                    .isEqualTo(killed.trustChanged(ARN))
                    .isPresent();
            assertThat(again.mayAssume(ARN, "bedrock.amazonaws.com", "123456789012", "arn:x"))
                    .isTrue();
            assertThat(again.allows(ARN, "s3:GetObject", "arn:aws:s3:::b/k", Map.of()))
                    .isTrue();
            assertThat(again.allows(ARN, "bedrock:GetCustomModel", "*", Map.of()))
                    .isTrue();
        }
        killed.close();
    }
}
