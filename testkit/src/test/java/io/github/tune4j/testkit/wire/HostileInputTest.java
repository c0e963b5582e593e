package io.github.tune4j.testkit.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tune4j.testkit.iam.IamService;
import io.github.tune4j.testkit.iam.Roles;
import io.github.tune4j.testkit.kms.Keys;
import io.github.tune4j.testkit.quotas.Quotas;
import io.github.tune4j.testkit.s3.Buckets;
import io.github.tune4j.testkit.s3.S3Service;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are damaged, too large or broken off: refused, never a failure of ours. */
class HostileInputTest {
    private static final String ACCOUNT = "123456789012";
    private static final int MEGABYTE = 1024 * 1024;
    private static final Buckets BUCKETS = Buckets.open(Optional.empty());
    private static final Roles ROLES = Roles.open(Optional.empty(), ACCOUNT, InstantSource.system());
    private static final WireServer SERVER = WireServer.start(
            0,
            List.of(
                    new S3Service(BUCKETS, "123456789012"),
                    IamService.iam(ROLES),
                    IamService.sts(ACCOUNT),
                    Keys.open(Optional.empty(), ACCOUNT).service(),
                    new Quotas(ACCOUNT, () -> 2).service()),
            Interceptor.NONE,
            Signatures.unchecked());

    private static final String TRUST = "%7B%22Statement%22%3A%7B%22Effect%22%3A%22Allow%22%2C%22Principal%22%3A%7B"
            + "%22Service%22%3A%22bedrock.amazonaws.com%22%7D%2C%22Action%22%3A%22sts%3AAssumeRole%22%7D%7D";
    private static final List<String> REQUESTS = List.of(
            request("s3", "GET /bucket?list-type=2&prefix=a%2F&max-keys=5&encoding-type=url", "", ""),
            request("s3", "PUT /bucket/a%2Fb?partNumber=1&uploadId=x", "x-amz-checksum-crc32: AAAAAA==", "hello"),
            request("s3", "PUT /bucket/c", "x-amz-copy-source: /bucket/k\r\nx-amz-tagging: a=b", ""),
            request("s3", "GET /bucket/k", "Range: bytes=0-3\r\nIf-None-Match: \"x\"", ""),
            request(
                    "s3",
                    "POST /bucket?delete",
                    "Content-MD5: XUFAKrxLKna5cZ2REBfFkg==",
                    "<Delete><Object><Key>k</Key></Object><Quiet>true</Quiet></Delete>"),
            request(
                    "s3",
                    "PUT /bucket/k",
                    "x-amz-content-sha256: STREAMING-UNSIGNED-PAYLOAD-TRAILER\r\nx-amz-decoded-content-length: 5\r\n"
                            + "x-amz-trailer: x-amz-checksum-crc32",
                    "5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n"),
            request("s3", "PUT /bucket?encryption", "", "<ServerSideEncryptionConfiguration><Rule/></x>"),
            request("iam", "POST /", "", "Action=CreateRole&RoleName=r&AssumeRolePolicyDocument=" + TRUST),
            request("iam", "POST /", "", "Action=ListRoles&MaxItems=5&PathPrefix=%2F"),
            request("sts", "POST /", "", "Action=GetCallerIdentity&Version=2011-06-15"),
            request("kms", "POST /", "X-Amz-Target: TrentService.DescribeKey", "{\"KeyId\":\"alias/x\"}"),
            request(
                    "servicequotas",
                    "POST /",
                    "X-Amz-Target: ServiceQuotasV20190624.ListServiceQuotas",
                    "{\"ServiceCode\":\"bedrock\",\"MaxResults\":2,\"NextToken\":\"1\"}"));

    @BeforeEach
    void aBucketWithAnObject() throws IOException {
        BUCKETS.reset();
        BUCKETS.create("bucket", "us-west-2");
        BUCKETS.put("bucket", "k", "text/plain", "hello".getBytes(StandardCharsets.UTF_8));
        ROLES.reset();
    }

    @AfterAll
    static void stop() {
        SERVER.close();
        BUCKETS.close();
        ROLES.close();
    }

    private static String request(String service, String target, String headers, String body) {
        return target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: " + authorization(service)
                + "\r\nContent-Length: " + body.getBytes(StandardCharsets.UTF_8).length
                + (headers.isEmpty() ? "" : "\r\n" + headers) + "\r\n\r\n" + body;
    }

