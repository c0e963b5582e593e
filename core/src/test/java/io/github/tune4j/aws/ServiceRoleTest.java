package io.github.tune4j.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.aws.internal.Connection;
import io.github.tune4j.aws.internal.Door;
import io.github.tune4j.aws.internal.RoleNeeds;
import io.github.tune4j.json.Json;
import io.github.tune4j.testkit.LocalAws;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;

class ServiceRoleTest {
    private static final RoleNeeds NEEDS =
            new RoleNeeds(List.of("s3://store/run/data"), "s3://store/run/output", null, false);
    private static final RoleNeeds OTHERS = new RoleNeeds(List.of(), "s3://other/out", null, false);

    private final LocalAws local = LocalAws.builder().steppedByHand().start();
    private final AwsSession aws =
            AwsSession.builder().configure(local::configure).time(local.time()).build();
    private final IamClient iam = Connection.of(aws).clients().iam();

    @AfterEach
    void close() {
        aws.close();
        local.close();
    }

    private static String make(AwsSession session, RoleNeeds needs) {
        return Door.ROLE.open(ServiceRole.createIfMissing("tuner")).arn(Connection.of(session), needs);
    }

    private static JsonNode decoded(String policy) {
        return Json.parse(URLDecoder.decode(policy, StandardCharsets.UTF_8), "policy");
    }

    private JsonNode trust() {
        return decoded(iam.getRole(r -> r.roleName("tuner")).role().assumeRolePolicyDocument());
    }

    private JsonNode permissions() {
        String name =
                iam.listRolePolicies(r -> r.roleName("tuner")).policyNames().get(0);
        return decoded(
                iam.getRolePolicy(r -> r.roleName("tuner").policyName(name)).policyDocument());
    }

    @Test
    void it_trusts_bedrocks_jobs_of_this_account_and_region_and_nobody_else() {
        make(aws, NEEDS);
        JsonNode statement = trust().at("/Statement/0");
        assertThat(trust().path("Statement")).hasSize(1);
        assertThat(statement.at("/Principal/Service").asText()).isEqualTo("bedrock.amazonaws.com");
        assertThat(statement
                        .path("Condition")
                        .path("StringEquals")
                        .path("aws:SourceAccount")
                        .asText())
                .isEqualTo("123456789012");
        assertThat(statement.path("Condition").path("ArnLike").path("aws:SourceArn"))
                .extracting(JsonNode::asText)
                .allMatch(arn -> arn.startsWith("arn:aws:bedrock:us-west-2:123456789012:model-"));
    }

    @Test
    void it_may_read_the_data_and_write_the_results_and_nothing_more() {
        make(aws, NEEDS);
        assertThat(permissions().path("Statement"))
                .allSatisfy(statement -> assertThat(statement.path("Resource").toString())
                        .doesNotContain("\"*\"")
                        .contains("arn:aws:s3:::store"));
        assertThat(permissions().toString())
                .contains("arn:aws:s3:::store/run/data/*", "arn:aws:s3:::store/run/output/*")
                .doesNotContain("kms:", "ec2:", "s3:*", "store/*");
    }

    @Test
    void a_key_and_a_network_are_allowed_only_when_they_are_used_and_an_alias_by_its_arn() {
        String key = local.declareKey("model");
        make(aws, new RoleNeeds(List.of(), "s3://store/out", "alias/model", true));
        assertThat(permissions().toString())
                .contains("kms:CreateGrant", key, "ec2:CreateNetworkInterface", "BedrockManaged")
                .doesNotContain("alias/model");
    }

    @Test
    void the_key_of_an_encrypted_bucket_is_allowed_without_being_named() {
        String key = local.declareKey("bucket");
        Storage.of(aws, "s3://store").kmsKey(key).createIfMissing();
        make(aws, NEEDS);
        assertThat(permissions().toString()).contains("kms:Decrypt", key);
    }

    @Test
    void it_is_made_once_and_given_what_it_lacks_for_another_job_and_region() {
        String arn = make(aws, NEEDS);
        assertThat(make(aws, NEEDS)).isEqualTo(arn);
        assertThat(local.calls("CreateRole")).hasSize(1);
        assertThat(local.calls("PutRolePolicy")).hasSize(1);
        make(aws, OTHERS);
        assertThat(local.calls("PutRolePolicy")).hasSize(2);
        try (AwsSession east = AwsSession.builder()
                .configure(local::configure)
                .region(Region.US_EAST_1)
                .build()) {
            make(east, NEEDS);
        }
        assertThat(trust().toString()).contains(":us-west-2:", ":us-east-1:");
        assertThat(local.calls("CreateRole")).hasSize(1);
    }

    @Test
    void a_role_that_somebody_else_made_is_used_as_it_is_and_not_deleted() {
        iam.createRole(
                r -> r.roleName("tuner")
                        .assumeRolePolicyDocument(
                                "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"ec2.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}"));
        make(aws, NEEDS);
        assertThat(local.calls("PutRolePolicy")).isEmpty();
        assertThat(local.calls("UpdateAssumeRolePolicy")).isEmpty();
        assertThatThrownBy(() -> ServiceRole.delete(aws, "tuner"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("was not made by this library");
    }

    @Test
    void delete_takes_down_what_it_made_and_does_nothing_twice() {
        make(aws, NEEDS);
        make(aws, OTHERS);
        iam.attachRolePolicy(r -> r.roleName("tuner").policyArn("arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"));
        ServiceRole.delete(aws, "tuner");
        assertThatThrownBy(() -> iam.getRole(r -> r.roleName("tuner"))).isInstanceOf(NoSuchEntityException.class);
        ServiceRole.delete(aws, "tuner");
        assertThat(local.calls("DeleteRole")).hasSize(1);
    }

    @Test
    void what_is_no_arn_or_no_name_is_refused() {
        assertThatThrownBy(() -> ServiceRole.arn("arn:aws:iam::1:user/x")).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> ServiceRole.createIfMissing("no/slash")).isInstanceOf(InvalidInputException.class);
    }
}
