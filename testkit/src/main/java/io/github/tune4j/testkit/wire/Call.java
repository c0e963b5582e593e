package io.github.tune4j.testkit.wire;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One HTTP request as a service sees it: authenticated, its body freed of transfer encodings.
 *
 * @param method the HTTP method in upper case
 * @param rawPath the path as it came, percent-encoded, without the query
 * @param query decoded parameters in the order they came; a parameter without a value has the empty text
 * @param headers header values by lower-case name
 * @param scope what the signature says: which service in which region
 * @param body the body; chunked signing is already taken off. Read once
 */
public record Call(
        String method,
        String rawPath,
        Map<String, List<String>> query,
        Map<String, List<String>> headers,
        Scope scope,
        InputStream body) {

    /**
     * What a signature is for.
     *
     * @param service the signing name, for example {@code bedrock}; empty when the call is unsigned
     * @param region the region's id; empty when the call is unsigned
     * @param accessKey who signed; empty when the call is unsigned
     */
    public record Scope(String service, String region, String accessKey) {
        /** No signature. */
        public static final Scope UNSIGNED = new Scope("", "", "");
    }

    /** The path's segments, each decoded by itself: an encoded slash stays inside its segment. */
    public List<String> segments() {
        return Arrays.stream(rawPath.substring(1).split("/", -1))
                .map(Call::decode)
                .toList();
    }

    /** The first value of a query parameter. */
    public Optional<String> query(String name) {
        return Optional.ofNullable(query.get(name)).map(values -> values.get(0));
    }

    /** The first value of a header, whatever its case. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT))).map(values -> values.get(0));
    }

    /** The whole body. */
    public byte[] bytes() throws IOException {
        return body.readAllBytes();
    }

    private static String decode(String segment) {
        return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
