package io.github.tune4j.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tune4j.CancelledException;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.TuneException;
import io.github.tune4j.aws.internal.Connection;
import io.github.tune4j.dataset.Dataset;
import io.github.tune4j.job.TrainingData;
import io.github.tune4j.run.Progress;
import io.github.tune4j.testkit.Fault;
import io.github.tune4j.testkit.LocalAws;
import io.github.tune4j.testkit.RecordedCall;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PublicAccessBlockConfiguration;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

class StorageTest {
    private final LocalAws local = LocalAws.builder().steppedByHand().start();
    private final AwsSession aws =
            AwsSession.builder().configure(local::configure).time(local.time()).build();
    private final S3Client s3 = Connection.of(aws).clients().s3();

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        aws.close();
        local.close();
    }

    private Storage storage() {
        return Storage.of(aws, "s3://store/below").createIfMissing();
    }

    private Path file(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private HeadObjectResponse head(S3Location place) {
        return s3.headObject(h -> h.bucket(place.bucket()).key(place.key()).checksumMode(ChecksumMode.ENABLED));
    }

    @Test
    void a_bucket_is_made_in_the_sessions_region_and_closed_to_the_public() {
        storage();
        assertThat(s3.headBucket(b -> b.bucket("store")).bucketRegion()).isEqualTo("us-west-2");
        PublicAccessBlockConfiguration block =
                s3.getPublicAccessBlock(b -> b.bucket("store")).publicAccessBlockConfiguration();
        assertThat(List.of(
                        block.blockPublicAcls(),
                        block.blockPublicPolicy(),
                        block.ignorePublicAcls(),
                        block.restrictPublicBuckets()))
                .containsOnly(true);
        storage();
        assertThat(local.calls("CreateBucket")).hasSize(1);
    }

    private void open(String bucket) {
        s3.createBucket(b -> b.bucket(bucket).createBucketConfiguration(c -> c.locationConstraint("us-west-2")));
        s3.putPublicAccessBlock(b -> b.bucket(bucket)
                .publicAccessBlockConfiguration(p -> p.blockPublicAcls(true).restrictPublicBuckets(false)));
    }

    private String keyOf(String bucket) {
        return s3.getBucketEncryption(b -> b.bucket(bucket))
                .serverSideEncryptionConfiguration()
                .rules()
                .get(0)
                .applyServerSideEncryptionByDefault()
                .kmsMasterKeyID();
    }

    private boolean isClosed(String bucket) {
        return s3.getPublicAccessBlock(b -> b.bucket(bucket))
                .publicAccessBlockConfiguration()
                .restrictPublicBuckets();
    }

    @Test
    void a_bucket_whose_making_was_broken_off_gets_what_it_lacks() {
        String key = local.declareKey("storage");
        open("store");
        Storage.of(aws, "s3://store").kmsKey(key).createIfMissing();
        assertThat(isClosed("store")).isTrue();
        assertThat(keyOf("store")).isEqualTo(key);
        Storage.of(aws, "s3://store").kmsKey(key).createIfMissing();
        assertThat(local.calls("PutPublicAccessBlock")).hasSize(2);
        assertThat(local.calls("PutBucketEncryption")).hasSize(1);
    }

    @Test
    void a_bucket_that_is_in_use_keeps_its_settings_and_so_does_one_that_encrypts_with_another_key() {
        open("store");
        s3.putObject(p -> p.bucket("store").key("page.html"), RequestBody.fromString("for everybody"));
        Storage.of(aws, "s3://store").kmsKey(local.declareKey("storage")).createIfMissing();
        assertThat(isClosed("store")).isFalse();
        assertThat(keyOf("store")).isNull();
        String first = local.declareKey("first");
        Storage.of(aws, "s3://other").kmsKey(first).createIfMissing();
        Storage.of(aws, "s3://other").kmsKey(local.declareKey("second")).createIfMissing();
        assertThat(keyOf("other")).isEqualTo(first);
    }

    @Test
    void an_empty_bucket_whose_settings_may_not_be_seen_is_used_as_it_is() {
        open("store");
        local.inject(Fault.accessDenied("GetPublicAccessBlock"));
        assertThat(storage().location().bucket()).isEqualTo("store");
        assertThat(local.calls("PutPublicAccessBlock")).hasSize(1);
    }

    @Test
    void buckets_of_another_region_or_account_are_refused_with_the_way_out() {
        try (AwsSession far = AwsSession.builder()
                .configure(local::configure)
                .region(Region.EU_WEST_1)
                .build()) {
            Storage.of(far, "s3://far-away").createIfMissing();
        }
        assertThatThrownBy(() -> Storage.of(aws, "s3://far-away").createIfMissing())
                .isInstanceOf(TuneException.class)
                .hasMessageContaining("is in eu-west-1")
                .hasMessageContaining("To fix: use a bucket in us-west-2");
        assertThatThrownBy(() -> Storage.of(aws, "s3://another-account-bucket").createIfMissing())
                .isInstanceOf(TuneException.class)
                .hasMessageContaining("another account");
    }

    @Test
    void the_same_bytes_are_sent_once_under_a_key_of_their_content_with_a_checksum() throws IOException {
        Path file = file("data.jsonl", "{}\n");
        S3Location place = storage().upload(file);
        assertThat(place.key()).matches("below/data/[0-9a-f]{32}/data\\.jsonl");
        assertThat(storage().locate(file)).isEqualTo(place);
        assertThat(storage().upload(file)).isEqualTo(place);
        assertThat(local.calls("PutObject")).hasSize(1);
        HeadObjectResponse head = head(place);
        assertThat(head.checksumCRC32() != null || head.checksumCRC64NVME() != null)
                .isTrue();
        Files.writeString(file, "{ }\n");
        assertThat(storage().upload(file)).isNotEqualTo(place);
        assertThat(local.calls("PutObject")).hasSize(2);
    }

    @Test
    void a_data_set_is_sent_like_its_file() {
        Dataset data = TrainingData.claude(folder.resolve("set.jsonl"), 3);
        assertThat(storage().upload(data)).isEqualTo(storage().locate(data.file()));
    }

    @Test
    void a_folder_is_sent_with_its_paths_and_comes_back_as_it_was() throws IOException {
        file("set/a.jsonl", "one\n");
        file("set/deeper/b.jsonl", "two\n");
        S3Location place = storage().upload(folder.resolve("set"));
        storage().download(place.key().substring("below/".length()), folder.resolve("back"));
        assertThat(folder.resolve("back/a.jsonl")).hasContent("one\n");
        assertThat(folder.resolve("back/deeper/b.jsonl")).hasContent("two\n");
        storage().download("/data/", folder.resolve("all"));
        assertThat(folder.resolve("all").resolve(place.key().substring("below/data/".length()) + "/a.jsonl"))
                .hasContent("one\n");
        storage().upload(folder.resolve("set"));
        assertThat(local.calls("PutObject")).hasSize(2);
    }

    @Test
    void names_that_bedrock_does_not_take_are_changed_and_stay_different() throws IOException {
        S3Location one = storage().upload(file("my data=1.jsonl", "same\n"));
        S3Location two = storage().upload(file("my data 1.jsonl", "same\n"));
        assertThat(one.key()).matches("[-!_*'().a-z0-9A-Z/]+").endsWith(".jsonl");
        assertThat(two.key()).isNotEqualTo(one.key());
        assertThatThrownBy(() -> Storage.of(aws, "s3://store/with space"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("Bedrock does not take");
    }

    @Test
    void progress_is_told_in_bytes_to_the_end() throws IOException {
        List<Progress> heard = new ArrayList<>();
        storage().progress(heard::add).upload(file("data.jsonl", "x".repeat(1000)));
        Progress last = heard.get(heard.size() - 1);
        assertThat(last.done()).isEqualTo(1000);
        assertThat(last.total()).isEqualTo(1000);
    }

    @Test
    void a_large_file_goes_in_parts_with_all_its_bytes() throws IOException {
        byte[] bytes = new byte[20 << 20];
        new Random(7).nextBytes(bytes);
        Path large = Files.write(folder.resolve("large.bin"), bytes);
        local.inject(Fault.droppedBeforeEffect("UploadPart").times(1));
        S3Location place = storage().upload(large);
        assertThat(local.calls("UploadPart").size()).isGreaterThan(2);
        assertThat(local.calls("CompleteMultipartUpload")).hasSize(1);
        storage().download(place.key().substring("below/".length()).replace("/large.bin", ""), folder.resolve("back"));
        assertThat(Files.mismatch(folder.resolve("back/large.bin"), large)).isEqualTo(-1);
    }

    @Test
    void an_interrupted_upload_leaves_nothing_behind_even_when_the_program_ends_at_once() throws IOException {
        Path large = Files.write(folder.resolve("large.bin"), new byte[60 << 20]);
        storage();
        Thread caller = Thread.currentThread();
        AtomicBoolean interrupted = new AtomicBoolean();
        local.listen(new LocalAws.CallListener() {
            @Override
            public void after(RecordedCall call) {
                if (call.operation().equals("UploadPart") && interrupted.compareAndSet(false, true)) {
                    caller.interrupt();
                }
            }
        });
        try (AwsSession brief = AwsSession.builder()
                .configure(local::configure)
                .time(local.time())
                .build()) {
            Storage storage = Storage.of(brief, "s3://store/below");
            assertThatThrownBy(() -> storage.upload(large)).isInstanceOf(CancelledException.class);
        }
        assertThat(Thread.interrupted()).as("the flag").isTrue();
        local.listen(new LocalAws.CallListener() {});
        assertThat(s3.listMultipartUploads(l -> l.bucket("store")).uploads()).isEmpty();
        assertThat(s3.listObjectsV2(l -> l.bucket("store")).contents()).isEmpty();
        storage().upload(large);
        assertThat(s3.listObjectsV2(l -> l.bucket("store")).contents()).hasSize(1);
    }

    @Test
    @EnabledIfSystemProperty(named = "tune4j.nightly", matches = "true")
    void a_file_of_more_than_5_gb_is_sent() throws IOException {
        Path huge = folder.resolve("huge.bin");
        long size = (5L << 30) + 12_345;
        try (RandomAccessFile sparse = new RandomAccessFile(huge.toFile(), "rw")) {
            sparse.setLength(size);
        }
        assertThat(head(storage().upload(huge)).contentLength()).isEqualTo(size);
    }

    @Test
    void a_key_encrypts_what_is_sent_and_the_bucket_that_is_made() throws IOException {
        String key = local.declareKey("storage");
        Storage storage = Storage.of(aws, "s3://secret-store").kmsKey(key).createIfMissing();
        HeadObjectResponse head = head(storage.upload(file("data.jsonl", "{}\n")));
        assertThat(head.serverSideEncryption()).isEqualTo(ServerSideEncryption.AWS_KMS);
        assertThat(head.ssekmsKeyId()).isEqualTo(key);
        assertThat(keyOf("secret-store")).isEqualTo(key);
    }

    @Test
    void no_key_of_somebody_else_leads_out_of_the_folder() {
        storage();
        for (String key : List.of("below/x/a/../../../evil", "below/x/a\\..\\..\\evil")) {
            s3.putObject(p -> p.bucket("store").key(key), RequestBody.fromString("evil"));
            assertThatThrownBy(() -> storage().download("x", folder.resolve("safe")))
                    .as(key)
                    .isInstanceOf(TuneException.class)
                    .hasMessageContaining("is no path inside");
            s3.deleteObject(d -> d.bucket("store").key(key));
        }
        assertThat(folder.resolve("safe")).doesNotExist();
        assertThat(folder.resolve("evil")).doesNotExist();
    }
}
