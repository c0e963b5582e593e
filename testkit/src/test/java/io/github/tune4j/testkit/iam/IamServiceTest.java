package io.github.tune4j.testkit.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tune4j.testkit.wire.Interceptor;
import io.github.tune4j.testkit.wire.Signatures;
import io.github.tune4j.testkit.wire.WireServer;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.ContextEntry;
import software.amazon.awssdk.services.iam.model.ContextKeyTypeEnum;
import software.amazon.awssdk.services.iam.model.DeleteConflictException;
import software.amazon.awssdk.services.iam.model.EntityAlreadyExistsException;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.InvalidInputException;
import software.amazon.awssdk.services.iam.model.LimitExceededException;
import software.amazon.awssdk.services.iam.model.MalformedPolicyDocumentException;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.PolicyEvaluationDecisionType;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.StsException;

class IamServiceTest {
    private static final String ACCOUNT = "123456789012";
    private static final String ARN = "arn:aws:iam::" + ACCOUNT + ":role/tuner";
    private static final Roles ROLES =
            Roles.open(Optional.empty(), ACCOUNT, InstantSource.fixed(Instant.parse("2026-01-15T00:00:00Z")));
    private static final WireServer SERVER = WireServer.start(
            0, List.of(IamService.iam(ROLES), IamService.sts(ACCOUNT)), Interceptor.NONE, Signatures.unchecked());
    private static final IamClient IAM =
            configured(IamClient.builder()).region(Region.AWS_GLOBAL).build();
    private static final StsClient STS =
            configured(StsClient.builder()).region(Region.EU_WEST_1).build();

    private static final String TRUST = """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"bedrock.amazonaws.com"},
            "Action":"sts:AssumeRole","Condition":{"StringEquals":{"aws:SourceAccount":"123456789012"},
            "ArnEquals":{"aws:SourceArn":"arn:aws:bedrock:us-west-2:123456789012:model-customization-job/*"}}}]}""";
    private static final String READ = """
            {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["s3:GetObject","s3:ListBucket"],
            "Resource":["arn:aws:s3:::data","arn:aws:s3:::data/*"]}}""";

