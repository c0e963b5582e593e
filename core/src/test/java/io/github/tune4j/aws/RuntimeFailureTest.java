package io.github.tune4j.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tune4j.chat.ModelCallException;
import io.github.tune4j.chat.ModelCallException.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.bedrockruntime.model.BedrockRuntimeException;
import software.amazon.awssdk.services.bedrockruntime.model.ThrottlingException;

/** AWS's errors of the runtime, by the SDK's own exceptions; statuses and codes are those of AWS's service model. */
class RuntimeFailureTest {

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "ThrottlingException,429,THROTTLED",
        "ServiceQuotaExceededException,400,THROTTLED",
        "ModelNotReadyException,429,NOT_READY",
        "ModelTimeoutException,408,TIMED_OUT",
        "InternalServerException,500,UNAVAILABLE",
        "ServiceUnavailableException,503,UNAVAILABLE",
        "ModelErrorException,424,UNAVAILABLE",
        "ModelStreamErrorException,424,UNAVAILABLE",
        "InternalServerException,0,UNAVAILABLE",
        "ModelStreamErrorException,0,UNAVAILABLE",
        "ThrottlingException,0,THROTTLED",
        "AccessDeniedException,403,DENIED",
        "ExpiredTokenException,403,DENIED",
        "UnrecognizedClientException,403,DENIED",
        "FTUFormNotFilled,404,DENIED",
        "ValidationException,400,INVALID_REQUEST",
        "ResourceNotFoundException,404,INVALID_REQUEST"
    })
    void an_error_of_aws_s_is_what_a_caller_can_do_about_it(String code, int status, Kind kind) {
        ModelCallException e = RuntimeFailure.of(
                "a-model", error(code, status, SdkHttpResponse.builder().build()));
        assertThat(e.kind()).isEqualTo(kind);
        assertThat(e.requestId()).contains("request-1");
        assertThat(e).hasMessageContaining("a-model").hasMessageContaining(code).hasMessageContaining("To fix:");
        assertThat(e.retryable()).isEqualTo(kind != Kind.DENIED && kind != Kind.INVALID_REQUEST);
    }

    private static BedrockRuntimeException error(String code, int status, SdkHttpResponse response) {
        return (BedrockRuntimeException) ThrottlingException.builder()
                .statusCode(status)
                .requestId("request-1")
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage("Something is wrong")
                        .sdkHttpResponse(response)
                        .build())
                .build();
    }

    @Test
    void the_pause_that_the_endpoint_asks_for_is_kept() {
        SdkHttpResponse response =
                SdkHttpResponse.builder().putHeader("Retry-After", "17").build();
        assertThat(RuntimeFailure.of("a-model", error("ThrottlingException", 429, response))
                        .retryAfter())
                .contains(Duration.ofSeconds(17));
        SdkHttpResponse strange = SdkHttpResponse.builder()
                .putHeader("Retry-After", "Wed, 21 Oct 2026 07:28:00 GMT")
                .build();
        assertThat(RuntimeFailure.of("a-model", error("ThrottlingException", 429, strange))
                        .retryAfter())
                .isEmpty();
    }

    @Test
    void no_answer_in_time_is_a_time_out_whoever_notices_it() {
        assertThat(RuntimeFailure.of("m", ApiCallTimeoutException.create(1000)).kind())
                .isEqualTo(Kind.TIMED_OUT);
        assertThat(RuntimeFailure.of(
                                "m",
                                SdkClientException.create(
                                        "?", new IOException(new SocketTimeoutException("Read timed out"))))
                        .kind())
                .isEqualTo(Kind.TIMED_OUT);
    }

    @Test
    void an_endpoint_that_cannot_be_reached_is_unavailable_and_missing_credentials_are_not() {
        assertThat(RuntimeFailure.of("m", SdkClientException.create("?", new ConnectException("refused")))
                        .kind())
                .isEqualTo(Kind.UNAVAILABLE);
        assertThat(RuntimeFailure.of("m", SdkClientException.create("Unable to load credentials from any provider"))
                        .kind())
                .isEqualTo(Kind.DENIED);
    }
}
