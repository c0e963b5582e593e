package io.github.tune4j.testkit.s3;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** A bucket with what is in it. Changed only by {@link Buckets}, under this object's lock. */
final class Bucket {
    /** Keys in the order in which S3 lists them: that of their UTF-8 bytes. */
    private final ConcurrentNavigableMap<String, StoredObject> objects =
            new ConcurrentSkipListMap<>(Bucket::compareKeys);

    private final Map<String, Upload> uploads = new ConcurrentHashMap<>();
    private volatile Settings settings;
    private volatile boolean deleted;

    Bucket(Settings settings) {
        this.settings = settings;
    }

    String name() {
        return settings.name();
    }

    Settings settings() {
        return settings;
    }

    void settings(Settings changed) {
        this.settings = changed;
    }

    boolean deleted() {
        return deleted;
    }

    void delete() {
        this.deleted = true;
    }

    ConcurrentNavigableMap<String, StoredObject> objects() {
        return objects;
    }

    Map<String, Upload> uploads() {
        return uploads;
    }

    /** What a bucket is, apart from what is in it. */
    record Settings(
            String name, String region, Instant created, Encryption encryption, PublicAccessBlock publicAccessBlock) {

        static Settings read(JsonNode json) {
            JsonNode encryption = json.path("encryption");
            JsonNode block = json.path("publicAccessBlock");
            return new Settings(
                    json.path("name").asText(),
                    json.path("region").asText(),
                    Instant.parse(json.path("created").asText()),
                    new Encryption(
                            encryption.path("algorithm").asText(),
                            Optional.ofNullable(encryption.path("kmsKey").textValue()),
                            encryption.path("bucketKey").asBoolean()),
                    new PublicAccessBlock(
                            block.path(0).asBoolean(),
                            block.path(1).asBoolean(),
                            block.path(2).asBoolean(),
                            block.path(3).asBoolean()));
        }

        void write(ObjectNode json) {
            json.put("name", name).put("region", region).put("created", created.toString());
            ObjectNode kept = json.putObject("encryption");
            kept.put("algorithm", encryption.algorithm()).put("bucketKey", encryption.bucketKey());
            encryption.kmsKey().ifPresent(key -> kept.put("kmsKey", key));
            json.putArray("publicAccessBlock")
                    .add(publicAccessBlock.blockPublicAcls())
                    .add(publicAccessBlock.ignorePublicAcls())
                    .add(publicAccessBlock.blockPublicPolicy())
                    .add(publicAccessBlock.restrictPublicBuckets());
        }

        Settings with(Encryption other) {
            return new Settings(name, region, created, other, publicAccessBlock);
        }

        Settings with(PublicAccessBlock other) {
            return new Settings(name, region, created, encryption, other);
        }
    }

    /** What a bucket keeps away from the public. */
    record PublicAccessBlock(
            boolean blockPublicAcls,
            boolean ignorePublicAcls,
            boolean blockPublicPolicy,
            boolean restrictPublicBuckets) {
        /** What every new bucket has. */
        static final PublicAccessBlock ALL = new PublicAccessBlock(true, true, true, true);
    }

    /** Pairs of surrogates stand for the highest characters, though their own numbers are not the highest. */
    static int compareKeys(String one, String other) {
        int length = Math.min(one.length(), other.length());
        for (int i = 0; i < length; i++) {
            char a = one.charAt(i);
            char b = other.charAt(i);
            if (a != b) {
                return Character.isSurrogate(a) == Character.isSurrogate(b)
                        ? Character.compare(a, b)
                        : Character.isSurrogate(a) ? 1 : -1;
            }
        }
        return one.length() - other.length();
    }
}
