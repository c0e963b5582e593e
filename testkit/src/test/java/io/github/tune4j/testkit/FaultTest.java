package io.github.tune4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.bedrock.model.AccessDeniedException;
import software.amazon.awssdk.services.bedrock.model.InternalServerException;
import software.amazon.awssdk.services.bedrock.model.ThrottlingException;
import software.amazon.awssdk.services.bedrock.model.ValidationException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.IamClientBuilder;
import software.amazon.awssdk.services.iam.model.EvaluationResult;
import software.amazon.awssdk.services.s3.model.S3Exception;

@Timeout(60)
class FaultTest {
    private final Life life = Life.byHand();

    @AfterEach
    void close() {
        life.close();
    }

    @Test
    void every_operation_can_be_throttled_denied_and_fail() {
        try (Operations operations = new Operations(life.local)) {
            List<Runnable> calls = new ArrayList<>(operations.of("bedrock"));
            calls.addAll(operations.of("bedrock-runtime"));
            refuses(calls);
        }
        life.local.inject(Fault.throttle("ListCustomModels"));
        assertThatThrownBy(() -> life.bedrock.listCustomModels(b -> {})).isInstanceOf(ThrottlingException.class);
        life.local.inject(Fault.serverError("ListModelCustomizationJobs"));
        assertThatThrownBy(() -> life.bedrock.listModelCustomizationJobs(b -> {}))
                .isInstanceOf(InternalServerException.class);
        life.local.inject(Fault.accessDenied("ListBuckets"));
        assertThatThrownBy(() -> life.s3.listBuckets())
                .isInstanceOfSatisfying(
                        S3Exception.class,
                        e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDenied"));
    }

    private void refuses(List<Runnable> calls) {
        Map<Fault, Integer> statuses =
                Map.of(Fault.throttle("*"), 429, Fault.serverError("*"), 500, Fault.accessDenied("*"), 403);
        statuses.forEach((fault, status) -> {
            life.local.inject(fault.times(100));
            for (Runnable call : calls) {
                assertThatThrownBy(call::run)
                        .isInstanceOfSatisfying(
                                AwsServiceException.class,
                                e -> assertThat(e.statusCode()).isEqualTo(status));
            }
            life.local.reset();
        });
    }

    @Test
    void a_caller_who_may_not_pass_roles_is_denied_and_simulated_so() {
        IamClientBuilder client = IamClient.builder();
        life.local.configure(client);
        life.local.inject(Fault.accessDenied("PassRole"));
        assertThatThrownBy(() -> life.create("denied"))
                .isInstanceOf(AccessDeniedException.class)
                .hasMessageContaining("iam:PassRole");
        try (IamClient iam = client.build()) {
            assertThat(iam.simulatePrincipalPolicy(s -> s.policySourceArn("arn:aws:iam::123456789012:user/local")
                                    .actionNames("iam:PassRole", "s3:PutObject"))
                            .evaluationResults())
                    .extracting(EvaluationResult::evalDecisionAsString)
                    .containsExactly("implicitDeny", "allowed");
        }
    }

    @Test
    void a_model_without_access_says_what_is_missing_and_takes_no_job() {
        life.local.inject(Fault.noModelAccess(Fault.ModelAccess.ENTITLEMENT));
        var access = life.bedrock.getFoundationModelAvailability(b -> b.modelId(Life.HAIKU));
        assertThat(access.entitlementAvailabilityAsString()).isEqualTo("NOT_AVAILABLE");
        assertThat(access.authorizationStatusAsString()).isEqualTo("AUTHORIZED");
        assertThatThrownBy(() -> life.create("denied")).isInstanceOf(AccessDeniedException.class);
    }

    @Test
    void dropped_after_effect_the_server_did_it_and_the_client_never_hears() {
        life.local.inject(
                Fault.droppedAfterEffect("CreateModelCustomizationJob").times(1));
        life.create("lost");
        assertThat(life.local.calls("CreateModelCustomizationJob"))
                .extracting(RecordedCall::status)
                .containsExactly(0, 201);
        assertThat(life.bedrock.listModelCustomizationJobs(b -> {}).modelCustomizationJobSummaries())
                .hasSize(1);
    }

    @Test
    void dropped_before_effect_nothing_was_done() {
        life.local.inject(Fault.droppedBeforeEffect("CreateModelCustomizationJob"));
        assertThatThrownBy(() -> life.create("lost"))
                .isInstanceOf(software.amazon.awssdk.core.exception.SdkClientException.class);
        assertThat(life.bedrock.listModelCustomizationJobs(b -> {}).modelCustomizationJobSummaries())
                .isEmpty();
    }

    @Test
    void a_slow_answer_comes_late_in_real_time() {
        life.local.inject(Fault.slow("ListCustomModels", Duration.ofMillis(300)).times(1));
        long before = System.nanoTime();
        life.bedrock.listCustomModels(b -> {});
        assertThat(System.nanoTime() - before).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(300));
    }

