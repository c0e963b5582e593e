package io.github.tune4j.testkit.s3;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tune4j.testkit.wire.Call;
import io.github.tune4j.testkit.wire.ServiceError;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What is kept with an object's bytes and handed out again.
 *
 * @param headers standard headers by lower-case name, and those that say how it is encrypted
 * @param metadata the user's own, by lower-case name without {@code x-amz-meta-}
 * @param tags by key
 */
record Attributes(Map<String, String> headers, Map<String, String> metadata, Map<String, String> tags) {
    private static final String META = "x-amz-meta-";
    private static final int LARGEST_METADATA = 2 * 1024;
    private static final Set<String> STORAGE_CLASSES = Set.of(
            "STANDARD",
            "REDUCED_REDUNDANCY",
            "STANDARD_IA",
            "ONEZONE_IA",
            "INTELLIGENT_TIERING",
            "GLACIER",
            "DEEP_ARCHIVE",
            "GLACIER_IR");
    private static final List<String> KEPT = List.of(
            "cache-control",
            "content-disposition",
            "content-language",
            "expires",
            "x-amz-storage-class",
            "x-amz-website-redirect-location");

    /** Reads what a request says of the object that it makes. */
    static Attributes of(Call call, Bucket bucket) throws ServiceError {
        Map<String, String> headers = new TreeMap<>();
        headers.put("content-type", call.header("content-type").orElse("binary/octet-stream"));
        if (!STORAGE_CLASSES.contains(call.header("x-amz-storage-class").orElse("STANDARD"))) {
            throw new ServiceError(400, "InvalidStorageClass", "The storage class you specified is not valid");
        }
        for (String name : KEPT) {
            call.header(name).ifPresent(value -> headers.put(name, value));
        }
        // The framing of the transfer is not part of what is stored.
        String encoding = Arrays.stream(
                        call.header("content-encoding").orElse("").split(","))
                .map(String::strip)
                .filter(coding -> !coding.isEmpty() && !coding.equals("aws-chunked"))
                .collect(Collectors.joining(","));
        if (!encoding.isEmpty()) {
            headers.put("content-encoding", encoding);
        }
        headers.putAll(
                Encryption.of(call).orElse(bucket.settings().encryption()).headers());
        return new Attributes(headers, metadata(call), Tags.ofHeader(call));
    }

    static Attributes read(JsonNode json) {
        return new Attributes(map(json.path("headers")), map(json.path("metadata")), map(json.path("tags")));
    }

    void write(ObjectNode json) {
        ObjectNode kept = json.putObject("headers");
        headers.forEach(kept::put);
        ObjectNode own = json.putObject("metadata");
        metadata.forEach(own::put);
        ObjectNode tagged = json.putObject("tags");
        tags.forEach(tagged::put);
    }

    Attributes withTags(Map<String, String> other) {
        return new Attributes(headers, metadata, other);
    }

    private static Map<String, String> metadata(Call call) throws ServiceError {
        Map<String, String> metadata = new LinkedHashMap<>();
        int size = 0;
        for (Map.Entry<String, List<String>> header : call.headers().entrySet()) {
            if (header.getKey().startsWith(META)) {
                String name = header.getKey().substring(META.length());
                String value = String.join(",", header.getValue());
                size += name.length() + value.getBytes(StandardCharsets.UTF_8).length;
                metadata.put(name, value);
            }
        }
        if (size > LARGEST_METADATA) {
            throw new ServiceError(
                    400, "MetadataTooLarge", "Your metadata headers exceed the maximum allowed metadata size");
        }
        return metadata;
    }

    private static Map<String, String> map(JsonNode json) {
        Map<String, String> map = new LinkedHashMap<>();
        json.properties()
                .forEach(entry -> map.put(entry.getKey(), entry.getValue().asText()));
        return map;
    }
}
