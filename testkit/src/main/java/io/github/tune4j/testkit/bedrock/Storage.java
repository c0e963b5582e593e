package io.github.tune4j.testkit.bedrock;

import java.util.List;
import java.util.Optional;

/** The objects that jobs read and write. Thread-safe. */
public interface Storage {
    /** The region of a bucket; empty when there is no such bucket. */
    Optional<String> region(String bucket);

    /** The KMS key that a bucket's objects are encrypted with; empty when S3 has its own. */
    Optional<String> encryptionKey(String bucket);

    /** The keys that begin with a prefix, in order. */
    List<String> keys(String bucket, String prefix);

    /** An object's content; empty when there is no such object. */
    Optional<byte[]> read(String bucket, String key);

    /** Writes an object into a bucket that exists. */
    void write(String bucket, String key, String contentType, byte[] content);
}
