package io.github.tune4j.aws;

import io.github.tune4j.CancelledException;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.TuneException;
import io.github.tune4j.aws.internal.Bucket;
import io.github.tune4j.aws.internal.Connection;
import io.github.tune4j.dataset.Dataset;
import io.github.tune4j.run.Progress;
import io.github.tune4j.run.ProgressListener;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A bucket, or a prefix in one, to put data into and fetch results from. Immutable and thread-safe. */
public final class Storage {
    private final Connection connection;
    private final S3Location root;
    private final @Nullable ProgressListener progress;
    private final @Nullable String kmsKey;

    private Storage(
            Connection connection, S3Location root, @Nullable ProgressListener progress, @Nullable String kmsKey) {
        this.connection = connection;
        this.root = root;
        this.progress = progress;
        this.kmsKey = kmsKey;
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
        return new Storage(Connection.of(aws), root, null, null);
    }

    /**
     * The same place, with somebody who hears how uploads and downloads come along, counted in bytes.
     *
     * @param listener who hears
     * @return a storage that tells
     */
    public Storage progress(ProgressListener listener) {
        return new Storage(connection, root, listener, kmsKey);
    }

    /**
     * The same place, encrypted with a KMS key: what is uploaded through it, and everything in a bucket that is made by it.
     *
     * @param keyArn the key's ARN, id or alias, in the bucket's region
     * @return a storage that encrypts
     */
    public Storage kmsKey(String keyArn) {
        return new Storage(connection, root, progress, keyArn);
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
     * Makes the bucket when there is none: in the session's region, with all public access blocked, and encrypted
     * with {@link #kmsKey} where one is set. A bucket that is there is left as it is; only an empty one of this account,
     * whose making may have been broken off, gets what it lacks of that.
     *
     * @return this
     * @throws TuneException if the bucket is another account's or in another region
     * @throws AwsCallException if AWS refuses
     */
    public Storage createIfMissing() {
        Bucket bucket = new Bucket(connection, root.bucket());
        bucket.createIfMissing(kmsKey);
        bucket.check();
        return this;
    }

    /**
     * Sends a data set, as {@link #upload(Path)} sends its file.
     *
     * @param data what to send
     * @return where it lies now
     * @throws InvalidInputException if it cannot be read
     * @throws AwsCallException if AWS refuses
     * @throws CancelledException if the thread is interrupted; nothing half-sent is left behind
     */
    public S3Location upload(Dataset data) {
        return upload(data.file());
    }

    /**
     * Where {@link #upload(Path)} puts a file or folder. Sends nothing.
     *
     * @param fileOrFolder what would be sent
     * @return the object, or the prefix of a folder's objects
     * @throws InvalidInputException if it cannot be read
     */
    public S3Location locate(Path fileOrFolder) {
        return Upload.plan(root, fileOrFolder, Upload.items(fileOrFolder)).location();
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
            new Upload(connection, meter, kmsKey).send(plan);
        }
        return plan.location();
    }

    /**
     * Fetches everything below a prefix; where nothing lies below it, nothing is made.
     *
     * @param below the prefix, relative to this storage, with or without slashes around it; empty for all of it
     * @param folder where to; made when it is missing. Keys become paths below it, and one that would lead out of it is
     *     refused. Files of the same name are replaced
     * @throws TuneException if a key leads out of the folder, or a file cannot be written
     * @throws AwsCallException if AWS refuses
     * @throws CancelledException if the thread is interrupted; files that were fetched stay
     */
    public void download(String below, Path folder) {
        String prefix = below.replaceAll("^/+|/+$", "");
        try (Progress.Meter meter =
                Progress.meter("download from " + root.bucket(), null, progress, connection.time())) {
            new Download(connection, meter).fetch(prefix.isEmpty() ? root : ObjectKey.below(root, prefix), folder);
        }
    }
}
