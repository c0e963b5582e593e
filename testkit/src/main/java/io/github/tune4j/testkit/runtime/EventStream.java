package io.github.tune4j.testkit.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tune4j.testkit.wire.Reply;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

/** An answer in AWS's binary event stream; each event leaves by itself. */
final class EventStream {
    private static final String CONTENT_TYPE = "application/vnd.amazon.eventstream";

    private EventStream() {}

    /** One event of a stream. */
    record Event(String type, JsonNode payload) {}

    static Reply reply(List<Event> events) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", CONTENT_TYPE);
        return new Reply(200, headers, out -> {
            for (Event event : events) {
                write(event, out);
            }
        });
    }

    private static void write(Event event, OutputStream out) throws IOException {
        Map<String, HeaderValue> headers = new LinkedHashMap<>();
        headers.put(":event-type", HeaderValue.fromString(event.type()));
        headers.put(":content-type", HeaderValue.fromString("application/json"));
        headers.put(":message-type", HeaderValue.fromString("event"));
        new Message(headers, Json.bytes(event.payload())).encode(out);
        out.flush();
    }
}
