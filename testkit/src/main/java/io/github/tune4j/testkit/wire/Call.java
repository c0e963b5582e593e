package io.github.tune4j.testkit.wire;

import java.io.IOException;
import java.io.InputStream;
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

    /** The largest body that is read as one piece. */
    public static final int LARGEST_DOCUMENT = 32 * 1024 * 1024;

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
                .map(Percent::decode)
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

    /** A header that follows a chunked body, once the body has been read to its end. */
    public Optional<String> trailer(String name) {
        return body instanceof AwsChunkedInput chunked
                ? Optional.ofNullable(chunked.trailers().get(name.toLowerCase(Locale.ROOT)))
                : Optional.empty();
    }

    /**
     * The whole body, for services that take no more than {@value #LARGEST_DOCUMENT} bytes.
     *
     * @throws UnreadableBody if it is larger, ends too early or is not what was signed
     */
    public byte[] bytes() throws IOException {
        byte[] bytes = body.readNBytes(LARGEST_DOCUMENT + 1);
        if (bytes.length > LARGEST_DOCUMENT) {
            throw new UnreadableBody(RequestProblem.TOO_LARGE.error(scope));
        }
        return bytes;
    }

    /** The same with another body. */
    Call withBody(InputStream other) {
        return new Call(method, rawPath, query, headers, scope, other);
    }
}
