package io.github.tune4j.testkit.s3;

import static io.github.tune4j.testkit.s3.S3ObjectsTest.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Delete;
import software.amazon.awssdk.services.s3.model.DeletedObject;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.Tag;

class S3CopiesTest {
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

    private static void put(String key, String text) {
        S3.putObject(r -> r.bucket(BUCKET).key(key), RequestBody.fromString(text));
    }

    private static String get(String key) {
        return S3.getObjectAsBytes(r -> r.bucket(BUCKET).key(key)).asUtf8String();
    }

    @Test
    void copies_with_or_without_the_attributes() {
        S3.putObject(
                r -> r.bucket(BUCKET)
                        .key("from/あ +")
                        .contentType("text/x")
                        .metadata(Map.of("a", "1"))
                        .tagging("t=1"),
                RequestBody.fromString("hello"));

        var copied = S3.copyObject(r -> r.sourceBucket(BUCKET)
                .sourceKey("from/あ +")
                .destinationBucket(BUCKET)
                .destinationKey("to"));
        S3.copyObject(r -> r.sourceBucket(BUCKET)
                .sourceKey("from/あ +")
                .destinationBucket(BUCKET)
                .destinationKey("replaced")
                .metadataDirective(MetadataDirective.REPLACE)
                .metadata(Map.of("b", "2"))
                .contentType("text/y"));

        assertThat(copied.copyObjectResult().eTag()).isEqualTo("\"5d41402abc4b2a76b9719d911017c592\"");
        HeadObjectResponse to = S3.headObject(r -> r.bucket(BUCKET).key("to"));
        assertThat(to.contentType()).isEqualTo("text/x");
        assertThat(to.metadata()).containsOnly(Map.entry("a", "1"));
        assertThat(S3.getObjectTagging(r -> r.bucket(BUCKET).key("to")).tagSet())
                .containsExactly(Tag.builder().key("t").value("1").build());
        HeadObjectResponse replaced = S3.headObject(r -> r.bucket(BUCKET).key("replaced"));
        assertThat(replaced.contentType()).isEqualTo("text/y");
        assertThat(replaced.metadata()).containsOnly(Map.entry("b", "2"));
        assertThat(get("to")).isEqualTo("hello");
    }

    @Test
    void refuses_a_copy_of_nothing_onto_itself_or_under_a_condition_that_fails() {
        put("k", "x");

        assertRefused(() -> copy("none", "to"), 404, "NoSuchKey");
        assertRefused(() -> copy("k", "k"), 400, "InvalidRequest");
        assertRefused(
                () -> S3.copyObject(r -> r.sourceBucket(BUCKET)
                        .sourceKey("k")
                        .destinationBucket(BUCKET)
                        .destinationKey("to")
                        .copySourceIfMatch("other")),
                412,
                "PreconditionFailed");
    }

    private static void copy(String from, String to) {
        S3.copyObject(r ->
                r.sourceBucket(BUCKET).sourceKey(from).destinationBucket(BUCKET).destinationKey(to));
    }

    @Test
    void deletes_what_is_there_and_what_is_not() {
        put("a", "1");
        put("b", "2");
        put("c", "3");

        S3.deleteObject(r -> r.bucket(BUCKET).key("a"));
        S3.deleteObject(r -> r.bucket(BUCKET).key("never there"));
        var deleted = S3.deleteObjects(r -> r.bucket(BUCKET).delete(keys("b", "never there")));

        assertThat(deleted.deleted()).extracting(DeletedObject::key).containsExactly("b", "never there");
        assertThat(LOCAL.buckets.list(BUCKET, "")).extracting(StoredObject::key).containsExactly("c");
    }

    @Test
    void deletes_a_thousand_at_once_but_no_more() {
        List<ObjectIdentifier> many =
                Collections.nCopies(1001, ObjectIdentifier.builder().key("k").build());

        S3.deleteObjects(r -> r.bucket(BUCKET).delete(d -> d.objects(many.subList(0, 1000))));
        assertRefused(() -> S3.deleteObjects(r -> r.bucket(BUCKET).delete(d -> d.objects(many))), 400, "MalformedXML");
    }

    private static Delete keys(String... keys) {
        return Delete.builder()
                .objects(java.util.Arrays.stream(keys)
                        .map(key -> ObjectIdentifier.builder().key(key).build())
                        .toList())
                .build();
    }
}
