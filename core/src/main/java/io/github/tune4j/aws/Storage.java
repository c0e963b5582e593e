package io.github.tune4j.aws;

import io.github.tune4j.CancelledException;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.TuneException;
import io.github.tune4j.aws.internal.Connection;
import io.github.tune4j.run.Progress;
import io.github.tune4j.run.ProgressListener;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketAlreadyExistsException;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.CreateBucketConfiguration;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;
import software.amazon.awssdk.services.s3.model.PublicAccessBlockConfiguration;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** A bucket, or a prefix in one, to put data into and fetch results from. Immutable and thread-safe. */
public final class Storage {
    private static final Logger log = LoggerFactory.getLogger(Storage.class);

    private final Connection connection;
    private final S3Location root;
    private final @Nullable ProgressListener progress;

    private Storage(Connection connection, S3Location root, @Nullable ProgressListener progress) {
        this.connection = connection;
        this.root = root;
        this.progress = progress;
    }

    /**
     * A place in S3. Nothing is called yet.
     *
     * @param aws the session
     * @param s3Uri {@code s3://bucket} or {@code s3://bucket/prefix}
     * @return the storage
     * @throws InvalidInputException if it is no S3 URI, or one that Bedrock does not take
     */
    public static Storage of(AwsSession aws, String s3Uri) {
        S3Location root = S3Location.parse(s3Uri.replaceFirst("/+$", ""));
        ObjectKey.check(root);
        return new Storage(Connection.of(aws), root, null);
    }

    /**
     * The same place, with somebody who hears how uploads and downloads come along, counted in bytes.
     *
     * @param listener who hears
     * @return a storage that tells
     */
    public Storage progress(ProgressListener listener) {
        return new Storage(connection, root, listener);
    }

    /**
     * The bucket and prefix.
     *
     * @return where it is
     */
    public S3Location location() {
        return root;
    }

    /**
     * Makes the bucket when there is none: in the session's region, with all public access blocked. A bucket that is
     * there is left as it is.
     *
     * @return this
     * @throws TuneException if the bucket is another account's or in another region
     * @throws AwsCallException if AWS refuses
     */
    public Storage createIfMissing() {
        S3Client s3 = connection.clients().s3();
        if (regionOfBucket() == null) {
            try {
                s3.createBucket(b -> b.bucket(root.bucket()).createBucketConfiguration(placement()));
                log.info("Created bucket {} in {}", root.bucket(), connection.region());
            } catch (BucketAlreadyOwnedByYouException e) {
                log.debug("Bucket {} has come into being meanwhile", root.bucket());
            } catch (BucketAlreadyExistsException e) {
                throw ofAnotherAccount(e);
            } catch (SdkException e) {
                throw connection.failure("CreateBucket", e);
            }
            connection.call(
                    "PutPublicAccessBlock",
                    () -> s3.putPublicAccessBlock(b -> b.bucket(root.bucket())
                            .publicAccessBlockConfiguration(PublicAccessBlockConfiguration.builder()
                                    .blockPublicAcls(true)
                                    .blockPublicPolicy(true)
                                    .ignorePublicAcls(true)
                                    .restrictPublicBuckets(true)
                                    .build())));
        }
        return checked();
    }

    /** S3 places a bucket in us-east-1 when nothing is said, and refuses to hear it said. */
    private @Nullable CreateBucketConfiguration placement() {
        return connection.region().equals(Region.US_EAST_1)
                ? null
                : CreateBucketConfiguration.builder()
                        .locationConstraint(connection.region().id())
                        .build();
    }

    private Storage checked() {
        String region = regionOfBucket();
        if (region == null) {
            throw new TuneException(
                    "There is no bucket " + root.bucket() + ".", "create it, or call createIfMissing().", null);
        }
        if (!region.equals(connection.region().id())) {
            throw new TuneException(
                    "Bucket " + root.bucket() + " is in " + region + ", but the session works in " + connection.region()
                            + ", and Bedrock only takes a bucket of its own region.",
                    "use a bucket in " + connection.region() + ", or a session in " + region + ".",
                    null);
        }
        return this;
    }

    /** Where the bucket is; null when there is none. */
    private @Nullable String regionOfBucket() {
        try {
            HeadBucketResponse head = connection.clients().s3().headBucket(b -> b.bucket(root.bucket()));
            String region = head.bucketRegion();
            return region == null ? connection.region().id() : region;
        } catch (S3Exception e) {
            if (e.statusCode() == 404) {
                return null;
            }
            if (e.statusCode() == 403) {
                throw ofAnotherAccount(e);
            }
            String region = e.awsErrorDetails() == null
                    ? null
                    : e.awsErrorDetails()
                            .sdkHttpResponse()
                            .firstMatchingHeader("x-amz-bucket-region")
                            .orElse(null);
            if (region != null) {
                return region;
            }
            throw connection.failure("HeadBucket", e);
        } catch (SdkException e) {
            throw connection.failure("HeadBucket", e);
        }
    }

    private TuneException ofAnotherAccount(SdkException e) {
        return new TuneException(
                "Bucket " + root.bucket() + " is not open to these credentials; it may belong to another account.",
                "allow s3:ListBucket on it, or choose another name: bucket names are unique in the whole world.",
                e);
    }

    /**
     * Sends a file, or all files of a folder. The key comes from the content, so the same bytes are not sent twice; and
     * from the name, of which characters that Bedrock does not take are replaced.
     *
     * @param fileOrFolder what to send
     * @return where it lies now: the object, or the prefix of a folder's objects
     * @throws InvalidInputException if it cannot be read
     * @throws AwsCallException if AWS refuses
     * @throws CancelledException if the thread is interrupted; nothing half-sent is left behind
     */
    public S3Location upload(Path fileOrFolder) {
        List<Upload.Item> items = Upload.items(fileOrFolder);
        Upload.Plan plan = Upload.plan(root, fileOrFolder, items);
        try (Progress.Meter meter =
                Progress.meter("upload to " + root.bucket(), Upload.bytes(items), progress, connection.time())) {
            new Upload(connection, meter).send(plan);
        }
        return plan.location();
    }

    /**
     * Fetches everything below a prefix.
     *
     * @param below the prefix, relative to this storage; empty for all of it
     * @param folder where to; keys become paths below it, and one that would lead out of it is refused
     * @throws TuneException if a key leads out of the folder, or a file cannot be written
     * @throws AwsCallException if AWS refuses
     */
    public void download(String below, Path folder) {
        try (Progress.Meter meter =
                Progress.meter("download from " + root.bucket(), null, progress, connection.time())) {
            new Download(connection, meter).fetch(below.isEmpty() ? root : ObjectKey.below(root, below), folder);
        }
    }
}