    private static String authorization(String service) {
        return "AWS4-HMAC-SHA256 Credential=AKID/20260101/us-west-2/" + service
                + "/aws4_request, SignedHeaders=host, Signature=00";
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void answers_damaged_requests_without_failing(long seed) throws IOException {
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            byte[] request = REQUESTS.get(random.nextInt(REQUESTS.size())).getBytes(StandardCharsets.ISO_8859_1);
            String damaged = new String(damage(request, random), StandardCharsets.ISO_8859_1);

            assertThat(send(damaged))
                    .as("the answer to:%n%s", damaged)
                    .doesNotStartWith("HTTP/1.1 5")
                    .doesNotContain("\tat ", "Exception: ");
        }
    }

    private static byte[] damage(byte[] request, Random random) {
        byte[] damaged = request.clone();
        int times = 1 + random.nextInt(4);
        for (int i = 0; i < times; i++) {
            int at = random.nextInt(damaged.length);
            switch (random.nextInt(4)) {
                case 0 -> damaged[at] = (byte) random.nextInt(256);
                case 1 -> damaged[at] = (byte) "%&=?/<>{}\"'\\\r\n:;,0".charAt(random.nextInt(18));
                case 2 -> System.arraycopy(request, 0, damaged, at, damaged.length - at);
                default -> System.arraycopy(damaged, at, damaged, at / 2, damaged.length - at);
            }
        }
        return damaged;
    }

    /** Sends everything and says that nothing follows: a server that still waits for a body must give up. */
    private static String send(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", SERVER.endpoint().getPort())) {
            socket.setSoTimeout(60_000);
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (SocketException e) {
            return "closed";
        }
    }

    @ParameterizedTest
    @CsvSource({
        "iam, /, RequestEntityTooLarge",
        "kms, /, RequestEntityTooLargeException",
        "s3, /bucket?delete, EntityTooLarge"
    })
    void refuses_documents_of_100_megabytes(String service, String target, String code) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(SERVER.endpoint().resolve(target))
                .header("Authorization", authorization(service))
                .header("X-Amz-Target", "TrentService.DescribeKey")
                .header("Content-MD5", "XUFAKrxLKna5cZ2REBfFkg==")
                .POST(megabytes(100));

        HttpResponse<String> answer = http().send(request.build(), BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains(code);
    }

    @Test
    void takes_objects_of_200_megabytes_without_holding_them_in_memory() throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(SERVER.endpoint().resolve("/bucket/large"))
                .header("Authorization", authorization("s3"))
                .PUT(BodyPublishers.fromPublisher(megabytes(200), 200L * MEGABYTE));

        HttpResponse<String> answer = http().send(request.build(), BodyHandlers.ofString());

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(BUCKETS.find("bucket", "large").orElseThrow().size()).isEqualTo(200L * MEGABYTE);
        HttpRequest read = HttpRequest.newBuilder(SERVER.endpoint().resolve("/bucket/large"))
                .header("Authorization", authorization("s3"))
                .build();
        try (InputStream body = http().send(read, BodyHandlers.ofInputStream()).body()) {
            assertThat(body.skip(Long.MAX_VALUE)).isPositive();
        }
    }

    private static HttpClient http() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    private static HttpRequest.BodyPublisher megabytes(int count) {
        return BodyPublishers.ofByteArrays(Collections.nCopies(count, new byte[MEGABYTE]));
    }

    @Test
    void stores_nothing_of_an_upload_that_is_broken_off() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", SERVER.endpoint().getPort())) {
            socket.setSoTimeout(60_000);
            String head = request("s3", "PUT /bucket/broken", "", "").replace("Length: 0", "Length: 5000000");
            socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().write(new byte[2_000_000]);
            socket.shutdownOutput();
            socket.getInputStream().readAllBytes();
        }

        assertThat(BUCKETS.find("bucket", "broken")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "POST /, '', MissingAction",
        "POST /, Action=CreateRole&RoleName=%zz, MalformedInput",
        "POST /, Action=, InvalidAction",
        "GET /?Action=ListRoles&MaxItems=x, '', ValidationError",
        "POST /, Action=GetUser, InvalidAction"
    })
    void refuses_forms_that_make_no_sense(String target, String form, String code) throws IOException {
        assertThat(send(request("iam", target, "", form)))
                .startsWith("HTTP/1.1 400 ")
                .contains("<Code>" + code + "</Code>");
    }
}
