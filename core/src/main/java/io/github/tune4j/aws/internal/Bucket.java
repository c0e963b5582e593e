package io.github.tune4j.aws.internal;

import io.github.tune4j.TuneException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.CreateBucketConfiguration;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;
import software.amazon.awssdk.services.s3.model.PublicAccessBlockConfiguration;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionByDefault;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;

/** A bucket, seen from a session: whether it is there, where, and how it is made. */
public final class Bucket {
    private static final Logger log = LoggerFactory.getLogger(Bucket.class);
    private static final PublicAccessBlockConfiguration CLOSED = PublicAccessBlockConfiguration.builder()
            .blockPublicAcls(true)
            .blockPublicPolicy(true)
            .ignorePublicAcls(true)
            .restrictPublicBuckets(true)
            .build();

    private final Connection connection;
    private final String name;

    public Bucket(Connection connection, String name) {
        this.connection = connection;
        this.name = name;
    }

    /**
     * Where it is.
     *
     * @return the region's name; null when there is no such bucket
     * @throws io.github.tune4j.aws.AwsCallException if it is not open to these credentials
     */
    public @Nullable String region() {
        try {
            HeadBucketResponse head = connection.clients().s3().headBucket(b -> b.bucket(name));
            return head.bucketRegion() == null ? connection.region().id() : head.bucketRegion();
        } catch (S3Exception e) {
            return regionFrom(e);
        } catch (SdkException e) {
            throw connection.failure("HeadBucket", name, e);
        }
    }

    private @Nullable String regionFrom(S3Exception e) {
        if (e.statusCode() == 404) {
            return null;
        }
        if (e.statusCode() == 403) {
            throw connection.failure("HeadBucket", name, e);
        }
        // A bucket of another region answers with a redirect that names it.
        if (e.awsErrorDetails() != null) {
            return e.awsErrorDetails()
                    .sdkHttpResponse()
                    .firstMatchingHeader("x-amz-bucket-region")
                    .orElseThrow(() -> connection.failure("HeadBucket", name, e));
        }
        throw connection.failure("HeadBucket", name, e);
    }

    /**
     * Makes it in the session's region, closed to the public. One that is there and holds something is left as it is; an
     * empty one of the caller's gets what it lacks, for its making may have been broken off after its first call.
     *
     * @param kmsKey what everything in it is encrypted with; null for S3's own key
     */
    public void createIfMissing(@Nullable String kmsKey) {
        String region = region();
        if (region == null) {
            try {
                connection.clients().s3().createBucket(b -> b.bucket(name).createBucketConfiguration(placement()));
                log.info("Created bucket {} in {}", name, connection.region());
            } catch (BucketAlreadyOwnedByYouException e) {
                log.debug("Bucket {} has come into being meanwhile", name);
            } catch (SdkException e) {
                throw connection.failure("CreateBucket", name, e);
            }
            close();
            if (kmsKey != null) {
                encrypt(kmsKey);
            }
        } else if (region.equals(connection.region().id())) {
            complete(kmsKey);
        }
    }

    /** Settings are put before the first object is, so a bucket that holds something was finished, or is not ours. */
    private void complete(@Nullable String kmsKey) {
        boolean open;
        boolean unencrypted;
        try {
            if (!isEmptyAndOwn()) {
                return;
            }
            open = !isClosed();
            unencrypted = kmsKey != null && kmsKey().isEmpty();
        } catch (TuneException e) {
            if (!(e.getCause() instanceof SdkException refusal)
                    || SdkFailure.of(refusal).retryable()) {
                throw e;
            }
            log.warn("Bucket {} is used as it is, because its settings could not be seen: {}", name, e.problem());
            return;
        }
        if (open) {
            close();
            log.info("Closed the empty bucket {} to the public", name);
        }
        if (unencrypted) {
            encrypt(Objects.requireNonNull(kmsKey));
            log.info("The empty bucket {} now encrypts with {}", name, kmsKey);
        }
    }

    private boolean isEmptyAndOwn() {
        return connection.call(
                "ListObjectsV2",
                () -> connection
                        .clients()
                        .s3()
                        .listObjectsV2(l -> l.bucket(name).maxKeys(1).expectedBucketOwner(connection.account()))
                        .contents()
                        .isEmpty());
    }

    private boolean isClosed() {
        PublicAccessBlockConfiguration found;
        try {
            found = connection
                    .clients()
                    .s3()
                    .getPublicAccessBlock(b -> b.bucket(name))
                    .publicAccessBlockConfiguration();
        } catch (S3Exception e) {
            if (e.statusCode() == 404) {
                return false;
            }
            throw connection.failure("GetPublicAccessBlock", name, e);
        } catch (SdkException e) {
            throw connection.failure("GetPublicAccessBlock", name, e);
        }
        return CLOSED.equals(found);
    }

    private void close() {
        connection.call(
                "PutPublicAccessBlock",
                () -> connection
                        .clients()
                        .s3()
                        .putPublicAccessBlock(b -> b.bucket(name).publicAccessBlockConfiguration(CLOSED)));
    }

    private void encrypt(String kmsKey) {
        ServerSideEncryptionRule rule = ServerSideEncryptionRule.builder()
                .applyServerSideEncryptionByDefault(
                        d -> d.sseAlgorithm(ServerSideEncryption.AWS_KMS).kmsMasterKeyID(kmsKey))
                .bucketKeyEnabled(true)
                .build();
        connection.call(
                "PutBucketEncryption",
                () -> connection
                        .clients()
                        .s3()
                        .putBucketEncryption(
                                b -> b.bucket(name).serverSideEncryptionConfiguration(c -> c.rules(rule))));
    }

    /** S3 places a bucket in us-east-1 when nothing is said, and refuses to hear it said. */
    private @Nullable CreateBucketConfiguration placement() {
        return connection.region().equals(Region.US_EAST_1)
                ? null
                : CreateBucketConfiguration.builder()
                        .locationConstraint(connection.region().id())
                        .build();
    }

    /**
     * What its objects are encrypted with.
     *
     * @return the ARN, id or alias of a KMS key; empty when it is S3's own key, or when there is no such bucket
     * @throws TuneException if these credentials may not look
     */
    public Optional<String> kmsKey() {
        try {
            return connection
                    .clients()
                    .s3()
                    .getBucketEncryption(b -> b.bucket(name))
                    .serverSideEncryptionConfiguration()
                    .rules()
                    .stream()
                    .map(ServerSideEncryptionRule::applyServerSideEncryptionByDefault)
                    .filter(Objects::nonNull)
                    .map(ServerSideEncryptionByDefault::kmsMasterKeyID)
                    .filter(Objects::nonNull)
                    .findFirst();
        } catch (S3Exception e) {
            if (e.statusCode() == 404) {
                return Optional.empty();
            }
            throw connection.failure("GetBucketEncryption", e);
        } catch (SdkException e) {
            throw connection.failure("GetBucketEncryption", e);
        }
    }

    /** Passes when a job of the session can use it. */
    public void check() {
        String region = region();
        if (region == null) {
            throw new TuneException(
                    "There is no bucket " + name + ".",
                    "create it, or have it created with createStorageIfMissing() or Storage.createIfMissing().",
                    null);
        }
        if (!region.equals(connection.region().id())) {
            throw new TuneException(
                    "Bucket " + name + " is in " + region + ", but the session works in " + connection.region()
                            + ", and Bedrock only takes a bucket of its own region.",
                    "use a bucket in " + connection.region() + ", or a session in " + region + ".",
                    null);
        }
    }
}
