package io.github.tune4j.testkit.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.s3.model.BucketAlreadyExistsException;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.BucketLocationConstraint;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.PublicAccessBlockConfiguration;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;

class S3BucketsTest {
    private static final LocalS3 LOCAL = LocalS3.start();
    private final S3Client west = LOCAL.client();
    private final S3Client east = LOCAL.client(Region.US_EAST_1);

    @BeforeEach
    void empty() {
        LOCAL.buckets.reset();
    }

    @AfterAll
    static void stop() {
        LOCAL.close();
    }

    private static void assertRefused(ThrowingCallable call, int status, String code) {
        assertThatThrownBy(call).isInstanceOfSatisfying(S3Exception.class, e -> {
            assertThat(e.statusCode()).isEqualTo(status);
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
            assertThat(e.requestId()).isNotBlank();
        });
    }

    private static void createIn(S3Client client, String bucket, String region) {
        client.createBucket(r -> r.bucket(bucket).createBucketConfiguration(c -> c.locationConstraint(region)));
    }

    @Test
    void creates_finds_lists_and_deletes_a_bucket() {
        createIn(west, "one-bucket", "us-west-2");

        assertThat(west.headBucket(r -> r.bucket("one-bucket")).bucketRegion()).isEqualTo("us-west-2");
        assertThat(west.listBuckets().buckets()).extracting(Bucket::name).containsExactly("one-bucket");
        west.deleteBucket(r -> r.bucket("one-bucket"));
        assertThatThrownBy(() -> west.headBucket(r -> r.bucket("one-bucket")))
                .isInstanceOf(NoSuchBucketException.class);
    }

    @Test
    void wants_the_region_of_a_bucket_said_everywhere_but_in_the_oldest_region() {
        east.createBucket(r -> r.bucket("in-the-east"));
        createIn(east, "in-europe", "EU");

        assertThat(LOCAL.buckets.region("in-the-east")).contains("us-east-1");
        assertThat(LOCAL.buckets.region("in-europe")).contains("eu-west-1");
        assertRefused(() -> createIn(east, "said-east", "us-east-1"), 400, "InvalidLocationConstraint");
        assertRefused(() -> createIn(east, "nowhere", "atlantis"), 400, "InvalidLocationConstraint");
        assertRefused(() -> createIn(west, "elsewhere", "eu-central-1"), 400, "IllegalLocationConstraintException");
    }

    @Test
    void refuses_a_bucket_without_a_region_from_a_client_of_a_newer_region() throws Exception {
        // The SDK says the region of its own accord, so this is sent by hand.
        String answer = Raw.send(LOCAL.endpoint(), "PUT /unsaid HTTP/1.1", "us-west-2", "");

        assertThat(answer).startsWith("HTTP/1.1 400 ").contains("IllegalLocationConstraintException", "unspecified");
    }

    @Test
    void tells_where_a_bucket_lies_whoever_asks() {
        east.createBucket(r -> r.bucket("in-the-east"));
        createIn(west, "in-the-west", "us-west-2");

        assertThat(west.getBucketLocation(r -> r.bucket("in-the-east")).locationConstraintAsString())
                .isNullOrEmpty();
        assertThat(east.getBucketLocation(r -> r.bucket("in-the-west")).locationConstraint())
                .isEqualTo(BucketLocationConstraint.US_WEST_2);
        assertThatThrownBy(() -> east.headBucket(r -> r.bucket("in-the-west")))
                .isInstanceOfSatisfying(S3Exception.class, e -> {
                    assertThat(e.statusCode()).isEqualTo(301);
                    assertThat(e.awsErrorDetails().sdkHttpResponse().firstMatchingHeader("x-amz-bucket-region"))
                            .contains("us-west-2");
                });
        assertRefused(() -> east.listObjectsV2(r -> r.bucket("in-the-west")), 301, "PermanentRedirect");
    }

