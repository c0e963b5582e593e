package io.github.tune4j.testkit.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tune4j.testkit.iam.IamService;
import io.github.tune4j.testkit.kms.Keys;
import io.github.tune4j.testkit.wire.Call;
import io.github.tune4j.testkit.wire.Interceptor;
import io.github.tune4j.testkit.wire.Operation;
import io.github.tune4j.testkit.wire.Reply;
import io.github.tune4j.testkit.wire.Service;
import io.github.tune4j.testkit.wire.ServiceError;
import io.github.tune4j.testkit.wire.Signatures;
import io.github.tune4j.testkit.wire.WireServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URL;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.sts.StsClient;

/** Signatures as real clients make them, checked. */
class SignatureTest {
    private static final Buckets BUCKETS = Buckets.open(Optional.empty());
    private static final WireServer SERVER = WireServer.start(
            0,
            List.of(
                    new S3Service(BUCKETS, "123456789012"),
                    IamService.sts("123456789012"),
                    Keys.open(Optional.empty(), "123456789012").service(),
                    new Echo("bedrock", true),
                    new Echo("", false)),
            Interceptor.NONE,
            Signatures.checked("AKIDEXAMPLE", "the secret"));
    private static final String BUCKET = "bucket";
    private static final byte[] LARGE = new byte[9 * 1024 * 1024];

    @BeforeEach
    void anEmptyBucket() {
        BUCKETS.reset();
        BUCKETS.create(BUCKET, "us-west-2");
    }

    @AfterAll
    static void stop() {
        SERVER.close();
        BUCKETS.close();
    }

