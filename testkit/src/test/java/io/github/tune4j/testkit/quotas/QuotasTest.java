package io.github.tune4j.testkit.quotas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tune4j.testkit.wire.Interceptor;
import io.github.tune4j.testkit.wire.Signatures;
import io.github.tune4j.testkit.wire.WireServer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.servicequotas.ServiceQuotasClient;
import software.amazon.awssdk.services.servicequotas.model.IllegalArgumentException;
import software.amazon.awssdk.services.servicequotas.model.InvalidPaginationTokenException;
import software.amazon.awssdk.services.servicequotas.model.NoSuchResourceException;
import software.amazon.awssdk.services.servicequotas.model.ServiceQuota;
import software.amazon.awssdk.services.servicequotas.model.ServiceQuotasException;

class QuotasTest {
    private static final AtomicInteger UNITS = new AtomicInteger();
    private static final WireServer SERVER = WireServer.start(
            0, List.of(new Quotas("123456789012", UNITS::get).service()), Interceptor.NONE, Signatures.unchecked());
    private static final ServiceQuotasClient CLIENT = ServiceQuotasClient.builder()
            .endpointOverride(SERVER.endpoint())
            .region(Region.US_WEST_2)
            .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("AKID", "secret")))
            .build();

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    private static ServiceQuota quota(String code) {
        return CLIENT.getServiceQuota(r -> r.serviceCode("bedrock").quotaCode(code))
                .quota();
    }

    @Test
    void tells_the_units_that_are_granted_now() {
        UNITS.set(0);
        assertThat(quota("L-BE77399C").value()).isZero();
        UNITS.set(2);
        ServiceQuota quota = quota("L-BE77399C");

        assertThat(quota.value()).isEqualTo(2.0);
        assertThat(quota("L-EF415EF6").value()).isEqualTo(2.0);
        assertThat(quota.quotaName())
                .isEqualTo("Model units no-commitment Provisioned Throughputs across custom models");
        assertThat(quota.adjustable()).isTrue();
        assertThat(quota.quotaArn()).isEqualTo("arn:aws:servicequotas:us-west-2:123456789012:bedrock/L-BE77399C");
        assertThat(quota("L-0406044C").value()).isEqualTo(10.0);
        assertThat(quota("L-0406044C").adjustable()).isFalse();
    }

    @Test
    void lists_page_by_page() {
        assertThat(CLIENT
                        .listServiceQuotasPaginator(
                                r -> r.serviceCode("bedrock").maxResults(2))
                        .stream()
                        .flatMap(page -> page.quotas().stream())
                        .map(ServiceQuota::quotaCode))
                .hasSize(7)
                .doesNotHaveDuplicates()
                .contains("L-BE77399C", "L-679179D2");
    }

    @Test
    void says_what_is_not_there_or_makes_no_sense() {
        assertThatThrownBy(() -> quota("L-00000000"))
                .isInstanceOf(NoSuchResourceException.class)
                .hasMessageContaining("Status Code: 400");
        assertThatThrownBy(() -> CLIENT.listServiceQuotas(r -> r.serviceCode("ec2")))
                .isInstanceOf(NoSuchResourceException.class);
        assertThatThrownBy(() ->
                        CLIENT.listServiceQuotas(r -> r.serviceCode("bedrock").nextToken("x")))
                .isInstanceOf(InvalidPaginationTokenException.class);
        assertThatThrownBy(() ->
                        CLIENT.listServiceQuotas(r -> r.serviceCode("bedrock").maxResults(101)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CLIENT.listServices(r -> {}))
                .isInstanceOfSatisfying(ServiceQuotasException.class, e -> {
                    assertThat(e.awsErrorDetails().errorCode()).isEqualTo("UnknownOperationException");
                    assertThat(e.getMessage()).contains("ListServices");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "\"x\"", "{} {}", "{\"ServiceCode\":7}", "nonsense"})
    void refuses_a_body_that_is_no_json_object_or_of_wrong_types(String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(SERVER.endpoint())
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=A/20260101/us-west-2/servicequotas/aws4_request,"
                                + " SignedHeaders=host, Signature=0")
                .header("X-Amz-Target", "ServiceQuotasV20190624.GetServiceQuota")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();

        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("SerializationException");
    }
}