    @Test
    void chance_hits_the_same_calls_with_the_same_seed() {
        List<Integer> first = statusesUnderChance();
        life.local.reset();
        assertThat(statusesUnderChance()).isEqualTo(first);
        assertThat(first).contains(429, 200);
    }

    private List<Integer> statusesUnderChance() {
        life.local.inject(Fault.throttle("ListCustomModels").chance(0.4, 42));
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            statuses.add(life.raw("GET", "/custom-models", "").statusCode());
        }
        return statuses;
    }

    @Test
    void a_new_role_cannot_be_assumed_yet() {
        life.local.reset();
        life.local.inject(Fault.roleNotAssumableYet(Duration.ofMinutes(2)));
        life.prepare();
        assertThatThrownBy(() -> life.create("early"))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("Could not assume provided IAM role");
        life.local.advance(Duration.ofMinutes(3));
        life.create("early");
    }

    @Test
    void a_role_that_does_not_trust_bedrock_or_may_not_read_is_no_use() {
        life.iam.updateAssumeRolePolicy(
                b -> b.roleName("tuning").policyDocument(Life.TRUST.replace("bedrock.", "lambda.")));
        assertThatThrownBy(() -> life.create("untrusted")).hasMessageContaining("Could not assume provided IAM role");
        life.iam.updateAssumeRolePolicy(b -> b.roleName("tuning").policyDocument(Life.TRUST));
        life.iam.deleteRolePolicy(b -> b.roleName("tuning").policyName("data"));
        String arn = life.create("unreadable");
        life.local.advance(Duration.ofMinutes(10));
        assertThat(life.get(arn).failureMessage()).startsWith("Could not validate GetObject permissions");
    }

    @Test
    void limits_throttle_the_calls_of_a_model() {
        life.local.inject(Fault.requestsPerMinute(2));
        String model = "anthropic.claude-3-haiku-20240307-v1:0";
        String body = "{\"anthropic_version\":\"bedrock-2023-05-31\",\"max_tokens\":10,"
                + "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
        String path = "/model/" + model.replace(":", "%3A") + "/invoke";
        assertThat(Stream.generate(() -> life.raw("POST", path, body).statusCode())
                        .limit(3))
                .containsExactly(200, 200, 429);
        life.local.advance(Duration.ofSeconds(61));
        assertThat(life.raw("POST", path, body).statusCode()).isEqualTo(200);
        life.local.inject(Fault.tokensPerMinute(5));
        assertThat(life.raw("POST", path, body).statusCode()).isEqualTo(429);
    }

    @Test
    void malformed_requests_are_refused_and_never_break_anything() {
        for (String body : List.of(
                "{", "[]", "7", "{\"jobName\":7}", "{\"hyperParameters\":[]}", "\u0000", "{}{}", "[".repeat(9999))) {
            assertThat(life.raw("POST", "/model-customization-jobs", body).statusCode())
                    .as(body)
                    .isEqualTo(400);
        }
        for (String path : List.of(
                "/model-customization-jobs?maxResults=x",
                "/model-customization-jobs?creationTimeAfter=soon",
                "/custom-models?isOwned=perhaps",
                "/custom-models/" + "a".repeat(4000))) {
            assertThat(life.raw("GET", path, "").statusCode()).as(path).isBetween(400, 499);
        }
        HttpResponse<String> unknown = life.raw("POST", "/guardrails", "{}");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.headers().firstValue("x-amzn-ErrorType")).contains("UnknownOperationException");
        assertThat(unknown.body()).contains("CreateGuardrail");
        assertThat(life.raw("GET", "/nowhere", "").body()).contains("GET /nowhere");
    }
}