    private static <B extends AwsClientBuilder<B, ?>> B configured(B builder) {
        return builder.endpointOverride(SERVER.endpoint())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("AKID", "secret")));
    }

    @BeforeEach
    void empty() {
        ROLES.reset();
    }

    @AfterAll
    static void stop() {
        SERVER.close();
        ROLES.close();
    }

    private static void create(String name) {
        IAM.createRole(r -> r.roleName(name).assumeRolePolicyDocument(TRUST));
    }

    private static void put(String policy, String document) {
        IAM.putRolePolicy(r -> r.roleName("tuner").policyName(policy).policyDocument(document));
    }

    private static void assertRefused(ThrowingCallable call, int status, String code) {
        assertThatThrownBy(call).isInstanceOfSatisfying(IamException.class, e -> {
            assertThat(e.statusCode()).isEqualTo(status);
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
        });
    }

    private static String decoded(String document) {
        return URLDecoder.decode(document, StandardCharsets.UTF_8);
    }

    @Test
    void says_who_is_calling() {
        var identity = STS.getCallerIdentity();

        assertThat(identity.account()).isEqualTo(ACCOUNT);
        assertThat(identity.arn()).isEqualTo("arn:aws:iam::123456789012:user/local");
        assertThat(identity.userId()).startsWith("AIDA");
        assertThatThrownBy(() -> STS.getSessionToken()).isInstanceOfSatisfying(StsException.class, e -> {
            assertThat(e.statusCode()).isEqualTo(400);
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo("InvalidAction");
            assertThat(e.awsErrorDetails().errorMessage()).contains("GetSessionToken", "does not have it");
        });
    }

    @Test
    void creates_a_role_with_all_that_is_said_of_it() {
        var created = IAM.createRole(r -> r.roleName("tuner")
                        .path("/team/")
                        .description("tunes, \u00e0 la carte")
                        .maxSessionDuration(7200)
                        .tags(Tag.builder().key("owner").value("me").build())
                        .assumeRolePolicyDocument(TRUST))
                .role();

        assertThat(created.arn()).isEqualTo("arn:aws:iam::123456789012:role/team/tuner");
        assertThat(created.roleId()).matches("AROA[A-Z2-7]{17}");
        assertThat(created.createDate()).isNotNull();
        assertThat(decoded(created.assumeRolePolicyDocument())).isEqualTo(TRUST);
        assertThat(IAM.getRole(r -> r.roleName("tuner")).role()).isEqualTo(created);
        assertThat(created.description()).isEqualTo("tunes, \u00e0 la carte");
        assertThat(created.maxSessionDuration()).isEqualTo(7200);
        assertThat(created.tags())
                .containsExactly(Tag.builder().key("owner").value("me").build());
    }

    @Test
    void refuses_a_second_role_of_a_name_in_whatever_case() {
        create("tuner");

        assertThatThrownBy(() -> create("Tuner"))
                .isInstanceOf(EntityAlreadyExistsException.class)
                .hasMessageContaining("Role with name Tuner already exists.")
                .hasMessageContaining("Status Code: 409");
    }

    @Test
    void says_which_role_is_not_there() {
        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> IAM.getRole(r -> r.roleName("none")),
                () -> IAM.deleteRole(r -> r.roleName("none")),
                () -> IAM.updateAssumeRolePolicy(r -> r.roleName("none").policyDocument(TRUST)),
                () -> IAM.putRolePolicy(r -> r.roleName("none").policyName("p").policyDocument(READ)),
                () -> IAM.getRolePolicy(r -> r.roleName("none").policyName("p")),
                () -> IAM.deleteRolePolicy(r -> r.roleName("none").policyName("p")),
                () -> IAM.listRolePolicies(r -> r.roleName("none")),
                () -> IAM.listAttachedRolePolicies(r -> r.roleName("none")),
                () -> IAM.tagRole(r -> r.roleName("none")
                        .tags(Tag.builder().key("a").value("b").build())),
                () -> IAM.attachRolePolicy(
                        r -> r.roleName("none").policyArn("arn:aws:iam::aws:policy/AmazonS3FullAccess")),
                () -> IAM.detachRolePolicy(
                        r -> r.roleName("none").policyArn("arn:aws:iam::aws:policy/AmazonS3FullAccess")))) {
            assertThatThrownBy(call)
                    .isInstanceOf(NoSuchEntityException.class)
                    .hasMessageContaining("The role with name none cannot be found.")
                    .hasMessageContaining("Status Code: 404");
        }
    }

    @Test
    void names_everything_that_is_wrong_with_a_request_at_once() {
        assertThatThrownBy(() -> IAM.createRole(
                        r -> r.roleName("bad name!").maxSessionDuration(60).assumeRolePolicyDocument(TRUST)))
                .isInstanceOfSatisfying(IamException.class, e -> {
                    assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ValidationError");
                    assertThat(e.awsErrorDetails().errorMessage())
                            .isEqualTo("2 validation errors detected: Value 'bad name!' at 'roleName' failed to satisfy"
                                    + " constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]+; Value"
                                    + " '60' at 'maxSessionDuration' failed to satisfy constraint: Member must have value"
                                    + " greater than or equal to 3600");
                });
        assertRefused(() -> create("n".repeat(65)), 400, "ValidationError");
        assertRefused(() -> IAM.createRole(r -> r.roleName("x")), 400, "ValidationError");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no json",
                "{}",
                "{\"Statement\":[]}",
                "{\"Statement\":[{}]}",
                "{\"Version\":\"2020-01-01\",\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"sts:AssumeRole\"}}",
                "{\"Statement\":{\"Effect\":\"Maybe\",\"Principal\":\"*\",\"Action\":\"sts:AssumeRole\"}}",
                "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\"}}",
                "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\"}}",
                "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"s3:GetObject\"}}",
                "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"sts:AssumeRole\",\"Resource\":\"*\"}}",
                "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"bedrock\"},\"Action\":\"sts:AssumeRole\"}}",
                "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"me\"},\"Action\":\"sts:AssumeRole\"}}",
                "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"sts:AssumeRole\",\"Condition\":{\"Almost\":{\"a\":\"b\"}}}}",
                "{\"Statement\":{\"Effect\":\"Allow\",\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"sts:AssumeRole\"}}"
            })
    void refuses_a_trust_policy_that_is_none(String document) {
        assertThatThrownBy(() -> IAM.createRole(r -> r.roleName("tuner").assumeRolePolicyDocument(document)))
                .isInstanceOf(MalformedPolicyDocumentException.class)
                .hasMessageContaining("Status Code: 400");
        create("tuner");
        assertThatThrownBy(() ->
                        IAM.updateAssumeRolePolicy(r -> r.roleName("tuner").policyDocument(document)))
                .isInstanceOf(MalformedPolicyDocumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"s3:*\"}}",
                "{\"Statement\":{\"Effect\":\"Allow\",\"Resource\":\"*\"}}",
                "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"GetObject\",\"Resource\":\"*\"}}",
                "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"data/*\"}}",
                "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"s3:*\",\"Resource\":\"*\"}}",
                "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"NotAction\":\"s3:*\",\"Resource\":\"*\"}}",
                "{\"Statement\":[{\"Sid\":\"a\",\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"},"
                        + "{\"Sid\":\"a\",\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}]}"
            })
    void refuses_a_permission_policy_that_is_none(String document) {
        create("tuner");

        assertThatThrownBy(() -> put("p", document)).isInstanceOf(MalformedPolicyDocumentException.class);
        assertThat(IAM.listRolePolicies(r -> r.roleName("tuner")).policyNames()).isEmpty();
    }

    @Test
    void keeps_inline_policies() {
        create("tuner");
        put("read", READ);
        put("again", READ);

        assertThat(decoded(IAM.getRolePolicy(r -> r.roleName("tuner").policyName("read"))
                        .policyDocument()))
                .isEqualTo(READ);
        assertThat(IAM.listRolePolicies(r -> r.roleName("tuner")).policyNames()).containsExactly("again", "read");
        assertThatThrownBy(() -> IAM.deleteRole(r -> r.roleName("tuner")))
                .isInstanceOf(DeleteConflictException.class)
                .hasMessageContaining("must delete policies first")
                .hasMessageContaining("Status Code: 409");
        IAM.deleteRolePolicy(r -> r.roleName("tuner").policyName("read"));
        IAM.deleteRolePolicy(r -> r.roleName("tuner").policyName("again"));
        assertThatThrownBy(() -> IAM.getRolePolicy(r -> r.roleName("tuner").policyName("read")))
                .isInstanceOf(NoSuchEntityException.class);
        assertThatThrownBy(() -> IAM.deleteRolePolicy(r -> r.roleName("tuner").policyName("read")))
                .isInstanceOf(NoSuchEntityException.class);
        IAM.deleteRole(r -> r.roleName("tuner"));
        assertThat(IAM.listRoles().roles()).isEmpty();
    }

    @Test
    void refuses_more_inline_policy_than_a_role_may_have() {
        create("tuner");
        String resources = "\"arn:aws:s3:::" + "x".repeat(6_000) + "\"";
        String large = READ.replace("\"arn:aws:s3:::data\"", resources);
        put("one", large);

        assertThatThrownBy(() -> put("two", large))
                .isInstanceOf(LimitExceededException.class)
                .hasMessageContaining("Maximum policy size of 10240 bytes exceeded for role tuner")
                .hasMessageContaining("Status Code: 409");
    }

    @Test
    void attaches_managed_policies() {
        create("tuner");
        String s3 = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess";
        String bedrock = "arn:aws:iam::aws:policy/AmazonBedrockReadOnly";
        IAM.attachRolePolicy(r -> r.roleName("tuner").policyArn(s3));
        IAM.attachRolePolicy(r -> r.roleName("tuner").policyArn(bedrock));

        assertThat(IAM.listAttachedRolePolicies(r -> r.roleName("tuner")).attachedPolicies())
                .extracting(AttachedPolicy::policyName)
                .containsExactly("AmazonBedrockReadOnly", "AmazonS3ReadOnlyAccess");
        assertThat(IAM.getPolicy(r -> r.policyArn(s3)).policy().attachmentCount())
                .isEqualTo(1);
        assertThat(IAM.getPolicy(r -> r.policyArn(s3)).policy().defaultVersionId())
                .isEqualTo("v1");
        assertThat(decoded(IAM.getPolicyVersion(r -> r.policyArn(s3).versionId("v1"))
                        .policyVersion()
                        .document()))
                .contains("s3:Get*");
        assertThat(ROLES.allows(ARN, "s3:GetObject", "arn:aws:s3:::any/key", Map.of()))
                .isTrue();
        assertThat(ROLES.allows(ARN, "s3:PutObject", "arn:aws:s3:::any/key", Map.of()))
                .isFalse();
        assertThatThrownBy(() -> IAM.deleteRole(r -> r.roleName("tuner")))
                .isInstanceOf(DeleteConflictException.class)
                .hasMessageContaining("must detach all policies first");
        IAM.detachRolePolicy(r -> r.roleName("tuner").policyArn(s3));
        assertThat(ROLES.allows(ARN, "s3:GetObject", "arn:aws:s3:::any/key", Map.of()))
                .isFalse();
        assertThatThrownBy(() -> IAM.detachRolePolicy(r -> r.roleName("tuner").policyArn(s3)))
                .isInstanceOf(NoSuchEntityException.class);
        assertThatThrownBy(() -> IAM.attachRolePolicy(r -> r.roleName("tuner").policyArn(s3 + "x")))
                .isInstanceOf(NoSuchEntityException.class);
        assertThatThrownBy(() -> IAM.getPolicyVersion(r -> r.policyArn(s3).versionId("v2")))
                .isInstanceOf(NoSuchEntityException.class);
        assertThatThrownBy(() -> IAM.getPolicy(r -> r.policyArn(s3 + "x"))).isInstanceOf(NoSuchEntityException.class);
    }

    @Test
    void attaches_no_more_than_ten() {
        create("tuner");
        List<String> names = List.of(
                "PowerUserAccess",
                "ReadOnlyAccess",
                "AmazonBedrockFullAccess",
                "AmazonBedrockLimitedAccess",
                "AmazonBedrockReadOnly",
                "AmazonS3FullAccess",
                "AmazonS3ReadOnlyAccess",
                "IAMFullAccess",
                "IAMReadOnlyAccess",
                "ServiceQuotasFullAccess");
        for (String name : names) {
            IAM.attachRolePolicy(r -> r.roleName("tuner").policyArn("arn:aws:iam::aws:policy/" + name));
        }

        assertThatThrownBy(() -> IAM.attachRolePolicy(
                        r -> r.roleName("tuner").policyArn("arn:aws:iam::aws:policy/AdministratorAccess")))
                .isInstanceOf(LimitExceededException.class);
    }

    @Test
    void tags_a_role() {
        create("tuner");
        IAM.tagRole(r -> r.roleName("tuner").tags(tag("a", "1"), tag("b", "2")));
        IAM.tagRole(r -> r.roleName("tuner").tags(tag("a", "3")));

        assertThat(IAM.getRole(r -> r.roleName("tuner")).role().tags())
                .containsExactlyInAnyOrder(tag("a", "3"), tag("b", "2"));
        assertThatThrownBy(() -> IAM.tagRole(r -> r.roleName("tuner").tags(tag("c", "1"), tag("C", "2"))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("Status Code: 400");
        assertThatThrownBy(() -> IAM.tagRole(r -> r.roleName("tuner")
                        .tags(IntStream.range(0, 49)
                                .mapToObj(i -> tag("k" + i, ""))
                                .toList())))
                .isInstanceOf(LimitExceededException.class);
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    @Test
    void lists_page_by_page() {
        IntStream.range(0, 5).forEach(i -> create("role-" + i));
        IAM.createRole(r -> r.roleName("apart").path("/apart/").assumeRolePolicyDocument(TRUST));

        assertThat(IAM.listRolesPaginator(r -> r.maxItems(2)).roles())
                .extracting(role -> role.roleName())
                .containsExactly("apart", "role-0", "role-1", "role-2", "role-3", "role-4");
        assertThat(IAM.listRoles(r -> r.pathPrefix("/apart/")).roles())
                .extracting(role -> role.roleName())
                .containsExactly("apart");
        assertRefused(() -> IAM.listRoles(r -> r.marker("nonsense")), 400, "ValidationError");
        assertRefused(() -> IAM.listRoles(r -> r.maxItems(0)), 400, "ValidationError");
    }

    @Test
    void lets_a_service_assume_a_role_only_as_its_trust_policy_says() {
        create("tuner");
        String job = "arn:aws:bedrock:us-west-2:123456789012:model-customization-job/x/y";

        assertThat(ROLES.mayAssume(ARN, "bedrock.amazonaws.com", ACCOUNT, job)).isTrue();
        assertThat(ROLES.mayAssume(ARN, "lambda.amazonaws.com", ACCOUNT, job)).isFalse();
        assertThat(ROLES.mayAssume(ARN, "bedrock.amazonaws.com", "999999999999", job))
                .isFalse();
        assertThat(ROLES.mayAssume(ARN, "bedrock.amazonaws.com", ACCOUNT, job.replace("us-west-2", "us-east-1")))
                .isFalse();
        assertThat(ROLES.mayAssume(ARN + "x", "bedrock.amazonaws.com", ACCOUNT, job))
                .isFalse();
        assertThat(ROLES.trustChanged(ARN)).contains(Instant.parse("2026-01-15T00:00:00Z"));
        IAM.updateAssumeRolePolicy(r -> r.roleName("tuner").policyDocument(TRUST.replace("\"Allow\"", "\"Deny\"")));
        assertThat(ROLES.mayAssume(ARN, "bedrock.amazonaws.com", ACCOUNT, job)).isFalse();
    }

    @Test
    void simulates_by_the_policies_that_jobs_are_judged_by() {
        create("tuner");
        put("read", READ);
        put("mfa", """
                {"Statement":[{"Effect":"Deny","Action":"s3:GetObject","Resource":"arn:aws:s3:::data/secret/*"},
                {"Effect":"Allow","Action":"kms:Decrypt","Resource":"*",
                "Condition":{"StringEquals":{"kms:ViaService":["s3.us-west-2.amazonaws.com"]}}}]}""");

        var results = IAM.simulatePrincipalPolicy(r -> r.policySourceArn(ARN)
                        .actionNames("s3:GetObject", "s3:PutObject")
                        .resourceArns("arn:aws:s3:::data/a", "arn:aws:s3:::data/secret/a"))
                .evaluationResults();
        var decrypt = IAM.simulatePrincipalPolicy(r -> r.policySourceArn(ARN)
                        .actionNames("kms:Decrypt")
                        .contextEntries(ContextEntry.builder()
                                .contextKeyName("kms:ViaService")
                                .contextKeyType(ContextKeyTypeEnum.STRING)
                                .contextKeyValues("s3.us-west-2.amazonaws.com")
                                .build()))
                .evaluationResults();

        assertThat(results)
                .extracting(result -> result.evalDecision())
                .containsExactly(
                        PolicyEvaluationDecisionType.ALLOWED,
                        PolicyEvaluationDecisionType.EXPLICIT_DENY,
                        PolicyEvaluationDecisionType.IMPLICIT_DENY,
                        PolicyEvaluationDecisionType.IMPLICIT_DENY);
        assertThat(decrypt)
                .first()
                .extracting(result -> result.evalDecisionAsString())
                .isEqualTo("allowed");
        assertThatThrownBy(() -> IAM.simulatePrincipalPolicy(
                        r -> r.policySourceArn(ARN + "x").actionNames("s3:GetObject")))
                .isInstanceOf(NoSuchEntityException.class);
        assertThatThrownBy(() ->
                        IAM.simulatePrincipalPolicy(r -> r.policySourceArn(ARN).actionNames("nonsense")))
                .isInstanceOf(InvalidInputException.class);
    }

    @Test
    void refuses_what_it_does_not_have_by_name() {
        assertThatThrownBy(() -> IAM.createUser(r -> r.userName("x"))).isInstanceOfSatisfying(IamException.class, e -> {
            assertThat(e.statusCode()).isEqualTo(400);
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo("InvalidAction");
            assertThat(e.awsErrorDetails().errorMessage()).contains("CreateUser", "does not have it");
        });
    }

    @Test
    void answers_the_waiter() {
        create("tuner");
        try (var waiter = IAM.waiter()) {
            assertThat(waiter.waitUntilRoleExists(r -> r.roleName("tuner"))
                            .matched()
                            .response())
                    .isPresent();
        }
    }
}
