package io.github.tune4j.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.aws.internal.Connection;
import io.github.tune4j.run.TimeSource;
import io.github.tune4j.testkit.Fault;
import io.github.tune4j.testkit.LocalAws;
import io.github.tune4j.testkit.RecordedCall;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;

class SessionOverTheWireTest {
    private static final String ENDPOINT = "aws.endpointUrl";
    private static final String HAIKU = "anthropic.claude-3-haiku-20240307-v1:0";

    private final LocalAws local = LocalAws.builder().steppedByHand().start();

    @AfterEach
    void close() {
        System.clearProperty(ENDPOINT);
        local.close();
    }

    private AwsSession session() {
        return AwsSession.builder()
                .configure(local::configure)
                .time(local.time())
                .build();
    }

    @Test
    void the_sdks_endpoint_setting_alone_points_everything_at_the_local_aws() {
        System.setProperty(ENDPOINT, local.endpoint().toString());
        try (AwsSession aws = AwsSession.create(Region.US_WEST_2)) {
            Connection connection = Connection.of(aws);
            assertThat(connection.account()).isEqualTo("123456789012");
            Storage.of(aws, "s3://by-setting-alone").createIfMissing();
            connection.clients().iam().listRoles(r -> {});
            connection.clients().bedrock().listFoundationModels(l -> {});
            connection.clients().quotas().listServiceQuotas(q -> q.serviceCode("bedrock"));
            assertThat(BedrockChatModel.of(aws, HAIKU).ask("Who are you?")).isNotBlank();
            assertThat(local.calls())
                    .extracting(RecordedCall::operation)
                    .contains(
                            "GetCallerIdentity",
                            "CreateBucket",
                            "ListRoles",
                            "ListFoundationModels",
                            "ListServiceQuotas",
                            "Converse");
        }
    }

    @Test
    void each_model_is_called_in_its_region_and_everything_else_in_the_sessions() {
        List<String> signed = new ArrayList<>();
        try (AwsSession aws = AwsSession.builder()
                .configure(local::configure)
                .configure(client -> client.overrideConfiguration(client.overrideConfiguration().toBuilder()
                        .addExecutionInterceptor(new SigningRegions(signed))
                        .build()))
                .region(Region.US_WEST_2)
                .modelRegion("claude-3-5-sonnet", Region.US_EAST_1)
                .time(local.time())
                .build()) {
            BedrockChatModel.of(aws, HAIKU).ask("Who are you?");
            BedrockChatModel.of(aws, "anthropic.claude-3-5-sonnet-20240620-v1:0")
                    .ask("Who are you?");
            Storage.of(aws, "s3://of-the-session").createIfMissing();
        }
        assertThat(signed)
                .filteredOn(call -> call.startsWith("Converse"))
                .containsExactly("Converse us-west-2", "Converse us-east-1");
        assertThat(signed).contains("CreateBucket us-west-2");
    }

    @Test
    void a_service_that_is_never_called_has_no_region() {
        assertThatThrownBy(() -> AwsSession.builder()
                        .serviceRegion("lambda", Region.US_EAST_1)
                        .build())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("lambda")
                .hasMessageContaining("bedrock-runtime");
    }

    @Test
    void clients_that_were_given_are_used_and_stay_open() {
        StsClientBuilder builder = StsClient.builder();
        local.configure(builder);
        try (StsClient own = builder.build()) {
            try (AwsSession aws = AwsSession.builder().sts(own).build()) {
                assertThat(Connection.of(aws).account()).isEqualTo("123456789012");
            }
            assertThat(own.getCallerIdentity().account()).isEqualTo("123456789012");
        }
    }

    @Test
    void the_sdk_tries_ten_times_in_standard_mode_where_it_retries() {
        try (AwsSession aws = session()) {
            S3Client s3 = Connection.of(aws).clients().s3();
            assertThat(s3.serviceClientConfiguration()
                            .overrideConfiguration()
                            .retryStrategy()
                            .orElseThrow())
                    .isInstanceOfSatisfying(
                            StandardRetryStrategy.class,
                            retries -> assertThat(retries.maxAttempts()).isEqualTo(10));
            local.inject(Fault.serverError("ListBuckets").times(3));
            assertThat(s3.listBuckets().buckets()).isEmpty();
            assertThat(local.calls("ListBuckets")).hasSize(4);
        }
    }

    /** The SDK's own 30 seconds would end this. */
    @Test
    @EnabledIfSystemProperty(named = "tune4j.nightly", matches = "true")
    void an_answer_that_takes_40_seconds_is_waited_for() {
        local.inject(Fault.slow("Converse", Duration.ofSeconds(40)));
        try (AwsSession aws = session()) {
            Instant before = TimeSource.system().now();
            assertThat(BedrockChatModel.of(aws, HAIKU).ask("Who are you?")).isNotBlank();
            assertThat(Duration.between(before, TimeSource.system().now())).isGreaterThan(Duration.ofSeconds(40));
            assertThat(local.calls("Converse")).hasSize(1);
        }
    }
}
