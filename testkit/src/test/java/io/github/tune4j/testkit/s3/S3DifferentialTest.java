package io.github.tune4j.testkit.s3;

import static org.assertj.core.api.Assertions.assertThat;

import com.adobe.testing.s3mock.S3MockApplication;
import io.github.tune4j.testkit.wire.Interceptor;
import io.github.tune4j.testkit.wire.Signatures;
import io.github.tune4j.testkit.wire.WireServer;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.Tag;

/** One script of calls, carried out against this S3 and against another one that was written by others. */
class S3DifferentialTest {
    private static final String BUCKET = "differential";
    private static final int FIVE_MIB = 5 * 1024 * 1024;

    /** Calls and what can be seen of their results, in the order in which they are made. */
    private static final Map<String, Function<S3Client, Object>> SCRIPT = script();

    /** Where AWS's documentation is on our side, and why. */
    private static final Map<String, String> DIFFERENT = Map.of(
            "its attributes", "the framing of the transfer is no content encoding",
            "a wrong MD5", "the code is BadDigest",
            "folded", "KeyCount counts common prefixes too",
            "inside", "KeyCount counts common prefixes too",
            "delete many", "every key that was asked for is told as deleted");

    @TestFactory
    Stream<DynamicTest> shows_the_same_as_another_s3() {
        // What it logs of the calls that it refuses would look like failures of this test.
        System.setProperty("org.slf4j.simpleLogger.log.com.adobe", "off");
        Map<String, Object> ours = runOurs();
        Map<String, Object> theirs = runTheirs();
        return SCRIPT.keySet().stream()
                .map(step -> DynamicTest.dynamicTest(step, () -> {
                    if (DIFFERENT.containsKey(step)) {
                        assertThat(ours.get(step)).as(DIFFERENT.get(step)).isNotEqualTo(theirs.get(step));
                    } else {
                        assertThat(ours.get(step)).isEqualTo(theirs.get(step));
                    }
                }));
    }

    private static Map<String, Object> runOurs() {
        try (Buckets buckets = Buckets.open(Optional.empty());
                WireServer server = WireServer.start(
                        0, List.of(new S3Service(buckets, "123456789012")), Interceptor.NONE, Signatures.unchecked())) {
            return run(server.endpoint());
        }
    }

    @SuppressWarnings("deprecation")
    private static Map<String, Object> runTheirs() {
        // It fills in what is missing, so the map must be one that can be changed.
        Map<String, Object> settings = new HashMap<>(Map.of(
                S3MockApplication.PROP_HTTP_PORT, 0,
                S3MockApplication.PROP_HTTPS_PORT, 0,
                S3MockApplication.PROP_SILENT, true));
        S3MockApplication other = S3MockApplication.start(settings);
        try {
            return run(URI.create("http://127.0.0.1:" + other.getHttpPort()));
        } finally {
            other.stop();
        }
    }

    private static Map<String, Object> run(URI endpoint) {
        Map<String, Object> results = new LinkedHashMap<>();
        try (S3Client client = S3Client.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .credentialsProvider(LocalS3.CREDENTIALS)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build()) {
            SCRIPT.forEach((step, call) -> results.put(step, seen(call, client)));
        }
        return results;
    }

    private static Object seen(Function<S3Client, Object> call, S3Client client) {
        try {
            return call.apply(client);
        } catch (S3Exception e) {
            return "HTTP " + e.statusCode() + " " + e.awsErrorDetails().errorCode();
        } catch (SdkException e) {
            return e.getClass().getSimpleName();
        }
    }

    private static Map<String, Function<S3Client, Object>> script() {
        Map<String, Function<S3Client, Object>> script = new LinkedHashMap<>();
        buckets(script);
        objects(script);
        conditions(script);
        lists(script);
        uploads(script);
        endings(script);
        return script;
    }

    private static void buckets(Map<String, Function<S3Client, Object>> script) {
        script.put("a bucket that is not there", s3 -> s3.headBucket(r -> r.bucket(BUCKET)));
        script.put("a list in no bucket", s3 -> s3.listObjectsV2(r -> r.bucket(BUCKET)));
        script.put(
                "a new bucket",
                s3 -> status(
                        s3.createBucket(r -> r.bucket(BUCKET)).sdkHttpResponse().statusCode()));
        script.put("its head", s3 -> s3.headBucket(r -> r.bucket(BUCKET)).bucketRegion());
        script.put(
                "the buckets",
                s3 -> s3.listBuckets().buckets().stream().map(b -> b.name()).toList());
        script.put("an empty list", s3 -> listed(s3.listObjectsV2(r -> r.bucket(BUCKET))));
    }

