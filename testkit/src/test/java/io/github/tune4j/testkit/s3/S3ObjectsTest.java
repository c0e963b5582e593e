package io.github.tune4j.testkit.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.Tag;

class S3ObjectsTest {
    private static final LocalS3 LOCAL = LocalS3.start();
    private static final S3Client S3 = LOCAL.client();
    private static final String BUCKET = "bucket";

    @BeforeEach
    void anEmptyBucket() {
        LOCAL.buckets.reset();
        LOCAL.buckets.create(BUCKET, "us-west-2");
    }

    @AfterAll
    static void stop() {
        LOCAL.close();
    }

    static void assertRefused(ThrowingCallable call, int status, String code) {
        assertThatThrownBy(call).isInstanceOfSatisfying(S3Exception.class, e -> {
            assertThat(e.statusCode()).isEqualTo(status);
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
        });
    }

    private static void put(String key, String text) {
        S3.putObject(r -> r.bucket(BUCKET).key(key), RequestBody.fromString(text));
    }

    private static String get(String key) {
        return S3.getObjectAsBytes(r -> r.bucket(BUCKET).key(key)).asUtf8String();
    }

    @Test
    void stores_an_object_with_all_that_is_said_of_it() {
        Instant before = Instant.now().minusSeconds(2);
        var stored = S3.putObject(
                r -> r.bucket(BUCKET)
                        .key("k")
                        .contentType("text/csv")
                        .contentEncoding("identity")
                        .contentDisposition("attachment")
                        .contentLanguage("ja")
                        .cacheControl("no-store")
                        .metadata(Map.of("owner", "me", "two-words", "a b")),
                RequestBody.fromString("hello"));

        GetObjectResponse read =
                S3.getObjectAsBytes(r -> r.bucket(BUCKET).key("k")).response();
        HeadObjectResponse head = S3.headObject(r -> r.bucket(BUCKET).key("k"));

        assertThat(stored.eTag()).isEqualTo("\"5d41402abc4b2a76b9719d911017c592\"");
        assertThat(read.eTag()).isEqualTo(stored.eTag());
        assertThat(read.contentType()).isEqualTo("text/csv");
        assertThat(read.contentEncoding()).isEqualTo("identity");
        assertThat(read.contentDisposition()).isEqualTo("attachment");
        assertThat(read.contentLanguage()).isEqualTo("ja");
        assertThat(read.cacheControl()).isEqualTo("no-store");
        assertThat(read.metadata()).containsOnly(Map.entry("owner", "me"), Map.entry("two-words", "a b"));
        assertThat(read.contentLength()).isEqualTo(5);
        assertThat(read.lastModified()).isBetween(before, Instant.now());
        assertThat(read.serverSideEncryptionAsString()).isEqualTo("AES256");
        assertThat(head.contentLength()).isEqualTo(5);
        assertThat(head.metadata()).isEqualTo(read.metadata());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a/b/c.txt",
                "a b+c&d=e%20;?#",
                "日本語/キー.txt",
                "\uD83D\uDE00",
                "//",
                "/a//b/",
                "..",
                "a/../b",
                "é~*'()!",
                "a\tb"
            })
    void keeps_every_key_as_it_is(String key) {
        put(key, "at " + key);

        assertThat(get(key)).isEqualTo("at " + key);
        assertThat(S3.listObjectsV2(r -> r.bucket(BUCKET)).contents())
                .extracting(object -> object.key())
                .containsExactly(key);
    }

    @Test
    void says_which_key_is_not_there() {
        assertThatThrownBy(() -> get("none")).isInstanceOf(NoSuchKeyException.class);
        assertThatThrownBy(() -> S3.headObject(r -> r.bucket(BUCKET).key("none")))
                .isInstanceOf(NoSuchKeyException.class);
        assertRefused(() -> S3.getObject(r -> r.bucket("none").key("k")), 404, "NoSuchBucket");
        assertRefused(() -> put("k".repeat(1025), "x"), 400, "KeyTooLongError");
    }

    @ParameterizedTest
    @EnumSource(
            value = software.amazon.awssdk.services.s3.model.ChecksumAlgorithm.class,
            names = {"CRC32", "CRC32_C", "SHA1", "SHA256"})
    void keeps_the_checksum_that_a_client_sends(software.amazon.awssdk.services.s3.model.ChecksumAlgorithm algorithm) {
        S3.putObject(
                r -> r.bucket(BUCKET).key("k").checksumAlgorithm(algorithm), RequestBody.fromString("hello world"));

        GetObjectResponse read = S3.getObjectAsBytes(
                        r -> r.bucket(BUCKET).key("k").checksumMode(ChecksumMode.ENABLED))
                .response();

        String kept = switch (algorithm) {
            case CRC32 -> read.checksumCRC32();
            case CRC32_C -> read.checksumCRC32C();
            case SHA1 -> read.checksumSHA1();
            default -> read.checksumSHA256();
        };
        assertThat(kept)
                .isEqualTo(
                        switch (algorithm) {
                            case CRC32 -> "DUoRhQ==";
                            case CRC32_C -> "yZRlqg==";
                            case SHA1 -> "Kq5sNclPz7QV2+lfQIuc6R7oRu0=";
                            default -> "uU0nuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzek=";
                        });
        assertThat(read.checksumType()).isEqualTo(ChecksumType.FULL_OBJECT);
        assertThat(S3.headObject(r -> r.bucket(BUCKET).key("k")).checksumTypeAsString())
                .isNull();
    }

    @Test
    void adds_a_checksum_of_its_own_to_an_object_that_came_without() throws Exception {
        // The check value of CRC-64/NVME as published: that of the digits 1 to 9.
        String answer = Raw.send(LOCAL.endpoint(), "PUT /bucket/k HTTP/1.1", "us-west-2", "123456789");

        byte[] crc =
                java.nio.ByteBuffer.allocate(8).putLong(0xAE8B14860A799888L).array();
        assertThat(answer)
                .startsWith("HTTP/1.1 200 ")
                .contains("x-amz-checksum-crc64nvme: " + Base64.getEncoder().encodeToString(crc));
    }

    @ParameterizedTest
    @CsvSource({
        "x-amz-checksum-crc32: AAAAAA==, 400, BadDigest",
        "x-amz-checksum-sha256: uU0nuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzeA=, 400, BadDigest",
        "x-amz-checksum-crc32: AAA, 400, InvalidRequest",
        "x-amz-sdk-checksum-algorithm: CRC32, 400, InvalidRequest",
        "x-amz-trailer: x-amz-checksum-crc32, 400, MalformedTrailerError",
        "Content-MD5: AAAAAAAAAAAAAAAAAAAAAA==, 400, BadDigest",
        "Content-MD5: nonsense, 400, InvalidDigest",
        "x-amz-acl: public-read, 400, AccessControlListNotSupported",
        "x-amz-server-side-encryption: ROT13, 400, InvalidArgument",
        "x-amz-tagging: a=%zz, 400, InvalidArgument",
        "if-none-match: \"abc\", 400, NotImplemented",
        "x-amz-server-side-encryption-customer-algorithm: AES256, 400, NotImplemented"
    })
    void refuses_an_object_that_is_not_as_its_headers_say(String header, int status, String code) throws Exception {
        String answer = Raw.send(LOCAL.endpoint(), "PUT /bucket/k HTTP/1.1", "us-west-2", "hello world", header);

        assertThat(answer).startsWith("HTTP/1.1 " + status).contains("<Code>" + code + "</Code>");
        assertThat(LOCAL.buckets.find(BUCKET, "k")).isEmpty();
    }

    @Test
    void refuses_two_checksums_and_too_much_metadata() throws Exception {
        assertThat(Raw.send(
                        LOCAL.endpoint(),
                        "PUT /bucket/k HTTP/1.1",
                        "us-west-2",
                        "x",
                        "x-amz-checksum-crc32: AAAAAA==",
                        "x-amz-checksum-crc32c: AAAAAA=="))
                .contains("<Code>InvalidRequest</Code>");
        assertRefused(
                () -> S3.putObject(
                        r -> r.bucket(BUCKET).key("k").metadata(Map.of("a", "x".repeat(2100))), RequestBody.empty()),
                400,
                "MetadataTooLarge");
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, bytes 0-0/10",
        "bytes=2-4, 234, bytes 2-4/10",
        "bytes=7-, 789, bytes 7-9/10",
        "bytes=-3, 789, bytes 7-9/10",
        "bytes=-30, 0123456789, bytes 0-9/10",
        "bytes=5-500, 56789, bytes 5-9/10"
    })
    void gives_a_range_of_bytes(String range, String text, String contentRange) {
        put("k", "0123456789");

        ResponseBytes<GetObjectResponse> read =
                S3.getObjectAsBytes(r -> r.bucket(BUCKET).key("k").range(range));

        assertThat(read.asUtf8String()).isEqualTo(text);
        assertThat(read.response().contentRange()).isEqualTo(contentRange);
        assertThat(read.response().sdkHttpResponse().statusCode()).isEqualTo(206);
    }

    @Test
    void refuses_a_range_behind_the_end_and_ignores_one_that_is_none() {
        put("k", "0123456789");

        assertRefused(() -> S3.getObject(r -> r.bucket(BUCKET).key("k").range("bytes=10-")), 416, "InvalidRange");
        assertRefused(() -> S3.getObject(r -> r.bucket(BUCKET).key("k").range("bytes=-0")), 416, "InvalidRange");
        for (String range : List.of("bytes=4-2", "bytes=0-1,3-4", "lines=1-2", "bytes=-")) {
            assertThat(S3.getObjectAsBytes(r -> r.bucket(BUCKET).key("k").range(range))
                            .asUtf8String())
                    .isEqualTo("0123456789");
        }
    }

    @Test
    void reads_only_under_the_conditions_asked_for() {
        put("k", "x");
        GetObjectResponse now =
                S3.getObjectAsBytes(r -> r.bucket(BUCKET).key("k")).response();
        Instant later = now.lastModified().plusSeconds(60);
        Instant earlier = now.lastModified().minusSeconds(60);

        assertThat(S3.getObjectAsBytes(r -> r.bucket(BUCKET).key("k").ifMatch(now.eTag()))
                        .asUtf8String())
                .isEqualTo("x");
        assertRefused(
                () -> S3.getObject(r -> r.bucket(BUCKET).key("k").ifMatch("\"other\"")), 412, "PreconditionFailed");
        assertThatThrownBy(() -> S3.getObject(r -> r.bucket(BUCKET).key("k").ifNoneMatch(now.eTag())))
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(304));
        assertThatThrownBy(() -> S3.headObject(r -> r.bucket(BUCKET).key("k").ifModifiedSince(later)))
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(304));
        assertThat(S3.headObject(r -> r.bucket(BUCKET).key("k").ifModifiedSince(earlier))
                        .contentLength())
                .isEqualTo(1);
        assertRefused(
                () -> S3.getObject(r -> r.bucket(BUCKET).key("k").ifUnmodifiedSince(earlier)),
                412,
                "PreconditionFailed");
        assertThat(S3.getObjectAsBytes(r ->
                                r.bucket(BUCKET).key("k").ifMatch(now.eTag()).ifUnmodifiedSince(earlier))
                        .asUtf8String())
                .isEqualTo("x");
    }

    @Test
    void writes_and_deletes_only_under_the_conditions_asked_for() {
        PutObjectRequest fresh = PutObjectRequest.builder()
                .bucket(BUCKET)
                .key("k")
                .ifNoneMatch("*")
                .build();
        String etag = S3.putObject(fresh, RequestBody.fromString("one")).eTag();

        assertRefused(() -> S3.putObject(fresh, RequestBody.fromString("two")), 412, "PreconditionFailed");
        assertThat(get("k")).isEqualTo("one");
        S3.putObject(r -> r.bucket(BUCKET).key("k").ifMatch(etag), RequestBody.fromString("two"));
        assertThat(get("k")).isEqualTo("two");
        assertRefused(
                () -> S3.putObject(r -> r.bucket(BUCKET).key("k").ifMatch(etag), RequestBody.fromString("three")),
                412,
                "PreconditionFailed");
        assertRefused(
                () -> S3.putObject(r -> r.bucket(BUCKET).key("none").ifMatch(etag), RequestBody.fromString("x")),
                404,
                "NoSuchKey");
        assertRefused(() -> S3.deleteObject(r -> r.bucket(BUCKET).key("k").ifMatch(etag)), 412, "PreconditionFailed");
        assertThat(get("k")).isEqualTo("two");
    }

    @Test
    void keeps_tags() {
        S3.putObject(r -> r.bucket(BUCKET).key("k").tagging("a=1&b=x%20y"), RequestBody.fromString("x"));
        assertThat(S3.getObjectTagging(r -> r.bucket(BUCKET).key("k")).tagSet())
                .containsExactly(tag("a", "1"), tag("b", "x y"));
        assertThat(S3.headObject(r -> r.bucket(BUCKET).key("k")).tagCount()).isEqualTo(2);

        S3.putObjectTagging(r -> r.bucket(BUCKET).key("k").tagging(t -> t.tagSet(tag("c", "3"))));
        assertThat(S3.getObjectTagging(r -> r.bucket(BUCKET).key("k")).tagSet()).containsExactly(tag("c", "3"));

        S3.deleteObjectTagging(r -> r.bucket(BUCKET).key("k"));
        assertThat(S3.getObjectTagging(r -> r.bucket(BUCKET).key("k")).tagSet()).isEmpty();
        assertRefused(
                () -> S3.putObjectTagging(r ->
                        r.bucket(BUCKET).key("k").tagging(t -> t.tagSet(tag("a", "1"), tag("a", "2")))),
                400,
                "InvalidTag");
        assertRefused(
                () -> S3.putObjectTagging(r -> r.bucket(BUCKET).key("none").tagging(t -> t.tagSet(tag("a", "1")))),
                404,
                "NoSuchKey");
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    @Test
    void serves_presigned_urls_to_anybody() throws Exception {
        try (var presigner = LOCAL.presigner()) {
            var put = presigner.presignPutObject(p -> p.signatureDuration(Duration.ofMinutes(5))
                    .putObjectRequest(r -> r.bucket(BUCKET).key("pre signed").contentType("text/plain")));
            HttpClient client = HttpClient.newHttpClient();
            HttpResponse<String> stored = client.send(
                    HttpRequest.newBuilder(put.url().toURI())
                            .header("Content-Type", "text/plain")
                            .PUT(HttpRequest.BodyPublishers.ofString("hello"))
                            .build(),
                    BodyHandlers.ofString());
            var get = presigner.presignGetObject(p -> p.signatureDuration(Duration.ofMinutes(5))
                    .getObjectRequest(r -> r.bucket(BUCKET).key("pre signed").responseContentType("text/x")));
            HttpResponse<String> read =
                    client.send(HttpRequest.newBuilder(get.url().toURI()).build(), BodyHandlers.ofString());

            assertThat(stored.statusCode()).isEqualTo(200);
            assertThat(read.body()).isEqualTo("hello");
            assertThat(read.headers().firstValue("content-type")).contains("text/x");
            URI old = URI.create(get.url().toString().replaceFirst("X-Amz-Date=\\d{8}", "X-Amz-Date=20200101"));
            assertThat(client.send(HttpRequest.newBuilder(old).build(), BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(403);
        }
    }

    @Test
    void hands_objects_to_the_other_services_of_the_process() throws Exception {
        LOCAL.buckets.put(BUCKET, "out/metrics.csv", "text/csv", "a,b".getBytes(StandardCharsets.UTF_8));
        put("out/other", "x");
        put("zzz", "x");

        assertThat(get("out/metrics.csv")).isEqualTo("a,b");
        assertThat(LOCAL.buckets.list(BUCKET, "out/"))
                .extracting(StoredObject::key)
                .containsExactly("out/metrics.csv", "out/other");
        try (var in = LOCAL.buckets.find(BUCKET, "zzz").orElseThrow().open()) {
            assertThat(in.readAllBytes()).containsExactly('x');
        }
        assertThat(LOCAL.buckets.find("none", "k")).isEmpty();
        assertThat(LOCAL.buckets.list("none", "")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<",
                "<Delete>",
                "<Delete/>",
                "<Other><Object><Key>k</Key></Object></Other>",
                "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><Delete><Object><Key>&e;</Key></Object></Delete>"
            })
    void refuses_xml_that_is_none(String body) throws Exception {
        byte[] md5 = java.security.MessageDigest.getInstance("MD5").digest(body.getBytes(StandardCharsets.UTF_8));

        String answer = Raw.send(
                LOCAL.endpoint(),
                "POST /bucket?delete HTTP/1.1",
                "us-west-2",
                body,
                "Content-MD5: " + Base64.getEncoder().encodeToString(md5));

        assertThat(answer).startsWith("HTTP/1.1 400 ").contains("<Code>MalformedXML</Code>");
    }

    @ParameterizedTest
    @CsvSource({
        "GET /%FF, 400, InvalidURI",
        "GET /bucket/k?x=%zz, 400, InvalidURI",
        "POST /, 405, MethodNotAllowed",
        "PATCH /bucket/k, 405, MethodNotAllowed",
        "GET /bucket/k?versionId=7, 400, InvalidArgument",
        "GET /bucket/k?partNumber=0, 400, InvalidArgument",
        "GET /bucket?max-keys=-1, 400, InvalidArgument",
        "GET /bucket?max-keys=x, 400, InvalidArgument",
        "GET /bucket?encoding-type=x, 400, InvalidArgument",
        "GET /bucket?list-type=2&continuation-token=x, 400, InvalidArgument",
        "PUT /bucket/k?uploadId=x&partNumber=1, 404, NoSuchUpload",
        "POST /bucket?delete, 400, InvalidRequest"
    })
    void refuses_what_makes_no_sense(String request, int status, String code) throws Exception {
        put("k", "x");

        String answer = Raw.send(LOCAL.endpoint(), request + " HTTP/1.1", "us-west-2", "");

        assertThat(answer).startsWith("HTTP/1.1 " + status).contains("<Code>" + code + "</Code>");
    }
}
