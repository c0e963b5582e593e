package io.github.tune4j.testkit.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What goes back.
 *
 * @param status the HTTP status
 * @param headers by name
 * @param body writes the body; called once, on the request's thread
 */
public record Reply(int status, Map<String, String> headers, Body body) {

    /** Writes a body. */
    @FunctionalInterface
    public interface Body {
        /** Writes all of it; may flush between parts of a stream. */
        void writeTo(OutputStream out) throws IOException;
    }

    /** A body that is at hand. */
    public static Reply of(int status, String contentType, byte[] body) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", contentType);
        headers.put("Content-Length", Integer.toString(body.length));
        return new Reply(status, headers, out -> out.write(body));
    }

    /** No body. */
    public static Reply empty(int status) {
        return new Reply(status, Map.of("Content-Length", "0"), out -> {});
    }

    /** The same with one more header. */
    public Reply with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Reply(status, more, body);
    }
}
