package io.github.tune4j.testkit.s3;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An object as it was stored; a later one under the same key does not change it. */
public final class StoredObject {
    private final String key;
    private final String etag;
    private final Instant modified;
    private final Attributes attributes;
    private final Checksum checksum;
    private final List<Part> parts;
    private final Optional<String> uploadId;
    private final Blob content;

    StoredObject(
            String key,
            String etag,
            Instant modified,
            Attributes attributes,
            Checksum checksum,
            List<Part> parts,
            Optional<String> uploadId,
            Blob content) {
        this.key = key;
        this.etag = etag;
        this.modified = modified;
        this.attributes = attributes;
        this.checksum = checksum;
        this.parts = List.copyOf(parts);
        this.uploadId = uploadId;
        this.content = content;
    }

    /** Its key. */
    public String key() {
        return key;
    }

    /** How many bytes it has. */
    public long size() {
        return content.length();
    }

    /** Its ETag, without quotes. */
    public String etag() {
        return etag;
    }

    /** When it was stored, by real time. */
    public Instant modified() {
        return modified;
    }

    /** Its bytes; to be closed by the caller. */
    public InputStream open() throws IOException {
        return content.open(0);
    }

    Attributes attributes() {
        return attributes;
    }

    Checksum checksum() {
        return checksum;
    }

    List<Part> parts() {
        return parts;
    }

    /** The upload that it was made of. */
    Optional<String> uploadId() {
        return uploadId;
    }

    Blob content() {
        return content;
    }

    /** Whether it was stored after a moment that was told in whole seconds, as HTTP dates are. */
    boolean isAfter(Instant second) {
        return modified.truncatedTo(ChronoUnit.SECONDS).isAfter(second);
    }

    StoredObject with(Attributes other) {
        return new StoredObject(key, etag, modified, other, checksum, parts, uploadId, content);
    }

    static StoredObject read(JsonNode json, Blobs blobs) {
        List<Part> parts = new ArrayList<>();
        json.path("parts").forEach(part -> parts.add(Part.read(part, blobs)));
        Blob content = parts.isEmpty()
                ? Part.readBlob(json.path("files"), blobs)
                : new Blob.Joined(parts.stream().map(Part::content).toList());
        return new StoredObject(
                json.path("key").asText(),
                json.path("etag").asText(),
                Instant.parse(json.path("modified").asText()),
                Attributes.read(json.path("attributes")),
                Checksum.read(json.path("checksum")),
                parts,
                Optional.ofNullable(json.path("uploadId").textValue()),
                content);
    }

    void write(ObjectNode json) {
        json.put("key", key).put("etag", etag).put("modified", modified.toString());
        attributes.write(json.putObject("attributes"));
        checksum.write(json.putObject("checksum"));
        uploadId.ifPresent(id -> json.put("uploadId", id));
        if (parts.isEmpty()) {
            Part.writeBlob(json, content);
        } else {
            var list = json.putArray("parts");
            parts.forEach(part -> part.write(list.addObject()));
        }
    }
}
