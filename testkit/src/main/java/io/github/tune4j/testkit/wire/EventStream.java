package io.github.tune4j.testkit.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

/** A body in AWS's binary event stream; each event leaves by itself. */
public final class EventStream implements Reply.Body {
    private static final String CONTENT_TYPE = "application/vnd.amazon.eventstream";

    private final List<Reply.Body> parts;

    private EventStream(List<Reply.Body> parts) {
        this.parts = List.copyOf(parts);
    }

    /** One event of a stream: its type and its JSON. */
    public record Event(String type, byte[] json) {}

    /** An answer of these events. */
    public static Reply reply(List<Event> events) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", CONTENT_TYPE);
        return new Reply(
                200,
                headers,
                new EventStream(events.stream()
                        .map(event -> message("event", "event-type", event.type(), event.json()))
                        .toList()));
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        for (Reply.Body part : parts) {
            part.writeTo(out);
            out.flush();
        }
    }

    /** The first so many events, and then no connection any more. */
    public EventStream dropped(int events) {
        return first(events, out -> {
            throw new ConnectionDropped();
        });
    }

    /** The first so many events, and then an error in the stream itself: its type and its JSON. */
    public EventStream failed(int events, String type, byte[] json) {
        return first(events, message("exception", "exception-type", type, json));
    }

    private EventStream first(int events, Reply.Body last) {
        List<Reply.Body> more = new ArrayList<>(parts.subList(0, Math.min(events, parts.size())));
        more.add(last);
        return new EventStream(more);
    }

    private static Reply.Body message(String kind, String typeHeader, String type, byte[] json) {
        return out -> {
            Map<String, HeaderValue> headers = new LinkedHashMap<>();
            headers.put(":" + typeHeader, HeaderValue.fromString(type));
            headers.put(":content-type", HeaderValue.fromString("application/json"));
            headers.put(":message-type", HeaderValue.fromString(kind));
            new Message(headers, json).encode(out);
        };
    }
}