    private static StaticCredentialsProvider keys(String accessKey, String secret) {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secret));
    }

    private static <B extends AwsClientBuilder<B, C>, C> C client(B builder, String accessKey, String secret) {
        return builder.endpointOverride(SERVER.endpoint())
                .region(Region.US_WEST_2)
                .credentialsProvider(keys(accessKey, secret))
                .build();
    }

    private static <B extends AwsClientBuilder<B, C>, C> C client(B builder) {
        return client(builder, "AKIDEXAMPLE", "the secret");
    }

    @Test
    void accepts_the_synchronous_client_with_signed_chunks_and_trailers() {
        try (S3Client s3 = client(S3Client.builder())) {
            String key = "a b+c/日本 (1)*~'!.txt";
            s3.putObject(
                    r -> r.bucket(BUCKET)
                            .key(key)
                            .metadata(Map.of("a", "two  spaces"))
                            .tagging("t=a%20b"),
                    RequestBody.fromBytes(LARGE));

            assertThat(s3.getObjectAsBytes(r -> r.bucket(BUCKET).key(key)).asByteArray())
                    .isEqualTo(LARGE);
            assertThat(s3.listObjectsV2(r -> r.bucket(BUCKET).prefix("a b+").delimiter("/"))
                            .commonPrefixes())
                    .hasSize(1);
            s3.deleteObject(r -> r.bucket(BUCKET).key(key));
        }
    }

    @Test
    void accepts_the_asynchronous_client_with_unsigned_chunks() {
        S3AsyncClient s3 = client(S3AsyncClient.builder().multipartEnabled(true));
        try (s3) {
            s3.putObject(r -> r.bucket(BUCKET).key("k"), AsyncRequestBody.fromBytes(LARGE))
                    .join();

            assertThat(s3.getObject(r -> r.bucket(BUCKET).key("k"), AsyncResponseTransformer.toBytes())
                            .join()
                            .asByteArray())
                    .isEqualTo(LARGE);
        }
    }

    @Test
    void accepts_paths_with_arns_over_http_2() {
        try (BedrockRuntimeAsyncClient bedrock = client(BedrockRuntimeAsyncClient.builder())) {
            var answer = bedrock.invokeModel(r -> r.modelId("arn:aws:bedrock:us-west-2:1:provisioned-model/ü x")
                            .body(SdkBytes.fromUtf8String("{\"a\":1}")))
                    .join();

            assertThat(answer.body().asUtf8String()).isEqualTo("{\"a\":1}");
        }
    }

    @Test
    void accepts_presigned_requests_until_they_expire() throws Exception {
        HttpClient http = HttpClient.newHttpClient();
        try (S3Presigner presigner = S3Presigner.builder()
                .endpointOverride(SERVER.endpoint())
                .region(Region.US_WEST_2)
                .credentialsProvider(keys("AKIDEXAMPLE", "the secret"))
                .build()) {
            var put = presigner.presignPutObject(p -> p.signatureDuration(Duration.ofMinutes(1))
                    .putObjectRequest(r -> r.bucket(BUCKET).key("a b/あ")));
            var get = presigner.presignGetObject(p -> p.signatureDuration(Duration.ofMinutes(1))
                    .getObjectRequest(
                            r -> r.bucket(BUCKET).key("a b/あ").responseContentDisposition("attachment; x=\"1 2\"")));
            HttpResponse<Void> stored = http.send(
                    HttpRequest.newBuilder(put.url().toURI())
                            .PUT(BodyPublishers.ofString("hello"))
                            .build(),
                    BodyHandlers.discarding());
            HttpResponse<String> read =
                    http.send(HttpRequest.newBuilder(get.url().toURI()).build(), BodyHandlers.ofString());
            HttpResponse<String> other = http.send(
                    HttpRequest.newBuilder(
                                    java.net.URI.create(get.url().toString().replace("/a%20b/", "/a%20c/")))
                            .build(),
                    BodyHandlers.ofString());
            HttpResponse<String> old = http.send(
                    HttpRequest.newBuilder(java.net.URI.create(
                                    get.url().toString().replaceFirst("X-Amz-Date=\\d{8}", "X-Amz-Date=20200101")))
                            .build(),
                    BodyHandlers.ofString());

            assertThat(stored.statusCode()).isEqualTo(200);
            assertThat(read.body()).isEqualTo("hello");
            assertThat(read.headers().firstValue("content-disposition")).contains("attachment; x=\"1 2\"");
            assertThat(other.statusCode()).isEqualTo(403);
            assertThat(other.body()).contains("<Code>SignatureDoesNotMatch</Code>");
            HttpResponse<String> forEver = http.send(
                    HttpRequest.newBuilder(java.net.URI.create(
                                    get.url().toString().replaceFirst("X-Amz-Expires=\\d+", "X-Amz-Expires=604801")))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(forEver.statusCode()).isEqualTo(400);
            assertThat(forEver.body()).contains("<Code>AuthorizationQueryParametersError</Code>");
            assertThat(old.statusCode()).isEqualTo(403);
            assertThat(old.body()).contains("<Code>AccessDenied</Code>", "Request has expired");
        }
    }

    @Test
    void refuses_a_wrong_secret_or_an_unknown_key_in_the_words_of_each_service() {
        try (S3Client s3 = client(S3Client.builder(), "AKIDEXAMPLE", "wrong");
                StsClient sts = client(StsClient.builder(), "AKIDEXAMPLE", "wrong");
                KmsClient kms = client(KmsClient.builder(), "AKIDEXAMPLE", "wrong");
                S3Client otherS3 = client(S3Client.builder(), "AKIDOTHER", "the secret");
                StsClient otherSts = client(StsClient.builder(), "AKIDOTHER", "the secret");
                KmsClient otherKms = client(KmsClient.builder(), "AKIDOTHER", "the secret")) {
            assertRefused(() -> s3.listBuckets(), "SignatureDoesNotMatch");
            assertRefused(
                    () -> s3.putObject(r -> r.bucket(BUCKET).key("k"), RequestBody.fromBytes(LARGE)),
                    "SignatureDoesNotMatch");
            assertRefused(() -> sts.getCallerIdentity(), "SignatureDoesNotMatch");
            assertRefused(() -> kms.describeKey(r -> r.keyId("k")), "InvalidSignatureException");
            assertRefused(() -> otherS3.listBuckets(), "InvalidAccessKeyId");
            assertRefused(() -> otherSts.getCallerIdentity(), "InvalidClientTokenId");
            assertRefused(() -> otherKms.describeKey(r -> r.keyId("k")), "UnrecognizedClientException");
        }
        assertThat(BUCKETS.list(BUCKET, "")).isEmpty();
    }

    private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String code) {
        assertThatThrownBy(call).isInstanceOfSatisfying(AwsServiceException.class, e -> {
            assertThat(e.statusCode()).isEqualTo(403);
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
        });
    }

    @ParameterizedTest
    @CsvSource({"100, SignatureDoesNotMatch", "200000, SignatureDoesNotMatch", "-10, SignatureDoesNotMatch"})
    void refuses_a_chunk_or_a_trailer_that_was_changed_on_its_way(int at, String code) {
        try (S3Client s3 = client(S3Client.builder().httpClient(new Tampering(at)))) {
            assertThatThrownBy(() ->
                            s3.putObject(r -> r.bucket(BUCKET).key("k"), RequestBody.fromBytes(new byte[300_000])))
                    .isInstanceOfSatisfying(
                            AwsServiceException.class,
                            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code));
        }
        assertThat(BUCKETS.list(BUCKET, "")).isEmpty();
    }

    @Test
    void refuses_a_document_that_was_changed_on_its_way() {
        try (S3Client s3 = client(S3Client.builder().httpClient(new Tampering(5)));
                KmsClient kms = client(KmsClient.builder().httpClient(new Tampering(5)))) {
            assertThatThrownBy(() -> s3.putObjectTagging(r -> r.bucket(BUCKET)
                            .key("k")
                            .tagging(t ->
                                    t.tagSet(Tag.builder().key("a").value("b").build()))))
                    .isInstanceOfSatisfying(
                            AwsServiceException.class,
                            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("XAmzContentSHA256Mismatch"));
            assertThatThrownBy(() -> kms.describeKey(r -> r.keyId("k")))
                    .isInstanceOfSatisfying(
                            AwsServiceException.class,
                            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("InvalidSignatureException"));
        }
    }

    @Test
    void refuses_what_was_signed_long_ago_and_what_is_not_signed() throws Exception {
        String old =
                Raw.send(SERVER.endpoint(), "GET /bucket/k HTTP/1.1", "us-west-2", "", "X-Amz-Date: 20200101T000000Z");
        String dateless = Raw.send(SERVER.endpoint(), "GET /bucket/k HTTP/1.1", "us-west-2", "");

        assertThat(old).startsWith("HTTP/1.1 403 ").contains("<Code>RequestTimeTooSkewed</Code>");
        assertThat(dateless).startsWith("HTTP/1.1 403 ").contains("<Code>SignatureDoesNotMatch</Code>");
    }

    @Test
    void accepts_presigned_requests_of_the_older_kind_until_they_expire() throws Exception {
        BUCKETS.put(BUCKET, "k", "text/plain", "hello".getBytes(StandardCharsets.UTF_8));
        long soon = Instant.now().plusSeconds(60).getEpochSecond();
        long before = Instant.now().minusSeconds(60).getEpochSecond();

        assertThat(older(soon, older("GET\n\n\n" + soon + "\n/bucket/k?response-content-type=text/x")))
                .startsWith("HTTP/1.1 200 ")
                .endsWith("hello");
        assertThat(older(soon, "c2lnbmF0dXJl")).contains("<Code>SignatureDoesNotMatch</Code>");
        assertThat(older(before, older("GET\n\n\n" + before + "\n/bucket/k?response-content-type=text/x")))
                .contains("Request has expired");
    }

    private static String older(String toSign) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec("the secret".getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
        return Base64.getEncoder().encodeToString(mac.doFinal(toSign.getBytes(StandardCharsets.UTF_8)));
    }

    private static String older(long expires, String signature) throws IOException {
        String query = "?response-content-type=text%2Fx&AWSAccessKeyId=AKIDEXAMPLE&Expires=" + expires + "&Signature="
                + URLEncoder.encode(signature, StandardCharsets.UTF_8);
        URL url = SERVER.endpoint().resolve("/bucket/k" + query).toURL();
        HttpURLConnection connection = (HttpURLConnection) url.openConnection();
        boolean answered = connection.getResponseCode() < 400;
        try (InputStream in = answered ? connection.getInputStream() : connection.getErrorStream()) {
            return connection.getHeaderField(0) + new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void leaves_alone_a_service_that_is_never_signed() throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(SERVER.endpoint()).build(), BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(200);
    }

    /**
     * Changes one byte of a body on its way.
     *
     * @param at its place; counted from the end if negative
     */
    private record Tampering(int at) implements SdkHttpClient {
        private static final SdkHttpClient HTTP = UrlConnectionHttpClient.create();

        @Override
        public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
            byte[] body = new byte[0];
            try (InputStream in = request.contentStreamProvider().orElseThrow().newStream()) {
                body = in.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            int place = at < 0 ? body.length + at : at;
            body[place] = (byte) (body[place] == 'a' ? 'b' : 'a');
            return HTTP.prepareRequest(HttpExecuteRequest.builder()
                    .request(request.httpRequest())
                    .contentStreamProvider(ContentStreamProvider.fromByteArray(body))
                    .build());
        }

        @Override
        public void close() {
            // Shared by the tests.
        }
    }

    /** Answers with what it got; the nameless one stands for the control of a local AWS, which is never signed. */
    private record Echo(String name, boolean signed) implements Service {
        @Override
        public boolean serves(Call call) {
            return call.scope().service().equals(name);
        }

        @Override
        public Operation operation(Call call) {
            return new Operation("Echo", Map.of(), () -> Reply.of(200, "application/json", call.bytes()));
        }

        @Override
        public Reply error(Call call, ServiceError error, String requestId) {
            return Reply.of(error.status(), "text/plain", error.code().getBytes(StandardCharsets.UTF_8));
        }
    }
}
