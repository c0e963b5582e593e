package io.github.tune4j.testkit.s3;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tune4j.testkit.state.Journal;
import io.github.tune4j.testkit.wire.ServiceError;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;

/** Every bucket there is: the door for the other services of the same process, and what {@link S3Service} serves. Thread-safe. */
public final class Buckets implements AutoCloseable {
    private static final String OF_OTHERS = "another-account-";

    private final ConcurrentNavigableMap<String, Bucket> buckets = new ConcurrentSkipListMap<>();
    private final Journal journal;
    private final Blobs blobs;

    private Buckets(Journal journal, Blobs blobs) {
        this.journal = journal;
        this.blobs = blobs;
    }

    /**
     * Opens what is in a folder, or, without a folder, begins with nothing and keeps nothing.
     *
     * @throws java.io.UncheckedIOException if the folder cannot be read or written
     */
    public static Buckets open(Optional<Path> folder) {
        Blobs blobs = new Blobs(folder.map(parent -> parent.resolve("objects")));
        Buckets opened = new Buckets(Journal.open(folder, "s3.jsonl"), blobs);
        if (folder.isPresent()) {
            Set<String> files = new HashSet<>();
            opened.journal.replay((key, entry) -> {
                opened.restore(key, entry);
                entry.findValues("files").forEach(list -> list.forEach(name -> files.add(name.asText())));
            });
            blobs.keepOnly(files);
        }
        return opened;
    }

    /** The region of a bucket of this account, if there is one. */
    public Optional<String> region(String bucket) {
        return Optional.ofNullable(buckets.get(bucket))
                .map(found -> found.settings().region());
    }

    /** The KMS key that objects of a bucket are encrypted with, if the bucket names one. */
    public Optional<String> encryptionKey(String bucket) {
        return Optional.ofNullable(buckets.get(bucket))
                .flatMap(found -> found.settings().encryption().kmsKey());
    }

    /** Finds an object. */
    public Optional<StoredObject> find(String bucket, String key) {
        return Optional.ofNullable(buckets.get(bucket))
                .map(found -> found.objects().get(key));
    }

    /** The objects whose keys begin with a text, in the order in which S3 lists them; none if there is no such bucket. */
    public List<StoredObject> list(String bucket, String prefix) {
        return Optional.ofNullable(buckets.get(bucket))
                .map(found -> found.objects().tailMap(prefix).values().stream()
                        .takeWhile(object -> object.key().startsWith(prefix))
                        .toList())
                .orElse(List.of());
    }

    /**
     * Stores an object.
     *
     * @throws NoSuchElementException if there is no such bucket
     */
    public StoredObject put(String bucket, String key, String contentType, byte[] bytes) throws IOException {
        return put(bucket, key, contentType, new ByteArrayInputStream(bytes));
    }

    /**
     * Stores an object, read from a stream to its end.
     *
     * @throws NoSuchElementException if there is no such bucket
     */
    public StoredObject put(String bucket, String key, String contentType, InputStream bytes) throws IOException {
        Bucket found = Optional.ofNullable(buckets.get(bucket))
                .orElseThrow(() -> new NoSuchElementException("there is no bucket '" + bucket + "'"));
        Map<String, String> headers =
                new TreeMap<>(found.settings().encryption().headers());
        headers.put("content-type", contentType);
        var md5 = ChecksumAlgorithm.MD5.begin();
        var crc = ChecksumAlgorithm.CRC64NVME.begin();
        Blob content = blobs.write(bytes, List.of(md5, crc));
        StoredObject object = new StoredObject(
                key,
                HexFormat.of().formatHex(md5.value()),
                Instant.now(),
                new Attributes(headers, Map.of(), Map.of()),
                Checksum.of(ChecksumAlgorithm.CRC64NVME, crc.value()),
                List.of(),
                Optional.empty(),
                content);
        try {
            put(found, object, current -> {});
        } catch (ServiceError e) {
            throw new NoSuchElementException(e.getMessage());
        }
        return object;
    }

    /** Creates a bucket, as if over the wire; nothing happens if this account has it already. */
    public void create(String bucket, String region) {
        create(new Bucket.Settings(bucket, region, Instant.now(), Encryption.DEFAULT, Bucket.PublicAccessBlock.ALL));
    }

    /** Deletes everything. */
    public void reset() {
        buckets.values().forEach(Bucket::delete);
        buckets.clear();
        journal.clear();
    }

    /** Deletes temporary files; what is in a given folder stays. */
    @Override
    public void close() {
        journal.close();
        blobs.close();
    }

    Blobs blobs() {
        return blobs;
    }

    /** Whether a bucket of this name belongs to somebody else: it can neither be read nor created. */
    static boolean foreign(String bucket) {
        return bucket.startsWith(OF_OTHERS);
    }

    List<Bucket> all() {
        return List.copyOf(buckets.values());
    }

    Optional<Bucket> bucket(String name) {
        return Optional.ofNullable(buckets.get(name));
    }

