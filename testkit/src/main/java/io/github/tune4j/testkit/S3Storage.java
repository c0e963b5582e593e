package io.github.tune4j.testkit;

import io.github.tune4j.testkit.bedrock.Storage;
import io.github.tune4j.testkit.s3.Buckets;
import io.github.tune4j.testkit.s3.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** S3's objects as Bedrock's jobs use them. */
final class S3Storage implements Storage {
    private final Buckets buckets;

    S3Storage(Buckets buckets) {
        this.buckets = buckets;
    }

    @Override
    public Optional<String> region(String bucket) {
        return buckets.region(bucket);
    }

    @Override
    public Optional<String> encryptionKey(String bucket) {
        return buckets.encryptionKey(bucket);
    }

    @Override
    public List<String> keys(String bucket, String prefix) {
        return buckets.list(bucket, prefix).stream().map(StoredObject::key).toList();
    }

    @Override
    public Optional<byte[]> read(String bucket, String key) {
        return buckets.find(bucket, key).map(S3Storage::content);
    }

    @Override
    public void write(String bucket, String key, String contentType, byte[] content) {
        try {
            buckets.put(bucket, key, contentType, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] content(StoredObject object) {
        try (InputStream in = object.open()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
