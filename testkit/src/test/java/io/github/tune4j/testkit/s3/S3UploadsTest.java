package io.github.tune4j.testkit.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;
import software.amazon.awssdk.transfer.s3.S3TransferManager;

class S3UploadsTest {
    private static final LocalS3 LOCAL = LocalS3.start();
    private static final S3Client S3 = LOCAL.client();
    private static final String BUCKET = "bucket";
    private static final int MIB = 1024 * 1024;
    private static final byte[] FIVE = bytes(5 * MIB, 1);
    private static final byte[] REST = bytes(1000, 2);

    @TempDir
    private Path folder;

    @BeforeEach
    void anEmptyBucket() {
        LOCAL.buckets.reset();
        LOCAL.buckets.create(BUCKET, "us-west-2");
    }

    @AfterAll
    static void stop() {
        LOCAL.close();
    }

    private static byte[] bytes(int count, long seed) {
        byte[] bytes = new byte[count];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static byte[] joined(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    private static void assertRefused(ThrowingCallable call, int status, String code) {
        assertThatThrownBy(call).isInstanceOfSatisfying(S3Exception.class, e -> {
            assertThat(e.statusCode()).isEqualTo(status);
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
        });
    }

    private static String begin() {
        return S3.createMultipartUpload(r -> r.bucket(BUCKET)
                        .key("k")
                        .contentType("text/x")
                        .metadata(Map.of("a", "1"))
                        .checksumAlgorithm(ChecksumAlgorithm.CRC32))
                .uploadId();
    }

    private static CompletedPart upload(String id, int number, byte[] bytes) {
        UploadPartResponse part = S3.uploadPart(
                r -> r.bucket(BUCKET).key("k").uploadId(id).partNumber(number), RequestBody.fromBytes(bytes));
        return CompletedPart.builder()
                .partNumber(number)
                .eTag(part.eTag())
                .checksumCRC32(part.checksumCRC32())
                .build();
    }

    private static CompleteMultipartUploadResponse complete(String id, CompletedPart... parts) {
        return S3.completeMultipartUpload(
                r -> r.bucket(BUCKET).key("k").uploadId(id).multipartUpload(m -> m.parts(parts)));
    }

    @Test
    void makes_an_object_of_parts() {
        String id = begin();
        CompletedPart last = upload(id, 7, REST);
        CompletedPart first = upload(id, 2, FIVE);

        CompleteMultipartUploadResponse done = complete(id, first, last);

        var read = S3.getObjectAsBytes(r -> r.bucket(BUCKET).key("k").checksumMode(ChecksumMode.ENABLED));
        assertThat(read.asByteArray()).isEqualTo(joined(FIVE, REST));
        assertThat(done.eTag())
                .matches("\"[0-9a-f]{32}-2\"")
                .isEqualTo(read.response().eTag());
        assertThat(done.checksumCRC32())
                .endsWith("-2")
                .isEqualTo(read.response().checksumCRC32());
        assertThat(read.response().checksumType()).isEqualTo(ChecksumType.COMPOSITE);
        assertThat(read.response().contentType()).isEqualTo("text/x");
        assertThat(read.response().metadata()).containsEntry("a", "1");
        assertThat(S3.listMultipartUploads(r -> r.bucket(BUCKET)).uploads()).isEmpty();
    }

    @Test
    void reads_a_part_as_it_was_uploaded() {
        String id = begin();
        complete(id, upload(id, 1, FIVE), upload(id, 2, REST));

        var second =
                S3.getObjectAsBytes(r -> r.bucket(BUCKET).key("k").partNumber(2).checksumMode(ChecksumMode.ENABLED));

        assertThat(second.asByteArray()).isEqualTo(REST);
        assertThat(second.response().partsCount()).isEqualTo(2);
        assertThat(second.response().contentRange())
                .isEqualTo("bytes " + FIVE.length + "-" + (FIVE.length + 999) + "/" + (FIVE.length + 1000));
        assertThat(S3.headObject(r -> r.bucket(BUCKET).key("k").partNumber(1)).contentLength())
                .isEqualTo(FIVE.length);
        assertRefused(() -> S3.getObject(r -> r.bucket(BUCKET).key("k").partNumber(3)), 416, "InvalidPartNumber");
        byte[] across = S3.getObjectAsBytes(
                        r -> r.bucket(BUCKET).key("k").range("bytes=" + (FIVE.length - 1) + "-" + FIVE.length))
                .asByteArray();
        assertThat(across).containsExactly(FIVE[FIVE.length - 1], REST[0]);
    }

    @Test
    void keeps_the_checksum_of_the_whole_where_it_is_asked_for() {
        String id = S3.createMultipartUpload(r -> r.bucket(BUCKET)
                        .key("k")
                        .checksumAlgorithm(ChecksumAlgorithm.CRC32)
                        .checksumType(ChecksumType.FULL_OBJECT))
                .uploadId();
        CompletedPart first = upload(id, 1, FIVE);
        CompletedPart second = upload(id, 2, REST);
        S3.putObject(r -> r.bucket(BUCKET).key("whole"), RequestBody.fromBytes(joined(FIVE, REST)));
        GetObjectResponse whole = S3.getObjectAsBytes(
                        r -> r.bucket(BUCKET).key("whole").checksumMode(ChecksumMode.ENABLED))
                .response();

        assertRefused(
                () -> S3.completeMultipartUpload(r -> r.bucket(BUCKET)
                        .key("k")
                        .uploadId(id)
                        .checksumType(ChecksumType.FULL_OBJECT)
                        .checksumCRC32("AAAAAA==")
                        .multipartUpload(m -> m.parts(first, second))),
                400,
                "BadDigest");
        var done = S3.completeMultipartUpload(r -> r.bucket(BUCKET)
                .key("k")
                .uploadId(id)
                .checksumType(ChecksumType.FULL_OBJECT)
                .checksumCRC32(whole.checksumCRC32())
                .mpuObjectSize((long) FIVE.length + REST.length)
                .multipartUpload(m -> m.parts(first, second)));

        assertThat(done.checksumCRC32()).isEqualTo(whole.checksumCRC32());
        assertThat(done.checksumType()).isEqualTo(ChecksumType.FULL_OBJECT);
    }

    @Test
    void adds_a_checksum_of_the_whole_where_none_was_asked_for() {
        String id = S3.createMultipartUpload(r -> r.bucket(BUCKET).key("k")).uploadId();

        var done = complete(id, upload(id, 1, FIVE), upload(id, 2, REST));

        assertThat(done.checksumCRC64NVME()).isNotNull();
        assertThat(done.checksumType()).isEqualTo(ChecksumType.FULL_OBJECT);
    }

    @Test
    void refuses_a_kind_of_checksum_that_an_algorithm_does_not_have() {
        assertRefused(
                () -> S3.createMultipartUpload(r -> r.bucket(BUCKET)
                        .key("k")
                        .checksumAlgorithm(ChecksumAlgorithm.SHA256)
                        .checksumType(ChecksumType.FULL_OBJECT)),
                400,
                "InvalidRequest");
        assertRefused(
                () -> S3.createMultipartUpload(r -> r.bucket(BUCKET)
                        .key("k")
                        .checksumAlgorithm(ChecksumAlgorithm.CRC64_NVME)
                        .checksumType(ChecksumType.COMPOSITE)),
                400,
                "InvalidRequest");
    }

    @Test
    void refuses_parts_that_do_not_fit() {
        String id = begin();
        CompletedPart first = upload(id, 1, FIVE);
        CompletedPart second = upload(id, 2, REST);
        CompletedPart third = upload(id, 3, REST);
        CompletedPart changed = second.toBuilder().eTag("\"00\"").build();
        CompletedPart absent = second.toBuilder().partNumber(9).build();

        assertRefused(() -> complete(id, second, first), 400, "InvalidPartOrder");
        assertRefused(() -> complete(id, first, changed), 400, "InvalidPart");
        assertRefused(() -> complete(id, first, absent), 400, "InvalidPart");
        assertRefused(() -> complete(id, first, second, third), 400, "EntityTooSmall");
        assertRefused(() -> complete(id), 400, "MalformedXML");
        assertRefused(
                () -> S3.completeMultipartUpload(r -> r.bucket(BUCKET)
                        .key("k")
                        .uploadId(id)
                        .mpuObjectSize(5L)
                        .multipartUpload(m -> m.parts(first, second))),
                400,
                "InvalidRequest");
        assertRefused(() -> upload(id, 10_001, REST), 400, "InvalidArgument");
        assertThatThrownBy(() -> upload("none", 1, REST)).isInstanceOf(NoSuchUploadException.class);
        complete(id, first, second);
        assertThatThrownBy(() -> upload(id, 3, REST)).isInstanceOf(NoSuchUploadException.class);
    }

    @Test
    void tells_a_client_that_asks_again_that_it_is_done() {
        String id = begin();
        CompletedPart only = upload(id, 1, REST);

        assertThat(complete(id, only).eTag()).isEqualTo(complete(id, only).eTag());
        S3.deleteObject(r -> r.bucket(BUCKET).key("k"));
        assertThatThrownBy(() -> complete(id, only)).isInstanceOf(NoSuchUploadException.class);
    }

    @Test
    void completes_only_under_the_conditions_asked_for() {
        S3.putObject(r -> r.bucket(BUCKET).key("k"), RequestBody.fromString("x"));
        String id = begin();
        CompletedPart only = upload(id, 1, REST);

        assertRefused(
                () -> S3.completeMultipartUpload(r ->
                        r.bucket(BUCKET).key("k").uploadId(id).ifNoneMatch("*").multipartUpload(m -> m.parts(only))),
                412,
                "PreconditionFailed");
        assertThat(S3.getObjectAsBytes(r -> r.bucket(BUCKET).key("k")).asUtf8String())
                .isEqualTo("x");
    }

    @Test
    void forgets_an_upload_that_is_aborted() {
        String id = begin();
        CompletedPart only = upload(id, 1, REST);

        S3.abortMultipartUpload(r -> r.bucket(BUCKET).key("k").uploadId(id));

        assertThatThrownBy(() -> complete(id, only)).isInstanceOf(NoSuchUploadException.class);
        assertThatThrownBy(() ->
                        S3.abortMultipartUpload(r -> r.bucket(BUCKET).key("k").uploadId(id)))
                .isInstanceOf(NoSuchUploadException.class);
        assertThatThrownBy(() -> S3.listParts(r -> r.bucket(BUCKET).key("k").uploadId(id)))
                .isInstanceOf(NoSuchUploadException.class);
    }

    @Test
    void lists_parts_and_uploads_page_by_page() {
        String id = begin();
        IntStream.of(1, 3, 5, 8).forEach(number -> upload(id, number, REST));
        List<String> others = new ArrayList<>();
        for (String key : List.of("a", "b", "b", "日 +")) {
            others.add(S3.createMultipartUpload(r -> r.bucket(BUCKET).key(key)).uploadId());
        }

        assertThat(S3.listPartsPaginator(
                                r -> r.bucket(BUCKET).key("k").uploadId(id).maxParts(3))
                        .parts())
                .extracting(Part::partNumber)
                .containsExactly(1, 3, 5, 8);
        assertThat(S3.listParts(r -> r.bucket(BUCKET).key("k").uploadId(id)).parts())
                .allSatisfy(part -> assertThat(part.size()).isEqualTo(1000));
        assertThat(S3.listMultipartUploadsPaginator(r -> r.bucket(BUCKET).maxUploads(2))
                        .uploads())
                .extracting(MultipartUpload::key)
                .containsExactly("a", "b", "b", "k", "日 +");
        assertThat(S3.listMultipartUploads(r -> r.bucket(BUCKET).prefix("b")).uploads())
                .extracting(MultipartUpload::uploadId)
                .containsExactlyInAnyOrderElementsOf(others.subList(1, 3));
    }

    @Test
    void makes_parts_of_objects_that_are_there() {
        S3.putObject(r -> r.bucket(BUCKET).key("source"), RequestBody.fromBytes(joined(FIVE, REST)));
        String id = begin();
        List<CompletedPart> parts = new ArrayList<>();
        for (String range : List.of("bytes=0-5242879", "bytes=5242880-5242889")) {
            int number = parts.size() + 1;
            var copied = S3.uploadPartCopy(r -> r.sourceBucket(BUCKET)
                            .sourceKey("source")
                            .destinationBucket(BUCKET)
                            .destinationKey("k")
                            .uploadId(id)
                            .partNumber(number)
                            .copySourceRange(range))
                    .copyPartResult();
            parts.add(CompletedPart.builder()
                    .partNumber(number)
                    .eTag(copied.eTag())
                    .checksumCRC32(copied.checksumCRC32())
                    .build());
        }
        complete(id, parts.toArray(CompletedPart[]::new));

        assertThat(S3.getObjectAsBytes(r -> r.bucket(BUCKET).key("k")).asByteArray())
                .isEqualTo(joined(FIVE, Arrays.copyOf(REST, 10)));
    }

    @Test
    void copies_an_object_of_parts_into_one_piece() {
        String id = begin();
        complete(id, upload(id, 1, FIVE), upload(id, 2, REST));

        S3.copyObject(r ->
                r.sourceBucket(BUCKET).sourceKey("k").destinationBucket(BUCKET).destinationKey("copy"));

        var copy = S3.getObjectAsBytes(r -> r.bucket(BUCKET).key("copy").checksumMode(ChecksumMode.ENABLED));
        assertThat(copy.response().eTag()).matches("\"[0-9a-f]{32}\"");
        assertThat(copy.response().checksumType()).isEqualTo(ChecksumType.FULL_OBJECT);
        assertThat(copy.asByteArray()).isEqualTo(joined(FIVE, REST));
    }

    @Test
    void serves_the_transfer_manager_up_and_down() throws IOException {
        byte[] fifty = bytes(50 * MIB, 3);
        Path up = Files.write(folder.resolve("up"), fifty);
        Path down = folder.resolve("down");
        try (S3AsyncClient client = LOCAL.asyncClient();
                S3TransferManager manager =
                        S3TransferManager.builder().s3Client(client).build()) {
            manager.uploadFile(u ->
                            u.source(up).putObjectRequest(r -> r.bucket(BUCKET).key("fifty")))
                    .completionFuture()
                    .join();
            manager.downloadFile(d -> d.destination(down)
                            .getObjectRequest(r -> r.bucket(BUCKET).key("fifty")))
                    .completionFuture()
                    .join();
            manager.copy(c -> c.copyObjectRequest(r -> r.sourceBucket(BUCKET)
                            .sourceKey("fifty")
                            .destinationBucket(BUCKET)
                            .destinationKey("copy")))
                    .completionFuture()
                    .join();
        }

        assertThat(LOCAL.buckets.find(BUCKET, "fifty").orElseThrow().parts()).hasSizeGreaterThan(1);
        assertThat(Files.mismatch(up, down)).isEqualTo(-1);
        try (var copy = LOCAL.buckets.find(BUCKET, "copy").orElseThrow().open()) {
            assertThat(copy.readAllBytes()).isEqualTo(fifty);
        }
    }

    @Test
    void serves_the_asynchronous_client_in_one_piece_and_in_ranges() {
        byte[] bytes = bytes(3 * MIB, 4);
        try (S3AsyncClient client = LOCAL.asyncClient()) {
            client.putObject(r -> r.bucket(BUCKET).key("k"), AsyncRequestBody.fromBytes(bytes))
                    .join();

            assertThat(client.getObject(r -> r.bucket(BUCKET).key("k"), AsyncResponseTransformer.toBytes())
                            .join()
                            .asByteArray())
                    .isEqualTo(bytes);
            assertThat(client.getObject(
                                    r -> r.bucket(BUCKET).key("k").range("bytes=1048576-2097151"),
                                    AsyncResponseTransformer.toBytes())
                            .join()
                            .asByteArray())
                    .isEqualTo(Arrays.copyOfRange(bytes, MIB, 2 * MIB));
        }
    }
}