    /**
     * Finds a bucket as a call from a region sees it.
     *
     * @param region the region that the call was signed for; empty when it is not known
     */
    Bucket require(String name, String region) throws ServiceError {
        if (foreign(name)) {
            throw S3Errors.accessDenied();
        }
        Bucket bucket = bucket(name).orElseThrow(() -> S3Errors.noSuchBucket(name));
        String home = bucket.settings().region();
        if (!region.isEmpty() && !region.equals(home)) {
            throw S3Errors.elsewhere(name, home);
        }
        return bucket;
    }

    /** Creates a bucket, unless one of this name is there. */
    boolean create(Bucket.Settings settings) {
        boolean created = buckets.putIfAbsent(settings.name(), new Bucket(settings)) == null;
        if (created) {
            keep("bucket/" + settings.name(), settings::write);
        }
        return created;
    }

    void change(Bucket bucket, Bucket.Settings settings) {
        synchronized (bucket) {
            bucket.settings(settings);
            keep("bucket/" + settings.name(), settings::write);
        }
    }

    void remove(Bucket bucket) throws ServiceError {
        synchronized (bucket) {
            if (!bucket.objects().isEmpty()) {
                throw new ServiceError(
                        409,
                        "BucketNotEmpty",
                        "The bucket you tried to delete is not empty",
                        Map.of("BucketName", bucket.name()));
            }
            bucket.delete();
            buckets.remove(bucket.name(), bucket);
            bucket.uploads().values().forEach(upload -> forget(bucket, upload));
            journal.remove("bucket/" + bucket.name());
        }
    }

    /** Stores an object if a condition on the one that it replaces holds. */
    void put(Bucket bucket, StoredObject object, Condition condition) throws ServiceError {
        synchronized (bucket) {
            condition.check(Optional.ofNullable(bucket.objects().get(object.key())));
            if (bucket.deleted()) {
                throw S3Errors.noSuchBucket(bucket.name());
            }
            bucket.objects().put(object.key(), object);
            keep(objectKey(bucket, object.key()), object::write);
            object.uploadId().map(bucket.uploads()::remove).ifPresent(upload -> forget(bucket, upload));
        }
    }

    /** Deletes an object, if there is one and a condition on it holds. */
    void delete(Bucket bucket, String key, Condition condition) throws ServiceError {
        synchronized (bucket) {
            condition.check(Optional.ofNullable(bucket.objects().get(key)));
            if (bucket.objects().remove(key) != null) {
                journal.remove(objectKey(bucket, key));
            }
        }
    }

    void begin(Bucket bucket, Upload upload) {
        synchronized (bucket) {
            bucket.uploads().put(upload.id(), upload);
            keep(uploadKey(bucket, upload), upload::write);
        }
    }

    void put(Bucket bucket, Upload upload, Part part) throws ServiceError {
        synchronized (bucket) {
            if (!bucket.uploads().containsKey(upload.id())) {
                throw S3Errors.noSuchUpload(upload.id());
            }
            upload.parts().put(part.number(), part);
            keep(partKey(bucket, upload, part.number()), part::write);
        }
    }

    void abort(Bucket bucket, Upload upload) {
        synchronized (bucket) {
            bucket.uploads().remove(upload.id());
            forget(bucket, upload);
        }
    }

    private void forget(Bucket bucket, Upload upload) {
        upload.parts().keySet().forEach(number -> journal.remove(partKey(bucket, upload, number)));
        journal.remove(uploadKey(bucket, upload));
    }

    private void keep(String key, Consumer<ObjectNode> writer) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        writer.accept(json);
        journal.put(key, json);
    }

    private static String objectKey(Bucket bucket, String key) {
        return "object/" + bucket.name() + "/" + key;
    }

    private static String uploadKey(Bucket bucket, Upload upload) {
        return "upload/" + bucket.name() + "/" + upload.id();
    }

    private static String partKey(Bucket bucket, Upload upload, int number) {
        return "part/" + bucket.name() + "/" + upload.id() + "/" + number;
    }

    private void restore(String key, JsonNode json) {
        String[] path = key.split("/", 4);
        switch (path[0]) {
            case "bucket" -> buckets.put(path[1], new Bucket(Bucket.Settings.read(json)));
            case "object" -> {
                StoredObject object = StoredObject.read(json, blobs);
                buckets.get(path[1]).objects().put(object.key(), object);
            }
            case "upload" -> {
                Upload upload = Upload.read(json);
                buckets.get(path[1]).uploads().put(upload.id(), upload);
            }
            default -> {
                Part part = Part.read(json, blobs);
                buckets.get(path[1]).uploads().get(path[2]).parts().put(part.number(), part);
            }
        }
    }

    /** What must hold of the object at hand for a change to take place. */
    @FunctionalInterface
    interface Condition {
        void check(Optional<StoredObject> current) throws ServiceError;
    }
}