    @Test
    void refuses_a_name_that_is_taken() {
        createIn(west, "mine", "us-west-2");
        east.createBucket(r -> r.bucket("mine-in-the-east"));

        assertThatThrownBy(() -> createIn(west, "mine", "us-west-2"))
                .isInstanceOf(BucketAlreadyOwnedByYouException.class)
                .hasMessageContaining("Status Code: 409");
        assertThatThrownBy(() -> createIn(west, "another-account-bucket", "us-west-2"))
                .isInstanceOf(BucketAlreadyExistsException.class)
                .hasMessageContaining("Status Code: 409");
        east.createBucket(r -> r.bucket("mine-in-the-east"));
        assertRefused(
                () -> west.getObject(r -> r.bucket("another-account-bucket").key("k")), 403, "AccessDenied");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ab",
                "Upper",
                "under_score",
                "two..dots",
                "-hyphen",
                "hyphen-",
                "192.168.0.1",
                "xn--a",
                "sthree-a",
                "a-s3alias",
                "a--ol-s3"
            })
    void refuses_a_name_that_is_none(String name) throws Exception {
        assertThat(Raw.send(LOCAL.endpoint(), "PUT /" + name + " HTTP/1.1", "us-east-1", ""))
                .startsWith("HTTP/1.1 400 ")
                .contains("<Code>InvalidBucketName</Code>");
    }

    @Test
    void refuses_whoever_expects_the_bucket_to_be_somebody_elses() {
        createIn(west, "owned", "us-west-2");
        west.putObject(r -> r.bucket("owned").key("k"), RequestBody.fromString("x"));
        assertRefused(
                () -> west.getObject(r -> r.bucket("owned").key("k").expectedBucketOwner("111111111111")),
                403,
                "AccessDenied");
        assertRefused(
                () -> west.putObject(
                        r -> r.bucket("owned").key("k").expectedBucketOwner("111111111111"),
                        RequestBody.fromString("y")),
                403,
                "AccessDenied");
        assertRefused(
                () -> west.copyObject(r -> r.sourceBucket("owned")
                        .sourceKey("k")
                        .destinationBucket("owned")
                        .destinationKey("copy")
                        .expectedSourceBucketOwner("111111111111")),
                403,
                "AccessDenied");
        assertRefused(
                () -> west.listObjectsV2(r -> r.bucket("owned").expectedBucketOwner("me")),
                400,
                "InvalidBucketOwnerAWSAccountID");
        assertThat(west.getObjectAsBytes(r -> r.bucket("owned").key("k").expectedBucketOwner("123456789012"))
                        .asUtf8String())
                .isEqualTo("x");
    }

    @Test
    void refuses_an_unknown_storage_class_and_settings_that_say_nothing() {
        createIn(west, "settings", "us-west-2");
        assertRefused(
                () -> west.putObject(
                        r -> r.bucket("settings").key("k").storageClass("NOPE"), RequestBody.fromString("x")),
                400,
                "InvalidStorageClass");
        assertRefused(
                () -> west.putPublicAccessBlock(r -> r.bucket("settings").publicAccessBlockConfiguration(b -> {})),
                400,
                "InvalidRequest");
    }

    @Test
    void keeps_a_bucket_that_is_not_empty() {
        createIn(west, "full", "us-west-2");
        west.putObject(r -> r.bucket("full").key("k"), RequestBody.fromString("x"));

        assertRefused(() -> west.deleteBucket(r -> r.bucket("full")), 409, "BucketNotEmpty");
        assertThatThrownBy(() -> west.deleteBucket(r -> r.bucket("none"))).isInstanceOf(NoSuchBucketException.class);
    }

    @Test
    void keeps_what_is_public_and_how_it_is_encrypted() {
        createIn(west, "settings", "us-west-2");
        PublicAccessBlockConfiguration open = PublicAccessBlockConfiguration.builder()
                .blockPublicAcls(true)
                .ignorePublicAcls(false)
                .blockPublicPolicy(true)
                .restrictPublicBuckets(false)
                .build();

        assertThat(west.getPublicAccessBlock(r -> r.bucket("settings"))
                        .publicAccessBlockConfiguration()
                        .restrictPublicBuckets())
                .isTrue();
        assertThat(west.getBucketEncryption(r -> r.bucket("settings"))
                        .serverSideEncryptionConfiguration()
                        .rules())
                .first()
                .extracting(rule -> rule.applyServerSideEncryptionByDefault().sseAlgorithm())
                .isEqualTo(ServerSideEncryption.AES256);
        west.putPublicAccessBlock(r -> r.bucket("settings").publicAccessBlockConfiguration(open));
        ServerSideEncryptionRule rule = ServerSideEncryptionRule.builder()
                .bucketKeyEnabled(true)
                .applyServerSideEncryptionByDefault(
                        d -> d.sseAlgorithm(ServerSideEncryption.AWS_KMS).kmsMasterKeyID("key-1"))
                .build();
        west.putBucketEncryption(r -> r.bucket("settings").serverSideEncryptionConfiguration(c -> c.rules(rule)));

        assertThat(west.getPublicAccessBlock(r -> r.bucket("settings")).publicAccessBlockConfiguration())
                .isEqualTo(open);
        assertThat(west.getBucketEncryption(r -> r.bucket("settings"))
                        .serverSideEncryptionConfiguration()
                        .rules())
                .containsExactly(rule);
        assertThat(LOCAL.buckets.encryptionKey("settings")).contains("key-1");
        var put = west.putObject(r -> r.bucket("settings").key("k"), RequestBody.fromString("x"));
        assertThat(put.ssekmsKeyId()).isEqualTo("key-1");
        assertThat(west.headObject(r -> r.bucket("settings").key("k")).serverSideEncryption())
                .isEqualTo(ServerSideEncryption.AWS_KMS);
        assertRefused(
                () -> west.putBucketEncryption(r -> r.bucket("settings")
                        .serverSideEncryptionConfiguration(c -> c.rules(ServerSideEncryptionRule.builder()
                                .applyServerSideEncryptionByDefault(d -> d.sseAlgorithm("ROT13"))
                                .build()))),
                400,
                "InvalidArgument");
    }

    @Test
    void lists_buckets_page_by_page() {
        IntStream.range(0, 5).forEach(i -> createIn(west, "bucket-" + i, "us-west-2"));
        createIn(west, "other", "us-west-2");

        List<String> names = west.listBucketsPaginator(r -> r.prefix("bucket-").maxBuckets(2)).buckets().stream()
                .map(Bucket::name)
                .toList();

        assertThat(names).containsExactly("bucket-0", "bucket-1", "bucket-2", "bucket-3", "bucket-4");
    }

    @Test
    void answers_the_waiters() {
        createIn(west, "waited-for", "us-west-2");
        try (var waiter = west.waiter()) {
            assertThat(waiter.waitUntilBucketExists(r -> r.bucket("waited-for"))
                            .matched()
                            .response())
                    .isPresent();
            assertThat(waiter.waitUntilBucketNotExists(r -> r.bucket("nowhere"))
                            .matched()
                            .exception())
                    .isPresent();
        }
    }

    @Test
    void refuses_what_it_does_not_have_by_name() {
        createIn(west, "settings", "us-west-2");

        assertRefused(() -> west.getBucketVersioning(r -> r.bucket("settings")), 405, "MethodNotAllowed");
        assertThatThrownBy(() -> west.putBucketPolicy(r -> r.bucket("settings").policy("{}")))
                .hasMessageContaining("The local AWS does not have the operation PutBucketPolicy.");
        assertThatThrownBy(() -> west.getObjectAcl(r -> r.bucket("settings").key("k")))
                .hasMessageContaining("GetObjectAcl");
    }
}