    private static void objects(Map<String, Function<S3Client, Object>> script) {
        for (String key : List.of("plain", "a/b c+d", "日本/é&.txt", "x=y?z#", "tail/")) {
            script.put(
                    "store " + key,
                    s3 -> s3.putObject(r -> r.bucket(BUCKET).key(key), body("at " + key))
                            .eTag());
            script.put(
                    "read " + key,
                    s3 -> s3.getObjectAsBytes(r -> r.bucket(BUCKET).key(key)).asUtf8String());
        }
        script.put(
                "store with attributes",
                s3 -> s3.putObject(
                                r -> r.bucket(BUCKET)
                                        .key("dressed")
                                        .contentType("text/csv")
                                        .contentEncoding("identity")
                                        .contentDisposition("attachment")
                                        .cacheControl("no-store")
                                        .contentLanguage("ja")
                                        .metadata(Map.of("a", "1", "b-c", "x y"))
                                        .tagging("t=1&u=2"),
                                body("0123456789"))
                        .eTag());
        script.put(
                "its attributes",
                s3 -> attributes(s3.headObject(r -> r.bucket(BUCKET).key("dressed"))));
        script.put(
                "its tags",
                s3 -> s3.getObjectTagging(r -> r.bucket(BUCKET).key("dressed")).tagSet());
        script.put("other tags", s3 -> {
            s3.putObjectTagging(r -> r.bucket(BUCKET)
                    .key("dressed")
                    .tagging(t -> t.tagSet(Tag.builder().key("v").value("3").build())));
            return s3.getObjectTagging(r -> r.bucket(BUCKET).key("dressed")).tagSet();
        });
        for (String range : List.of("bytes=0-0", "bytes=3-5", "bytes=7-", "bytes=-4", "bytes=5-999")) {
            script.put("read " + range, s3 -> {
                var read =
                        s3.getObjectAsBytes(r -> r.bucket(BUCKET).key("dressed").range(range));
                return read.asUtf8String() + " " + read.response().contentRange() + " "
                        + read.response().sdkHttpResponse().statusCode();
            });
        }
        script.put(
                "read behind the end",
                s3 -> s3.getObject(r -> r.bucket(BUCKET).key("dressed").range("bytes=10-")));
        script.put("read nothing", s3 -> s3.getObject(r -> r.bucket(BUCKET).key("none")));
        script.put("head of nothing", s3 -> s3.headObject(r -> r.bucket(BUCKET).key("none")));
        for (ChecksumAlgorithm algorithm : List.of(
                ChecksumAlgorithm.CRC32, ChecksumAlgorithm.CRC32_C, ChecksumAlgorithm.SHA1, ChecksumAlgorithm.SHA256)) {
            script.put("checksum " + algorithm, s3 -> {
                s3.putObject(r -> r.bucket(BUCKET).key("sum").checksumAlgorithm(algorithm), body("hello"));
                GetObjectResponse read = s3.getObjectAsBytes(
                                r -> r.bucket(BUCKET).key("sum").checksumMode(ChecksumMode.ENABLED))
                        .response();
                return Arrays.asList(
                        read.checksumCRC32(), read.checksumCRC32C(), read.checksumSHA1(), read.checksumSHA256());
            });
        }
        script.put(
                "a wrong MD5",
                s3 -> s3.putObject(r -> r.bucket(BUCKET).key("bad").contentMD5("AAAAAAAAAAAAAAAAAAAAAA=="), body("x")));
    }

