package io.github.tune4j.testkit.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;

class BucketsStateTest {
    private static final byte[] LARGE = new byte[3 * 1024 * 1024];

    @TempDir
    private Path folder;

    @Test
    void finds_everything_again_after_a_kill() throws IOException {
        String upload;
        String etag;
        // Never closed: the next one finds the folder as a killed process leaves it.
        LocalS3 killed = LocalS3.start(folder);
        try (S3Client s3 = killed.client()) {
            s3.createBucket(r -> r.bucket("bucket"));
            s3.putBucketEncryption(r -> r.bucket("bucket")
                    .serverSideEncryptionConfiguration(c -> c.rules(ServerSideEncryptionRule.builder()
                            .applyServerSideEncryptionByDefault(
                                    d -> d.sseAlgorithm("aws:kms").kmsMasterKeyID("key-1"))
                            .build())));
            s3.createBucket(r -> r.bucket("gone"));
            s3.deleteBucket(r -> r.bucket("gone"));
            s3.putObject(
                    r -> r.bucket("bucket")
                            .key("あ/k")
                            .metadata(Map.of("a", "1"))
                            .tagging("t=1"),
                    RequestBody.fromString("hello"));
            s3.putObject(r -> r.bucket("bucket").key("deleted"), RequestBody.fromString("x"));
            s3.deleteObject(r -> r.bucket("bucket").key("deleted"));
            upload = s3.createMultipartUpload(r -> r.bucket("bucket").key("parts"))
                    .uploadId();
            etag = s3.uploadPart(
                            r -> r.bucket("bucket")
                                    .key("parts")
                                    .uploadId(upload)
                                    .partNumber(1),
                            RequestBody.fromBytes(LARGE))
                    .eTag();
        }
        Files.writeString(folder.resolve("s3.jsonl"), "{\"k\":\"object/bucket/torn", StandardOpenOption.APPEND);

        try (LocalS3 again = LocalS3.start(folder);
                S3Client s3 = again.client()) {
            GetObjectResponse object =
                    s3.getObjectAsBytes(r -> r.bucket("bucket").key("あ/k")).response();
            assertThat(object.metadata()).containsEntry("a", "1");
            assertThat(object.tagCount()).isEqualTo(1);
            assertThat(again.buckets.encryptionKey("bucket")).contains("key-1");
            assertThat(again.buckets.region("gone")).isEmpty();
            assertThat(again.buckets.find("bucket", "deleted")).isEmpty();
            s3.completeMultipartUpload(r -> r.bucket("bucket")
                    .key("parts")
                    .uploadId(upload)
                    .multipartUpload(m -> m.parts(
                            CompletedPart.builder().partNumber(1).eTag(etag).build())));
        }
        killed.close();

        try (Buckets third = Buckets.open(Optional.of(folder));
                InputStream parts = third.find("bucket", "parts").orElseThrow().open()) {
            assertThat(parts.readAllBytes()).isEqualTo(LARGE);
            assertThat(third.find("bucket", "parts").orElseThrow().parts()).hasSize(1);
        }
    }

    @Test
    void sweeps_out_files_that_no_object_has() throws IOException {
        try (Buckets buckets = Buckets.open(Optional.of(folder))) {
            buckets.create("bucket", "us-west-2");
            buckets.put("bucket", "k", "text/plain", "x".getBytes(StandardCharsets.UTF_8));
        }
        Files.writeString(folder.resolve("objects").resolve("orphan.part"), "x");

        Buckets.open(Optional.of(folder)).close();

        try (Stream<Path> files = Files.list(folder.resolve("objects"))) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void forgets_everything_when_it_is_reset() throws IOException {
        try (Buckets buckets = Buckets.open(Optional.of(folder))) {
            buckets.create("bucket", "us-west-2");
            buckets.reset();
            buckets.create("after", "us-west-2");
        }

        try (Buckets again = Buckets.open(Optional.of(folder))) {
            assertThat(again.region("bucket")).isEmpty();
            assertThat(again.region("after")).contains("us-west-2");
        }
    }

    @Test
    void leaves_no_temporary_file_behind() throws IOException {
        Path file;
        try (Buckets buckets = Buckets.open(Optional.empty())) {
            buckets.create("bucket", "us-west-2");
            buckets.put("bucket", "k", "text/plain", LARGE);
            file = buckets.find("bucket", "k")
                    .orElseThrow()
                    .content()
                    .files()
                    .get(0)
                    .path();
            assertThat(file).exists();
        }

        assertThat(file).doesNotExist();
        assertThat(file.getParent()).doesNotExist();
    }
}
