package io.github.tune4j.testkit.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;

class WireServerTest {
    private static final String CREDENTIAL = "AWS4-HMAC-SHA256 Credential=AKID/20260101/eu-west-1/%s/aws4_request, "
            + "SignedHeaders=host;x-amz-date, Signature=00";

    private @Nullable WireServer server;

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    private WireServer serve(Service service, Interceptor interceptor) {
        server = WireServer.start(0, List.of(service), interceptor, Signatures.unchecked());
        return server;
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server.endpoint() + path))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", CREDENTIAL.formatted("echo"));
    }

    private static HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        return client.send(request, BodyHandlers.ofString());
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void answers_http_1_and_http_2_by_upgrade_on_one_port(HttpClient.Version version) throws Exception {
        serve(EchoService.echoing(), Interceptor.NONE);
        HttpClient client = HttpClient.newBuilder().version(version).build();
        client.send(request("/").build(), BodyHandlers.discarding());

        HttpResponse<String> response =
                client.send(request("/a").POST(BodyPublishers.ofString("hello")).build(), BodyHandlers.ofString());

        assertThat(response.body()).isEqualTo("hello");
        assertThat(response.version()).isEqualTo(version);
    }

    @Test
    void answers_the_sdks_asynchronous_client_that_begins_with_http_2() {
        serve(
                new EchoService(
                        "bedrock",
                        call -> () -> Reply.of(200, "application/json", call.bytes())
                                .with("x-path", call.segments().get(1))),
                Interceptor.NONE);
        try (BedrockRuntimeAsyncClient client = BedrockRuntimeAsyncClient.builder()
                .endpointOverride(server.endpoint())
                .region(Region.US_WEST_2)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "b")))
                .build()) {
            var response = client.invokeModel(
                            r -> r.modelId("arn:aws:bedrock:x/y").body(SdkBytes.fromUtf8String("{}")))
                    .join();

            assertThat(response.body().asUtf8String()).isEqualTo("{}");
            assertThat(response.sdkHttpResponse().firstMatchingHeader("x-path")).contains("arn:aws:bedrock:x/y");
        }
    }

    @Test
    void gives_every_answer_an_id_of_its_own_and_the_real_time() throws Exception {
        serve(EchoService.echoing(), Interceptor.NONE);

        HttpResponse<String> one = send(request("/").build());
        HttpResponse<String> two = send(request("/").build());

        assertThat(one.headers().firstValue("x-amzn-RequestId")).isPresent();
        assertThat(one.headers().firstValue("x-amzn-RequestId"))
                .isNotEqualTo(two.headers().firstValue("x-amzn-RequestId"));
        ZonedDateTime date = ZonedDateTime.parse(
                one.headers().firstValue("Date").orElseThrow(), DateTimeFormatter.RFC_1123_DATE_TIME);
        assertThat(Duration.between(date.toInstant(), Instant.now()).abs()).isLessThan(Duration.ofMinutes(1));
    }

    @Test
    void reads_the_scope_of_a_presigned_request_from_its_query() throws Exception {
        List<Call.Scope> scopes = new CopyOnWriteArrayList<>();
        serve(
                new EchoService("echo", call -> {
                    scopes.add(call.scope());
                    return () -> Reply.empty(200);
                }),
                Interceptor.NONE);
        String time = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'")
                .format(Instant.now().atOffset(java.time.ZoneOffset.UTC));
        String query =
                "?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKID%2F20260101%2Fap-south-1%2Fecho%2Faws4_request"
                        + "&X-Amz-SignedHeaders=host&X-Amz-Signature=00&X-Amz-Expires=60&X-Amz-Date=";

        HttpResponse<String> fresh = send(HttpRequest.newBuilder(URI.create(server.endpoint() + "/" + query + time))
                .build());
        HttpResponse<String> old =
                send(HttpRequest.newBuilder(URI.create(server.endpoint() + "/" + query + "20200101T000000Z"))
                        .build());

        assertThat(fresh.statusCode()).isEqualTo(200);
        assertThat(scopes).containsExactly(new Call.Scope("echo", "ap-south-1", "AKID"));
        assertThat(old.statusCode()).isEqualTo(403);
        assertThat(old.body()).contains("Request has expired");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/%FF%FE", "/a/%E3%81?x=1", "/a?x=%", "/a?x=%4", "/a?%zz=1", "/a?%C3%28=1"})
    void refuses_what_cannot_be_decoded_in_the_services_own_form(String target) throws Exception {
        serve(EchoService.echoing(), Interceptor.NONE);

        String answer = raw("GET " + target + " HTTP/1.1\r\nHost: x\r\nAuthorization: " + CREDENTIAL.formatted("echo")
                + "\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 400 ").contains("ValidationException");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NONSENSE\r\n\r\n",
                "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /a%4 HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /a% HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /%00%ff HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "GET http://[::1 HTTP/1.1\r\nHost: x\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"
            })
    void refuses_what_is_no_http_without_a_stack_trace(String request) throws Exception {
        serve(EchoService.echoing(), Interceptor.NONE);

        assertThat(raw(request)).startsWith("HTTP/1.1 4").doesNotContain("jetty", "Exception:", "\tat ");
    }

    @Test
    void keeps_encoded_slashes_empty_segments_and_dots() throws Exception {
        List<String> paths = new CopyOnWriteArrayList<>();
        serve(
                new EchoService("echo", call -> {
                    paths.add(String.join("|", call.segments()));
                    return () -> Reply.empty(200);
                }),
                Interceptor.NONE);

        String answer = raw("GET /a%2Fb//../c;d/e%25/%E3%81%82+? HTTP/1.1\r\nHost: x\r\nAuthorization: "
                + CREDENTIAL.formatted("echo") + "\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 200 ");
        assertThat(paths).containsExactly("a/b||..|c;d|e%|\u3042+");
    }

    @Test
    void refuses_a_service_that_is_not_there_and_says_so() throws Exception {
        serve(EchoService.echoing(), Interceptor.NONE);

        HttpResponse<String> other = send(HttpRequest.newBuilder(server.endpoint())
                .header("Authorization", CREDENTIAL.formatted("ec2"))
                .build());
        HttpResponse<String> unsigned =
                send(HttpRequest.newBuilder(server.endpoint()).build());

        assertThat(other.statusCode()).isEqualTo(404);
        assertThat(other.body()).contains("does not have the service 'ec2'");
        assertThat(unsigned.statusCode()).isEqualTo(403);
    }

    @Test
    void answers_a_failure_of_its_own_without_a_stack_trace() throws Exception {
        serve(
                new EchoService("echo", call -> () -> {
                    throw new IllegalStateException("inside");
                }),
                Interceptor.NONE);

        HttpResponse<String> response = send(request("/").build());

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).doesNotContain("inside", "IllegalState");
    }

    @Test
    void takes_a_chunked_body_with_an_offer_to_upgrade() throws Exception {
        serve(EchoService.echoing(), Interceptor.NONE);
        byte[] bytes = new byte[100_000];

        HttpResponse<byte[]> response = HttpClient.newHttpClient()
                .send(
                        request("/")
                                .POST(BodyPublishers.ofByteArrays(List.of(bytes, bytes)))
                                .build(),
                        BodyHandlers.ofByteArray());

        assertThat(response.body()).hasSize(200_000);
    }

    @Test
    void refuses_a_body_of_100_megabytes_to_a_service_that_reads_documents() throws Exception {
        serve(EchoService.echoing(), Interceptor.NONE);
        byte[] megabyte = new byte[1024 * 1024];
        HttpRequest request = request("/")
                .POST(BodyPublishers.ofByteArrays(
                        () -> java.util.Collections.nCopies(100, megabyte).iterator()))
                .build();

        assertThat(send(request).statusCode()).isEqualTo(413);
    }

    @Test
    void gives_a_client_that_waits_for_it_permission_to_send() throws Exception {
        serve(EchoService.echoing(), Interceptor.NONE);

        HttpResponse<String> taken = send(request("/")
                .expectContinue(true)
                .PUT(BodyPublishers.ofString("hello"))
                .build());

        assertThat(taken.body()).isEqualTo("hello");
    }

    @Test
    void takes_the_framing_off_a_chunked_body_and_keeps_its_trailers() throws Exception {
        List<String> trailers = new CopyOnWriteArrayList<>();
        serve(
                new EchoService("echo", call -> () -> {
                    byte[] body = call.bytes();
                    trailers.add(call.trailer("X-Amz-Checksum-Crc32").orElse("none"));
                    return Reply.of(200, "text/plain", body);
                }),
                Interceptor.NONE);

        HttpResponse<String> response = framed(
                "5\r\nhello\r\n6;chunk-signature=ab\r\n world\r\n0\r\n" + "x-amz-checksum-crc32:DUoRhQ==\r\n\r\n");

        assertThat(response.body()).isEqualTo("hello world");
        assertThat(trailers).containsExactly("DUoRhQ==");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "zz\r\nhello\r\n0\r\n\r\n",
                "-5\r\nhello\r\n0\r\n\r\n",
                "5\r\nhel",
                "5\r\nhello world\r\n0\r\n\r\n",
                "ffffffffffffffff\r\nhello",
                "5\r\nhello\r\n",
                "5\r\nhello\r\n0\r\n\r\n",
                "b\r\nhello world\r\n0\r\nno colon\r\n\r\n"
            })
    void refuses_a_body_that_is_framed_wrongly(String body) throws Exception {
        serve(EchoService.echoing(), Interceptor.NONE);

        HttpResponse<String> response = framed(body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).startsWith("SerializationException");
    }

    private HttpResponse<String> framed(String body) throws IOException, InterruptedException {
        return send(request("/")
                .header("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER")
                .header("x-amz-decoded-content-length", "11")
                .PUT(BodyPublishers.ofString(body))
                .build());
    }

    @Test
    void carries_out_50_slow_calls_at_once() throws Exception {
        CyclicBarrier all = new CyclicBarrier(50);
        serve(
                new EchoService("echo", call -> () -> {
                    try {
                        all.await(2, TimeUnit.MINUTES);
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                    return Reply.empty(200);
                }),
                Interceptor.NONE);
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        List<CompletableFuture<HttpResponse<Void>>> calls = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            calls.add(client.sendAsync(request("/").build(), BodyHandlers.discarding()));
        }

        assertThat(calls).allSatisfy(call -> assertThat(call.get().statusCode()).isEqualTo(200));
    }

    @Test
    void drops_a_connection_before_or_after_the_effect_and_tells_of_it() throws Exception {
        AtomicInteger effects = new AtomicInteger();
        List<Integer> statuses = new CopyOnWriteArrayList<>();
        serve(
                new EchoService("echo", call -> () -> {
                    effects.incrementAndGet();
                    return Reply.empty(200);
                }),
                new Interceptor() {
                    @Override
                    public Reply run(Call call, Operation operation) throws ServiceError, IOException {
                        if (call.rawPath().equals("/before")) {
                            throw new ConnectionDropped();
                        }
                        Reply reply = operation.action().run();
                        if (call.rawPath().equals("/after")) {
                            throw new ConnectionDropped();
                        }
                        return reply;
                    }

                    @Override
                    public void answered(Call call, Operation operation, int status) {
                        statuses.add(status);
                    }
                });

        for (String path : List.of("/before", "/after")) {
            String request = "POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nAuthorization: "
                    + CREDENTIAL.formatted("echo") + "\r\n\r\n";
            assertThat(raw(request)).isEmpty();
        }
        assertThat(effects).hasValue(1);
        assertThat(send(request("/").build()).statusCode()).isEqualTo(200);
        assertThat(statuses).containsExactly(0, 0, 200);
    }

    @Test
    void drops_one_stream_of_an_http_2_connection_and_leaves_the_others() throws Exception {
        serve(EchoService.echoing(), new Interceptor() {
            @Override
            public Reply run(Call call, Operation operation) throws ServiceError, IOException {
                if (call.rawPath().equals("/drop")) {
                    throw new ConnectionDropped();
                }
                return operation.action().run();
            }

            @Override
            public void answered(Call call, Operation operation, int status) {}
        });
        HttpClient client = HttpClient.newHttpClient();
        client.send(request("/").build(), BodyHandlers.discarding());

        assertThatThrownBy(() -> client.send(request("/drop").build(), BodyHandlers.discarding()))
                .isInstanceOf(IOException.class);
        HttpResponse<Void> next = client.send(request("/").build(), BodyHandlers.discarding());

        assertThat(next.statusCode()).isEqualTo(200);
    }

    @Test
    void ends_a_body_that_fails_midway_as_broken_and_not_as_whole() {
        serve(
                new EchoService(
                        "echo",
                        call -> () -> new Reply(200, java.util.Map.of(), out -> {
                            out.write("half".getBytes(StandardCharsets.UTF_8));
                            out.flush();
                            throw new ConnectionDropped();
                        })),
                Interceptor.NONE);

        assertThatThrownBy(() -> send(request("/").build())).isInstanceOf(IOException.class);
    }

    @Test
    void leaves_no_thread_behind() throws Exception {
        serve(EchoService.echoing(), Interceptor.NONE);
        send(request("/").build());

        server.close();

        assertThat(threads()).isEmpty();
    }

    @Test
    void says_which_port_is_taken() {
        serve(EchoService.echoing(), Interceptor.NONE);
        int port = server.endpoint().getPort();

        assertThatThrownBy(() -> WireServer.start(port, List.of(), Interceptor.NONE, Signatures.unchecked()))
                .hasMessageContaining("127.0.0.1:" + port);
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("local-aws"))
                .toList();
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.endpoint().getPort())) {
            socket.setSoTimeout(60_000);
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            byte[] answer = new byte[64 * 1024];
            int read = readAnswer(socket.getInputStream(), answer);
            return new String(Arrays.copyOf(answer, read), StandardCharsets.ISO_8859_1);
        }
    }

    private static int readAnswer(InputStream in, byte[] answer) throws IOException {
        int first = in.read(answer);
        return Math.max(first, 0);
    }
}
