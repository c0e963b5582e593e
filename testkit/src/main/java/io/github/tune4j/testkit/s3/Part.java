package io.github.tune4j.testkit.s3;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * A part of an upload, or of the object that was made of one.
 *
 * @param etag the MD5 in hexadecimal, without quotes
 */
record Part(int number, String etag, Optional<Checksum> checksum, Instant modified, Blob content) {
    long size() {
        return content.length();
    }

    static Part read(JsonNode json, Blobs blobs) {
        return new Part(
                json.path("number").asInt(),
                json.path("etag").asText(),
                json.has("checksum") ? Optional.of(Checksum.read(json.path("checksum"))) : Optional.empty(),
                Instant.parse(json.path("modified").asText()),
                readBlob(json.path("files"), blobs));
    }

    void write(ObjectNode json) {
        json.put("number", number).put("etag", etag).put("modified", modified.toString());
        checksum.ifPresent(value -> value.write(json.putObject("checksum")));
        writeBlob(json, content);
    }

    static void writeBlob(ObjectNode json, Blob content) {
        var files = json.putArray("files");
        content.files().forEach(file -> files.add(file.path().getFileName().toString()));
    }

    static Blob readBlob(JsonNode files, Blobs blobs) {
        List<Blob> found = StreamSupport.stream(files.spliterator(), false)
                .map(name -> blobs.find(name.asText()))
                .toList();
        return found.size() == 1 ? found.get(0) : new Blob.Joined(found);
    }
}