    private static void conditions(Map<String, Function<S3Client, Object>> script) {
        String etag = "\"781e5e245d69b566979b86e28d23f2c7\"";
        script.put(
                "read if it is the same",
                s3 -> s3.getObjectAsBytes(r -> r.bucket(BUCKET).key("dressed").ifMatch(etag))
                        .asUtf8String());
        script.put(
                "read if it is another",
                s3 -> s3.getObject(r -> r.bucket(BUCKET).key("dressed").ifMatch("\"0\"")));
        script.put(
                "read if it has changed",
                s3 -> status(s3.getObject(r -> r.bucket(BUCKET).key("dressed").ifNoneMatch(etag))
                        .response()
                        .sdkHttpResponse()
                        .statusCode()));
        script.put(
                "store if it is new",
                s3 -> s3.putObject(r -> r.bucket(BUCKET).key("dressed").ifNoneMatch("*"), body("x")));
        script.put(
                "store if it is the same",
                s3 -> s3.putObject(r -> r.bucket(BUCKET).key("dressed").ifMatch(etag), body("changed"))
                        .eTag());
        script.put(
                "store if it was the same",
                s3 -> s3.putObject(r -> r.bucket(BUCKET).key("dressed").ifMatch(etag), body("changed")));
        script.put("copy", s3 -> {
            s3.copyObject(r -> r.sourceBucket(BUCKET)
                    .sourceKey("a/b c+d")
                    .destinationBucket(BUCKET)
                    .destinationKey("copy"));
            return s3.getObjectAsBytes(r -> r.bucket(BUCKET).key("copy")).asUtf8String();
        });
        script.put("copy with other attributes", s3 -> {
            s3.copyObject(r -> r.sourceBucket(BUCKET)
                    .sourceKey("plain")
                    .destinationBucket(BUCKET)
                    .destinationKey("copy")
                    .metadataDirective(MetadataDirective.REPLACE)
                    .metadata(Map.of("c", "3")));
            return new TreeMap<>(
                    s3.headObject(r -> r.bucket(BUCKET).key("copy")).metadata());
        });
        script.put(
                "copy nothing",
                s3 -> s3.copyObject(r -> r.sourceBucket(BUCKET)
                        .sourceKey("none")
                        .destinationBucket(BUCKET)
                        .destinationKey("copy")));
    }

    private static void lists(Map<String, Function<S3Client, Object>> script) {
        script.put("some more", s3 -> {
            for (String key : List.of("p/1", "p/2", "p/q/1", "p/q/2", "p/z", "q", "p.")) {
                s3.putObject(r -> r.bucket(BUCKET).key(key), body(key));
            }
            return "";
        });
        script.put("all", s3 -> listed(s3.listObjectsV2(r -> r.bucket(BUCKET))));
        script.put(
                "all, the older way",
                s3 -> s3.listObjects(r -> r.bucket(BUCKET)).contents().stream()
                        .map(S3Object::key)
                        .toList());
        script.put("folded", s3 -> listed(s3.listObjectsV2(r -> r.bucket(BUCKET).delimiter("/"))));
        script.put(
                "inside",
                s3 -> listed(
                        s3.listObjectsV2(r -> r.bucket(BUCKET).delimiter("/").prefix("p/"))));
        script.put(
                "beginning so",
                s3 -> listed(s3.listObjectsV2(r -> r.bucket(BUCKET).prefix("p"))));
        script.put("after", s3 -> listed(s3.listObjectsV2(r -> r.bucket(BUCKET).startAfter("p/2"))));
        script.put(
                "none like this",
                s3 -> listed(s3.listObjectsV2(r -> r.bucket(BUCKET).prefix("nothing"))));
        for (int size : new int[] {1, 2, 5}) {
            script.put(
                    "in pages of " + size,
                    s3 -> s3.listObjectsV2Paginator(r -> r.bucket(BUCKET).maxKeys(size)).contents().stream()
                            .map(S3Object::key)
                            .toList());
        }
    }

    private static void uploads(Map<String, Function<S3Client, Object>> script) {
        byte[] five = new byte[FIVE_MIB];
        Arrays.fill(five, (byte) 'x');
        script.put("in parts", s3 -> {
            String id = begin(s3);
            List<CompletedPart> parts = List.of(part(s3, id, 1, five), part(s3, id, 2, "rest".getBytes()));
            return complete(s3, id, parts);
        });
        script.put("its length and ETag", s3 -> {
            HeadObjectResponse head = s3.headObject(r -> r.bucket(BUCKET).key("parts"));
            return head.contentLength() + " " + head.eTag();
        });
        script.put(
                "across its parts",
                s3 -> s3.getObjectAsBytes(r ->
                                r.bucket(BUCKET).key("parts").range("bytes=" + (FIVE_MIB - 2) + "-" + (FIVE_MIB + 1)))
                        .asUtf8String());
        script.put("too small a part", s3 -> {
            String id = begin(s3);
            return complete(s3, id, List.of(part(s3, id, 1, "a".getBytes()), part(s3, id, 2, "b".getBytes())));
        });
        script.put("in the wrong order", s3 -> {
            String id = begin(s3);
            CompletedPart first = part(s3, id, 1, five);
            return complete(s3, id, List.of(part(s3, id, 2, five), first));
        });
        script.put("a part of another content", s3 -> {
            String id = begin(s3);
            CompletedPart part = part(s3, id, 1, five);
            return complete(
                    s3,
                    id,
                    List.of(part.toBuilder().eTag("\"" + "0".repeat(32) + "\"").build()));
        });
        script.put("a part of no upload", s3 -> part(s3, "00000000-0000-0000-0000-000000000000", 1, five));
        script.put("what is under way", s3 -> {
            begin(s3);
            return s3.listMultipartUploads(r -> r.bucket(BUCKET)).uploads().stream()
                    .map(upload -> upload.key())
                    .collect(Collectors.toSet());
        });
        script.put("nothing is under way", s3 -> {
            s3.listMultipartUploads(r -> r.bucket(BUCKET))
                    .uploads()
                    .forEach(upload -> s3.abortMultipartUpload(
                            r -> r.bucket(BUCKET).key(upload.key()).uploadId(upload.uploadId())));
            return s3.listMultipartUploads(r -> r.bucket(BUCKET)).uploads().size();
        });
    }

    private static void endings(Map<String, Function<S3Client, Object>> script) {
        script.put(
                "delete",
                s3 -> status(s3.deleteObject(r -> r.bucket(BUCKET).key("plain"))
                        .sdkHttpResponse()
                        .statusCode()));
        script.put(
                "delete nothing",
                s3 -> status(s3.deleteObject(r -> r.bucket(BUCKET).key("plain"))
                        .sdkHttpResponse()
                        .statusCode()));
        script.put("it is gone", s3 -> s3.getObject(r -> r.bucket(BUCKET).key("plain")));
        script.put("a bucket that is not empty", s3 -> s3.deleteBucket(r -> r.bucket(BUCKET)));
        script.put("delete many", s3 -> {
            List<ObjectIdentifier> all = s3.listObjectsV2(r -> r.bucket(BUCKET)).contents().stream()
                    .map(object -> ObjectIdentifier.builder().key(object.key()).build())
                    .toList();
            return s3.deleteObjects(r -> r.bucket(BUCKET).delete(d -> d.objects(all)))
                    .deleted()
                    .size();
        });
        script.put("nothing is left", s3 -> listed(s3.listObjectsV2(r -> r.bucket(BUCKET))));
        script.put(
                "delete the bucket",
                s3 -> status(
                        s3.deleteBucket(r -> r.bucket(BUCKET)).sdkHttpResponse().statusCode()));
        script.put("it is gone too", s3 -> s3.headBucket(r -> r.bucket(BUCKET)));
    }

    private static Object status(int status) {
        return "HTTP " + status;
    }

    private static RequestBody body(String text) {
        return RequestBody.fromString(text);
    }

    private static List<Object> listed(ListObjectsV2Response page) {
        List<Object> seen = new ArrayList<>();
        page.contents().forEach(object -> seen.add(object.key() + " " + object.size() + " " + object.eTag()));
        page.commonPrefixes().forEach(prefix -> seen.add(prefix.prefix()));
        seen.add(page.keyCount());
        seen.add(page.isTruncated());
        return seen;
    }

    private static List<Object> attributes(HeadObjectResponse head) {
        return List.of(
                head.contentType(),
                head.contentEncoding(),
                head.contentDisposition(),
                head.cacheControl(),
                head.contentLanguage(),
                head.contentLength(),
                head.eTag(),
                new TreeMap<>(head.metadata()));
    }

    private static String begin(S3Client s3) {
        return s3.createMultipartUpload(r -> r.bucket(BUCKET).key("parts")).uploadId();
    }

    private static CompletedPart part(S3Client s3, String id, int number, byte[] bytes) {
        return CompletedPart.builder()
                .partNumber(number)
                .eTag(s3.uploadPart(
                                r -> r.bucket(BUCKET).key("parts").uploadId(id).partNumber(number),
                                RequestBody.fromBytes(bytes))
                        .eTag())
                .build();
    }

    private static String complete(S3Client s3, String id, List<CompletedPart> parts) {
        return s3.completeMultipartUpload(
                        r -> r.bucket(BUCKET).key("parts").uploadId(id).multipartUpload(m -> m.parts(parts)))
                .eTag();
    }
}
