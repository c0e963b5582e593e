package io.github.tune4j.testkit.s3;

import io.github.tune4j.testkit.wire.Call;
import io.github.tune4j.testkit.wire.Reply;
import io.github.tune4j.testkit.wire.ServiceError;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** GetObject and HeadObject: the whole, a range of bytes, or a part as it was uploaded. */
final class ObjectReading {
    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);
    private static final List<String> OVERRIDES = List.of(
            "content-type", "content-language", "expires", "cache-control", "content-disposition", "content-encoding");
    private static final int BUFFER = 64 * 1024;

    private ObjectReading() {}

    static Reply reply(Call call, StoredObject object) throws ServiceError {
        Conditions.checkRead(call, "", object);
        Optional<Integer> number = partNumber(call);
        Optional<Part> part = number.isPresent() ? part(object, number.get()) : Optional.empty();
        Optional<ByteRange> range;
        if (number.isPresent()) {
            range = range(object, part);
        } else {
            String header = call.header("range").orElse("");
            range = header.isEmpty() ? Optional.empty() : ByteRange.of(header, object.size());
        }
        Map<String, String> headers = headers(call, object);
        long from = range.map(ByteRange::from).orElse(0L);
        long length = range.map(ByteRange::length).orElse(object.size());
        headers.put("Content-Length", Long.toString(length));
        range.ifPresent(piece -> headers.put("Content-Range", piece.contentRange(object.size())));
        if (part.isPresent()) {
            headers.put("x-amz-mp-parts-count", Integer.toString(object.parts().size()));
        }
        // A checksum is told only with the very bytes that it is of.
        Optional<Checksum> checksum = part.isPresent()
                ? part.get().checksum()
                : range.isPresent() && length < object.size() ? Optional.empty() : Optional.of(object.checksum());
        if (call.header("x-amz-checksum-mode").orElse("").equalsIgnoreCase("ENABLED")) {
            checksum.ifPresent(value -> {
                headers.put(value.algorithm().header(), value.value());
                headers.put("x-amz-checksum-type", object.checksum().type());
            });
        }
        return new Reply(range.isPresent() ? 206 : 200, headers, out -> copy(object, from, length, out));
    }

    private static Optional<Integer> partNumber(Call call) throws ServiceError {
        Optional<String> number = call.query("partNumber");
        if (number.isPresent() && !number.get().matches("[1-9]\\d{0,4}")) {
            throw S3Errors.invalidArgument(
                    "Part number must be an integer between 1 and 10000, inclusive", "partNumber", number.get());
        }
        if (number.isPresent() && call.header("range").isPresent()) {
            throw S3Errors.invalidRequest("Cannot specify both Range header and partNumber query parameter");
        }
        return number.map(Integer::valueOf);
    }

    /** An object that was stored in one piece has one part, which is no part of an upload. */
    private static Optional<Part> part(StoredObject object, int number) throws ServiceError {
        int parts = Math.max(1, object.parts().size());
        if (number > parts) {
            throw new ServiceError(
                    416,
                    "InvalidPartNumber",
                    "The requested partnumber is not satisfiable",
                    Map.of("ActualPartCount", parts));
        }
        return object.parts().isEmpty()
                ? Optional.empty()
                : Optional.of(object.parts().get(number - 1));
    }

    private static Optional<ByteRange> range(StoredObject object, Optional<Part> part) {
        if (part.isEmpty()) {
            return object.size() == 0 ? Optional.empty() : Optional.of(new ByteRange(0, object.size()));
        }
        long from = object.parts().stream()
                .takeWhile(before -> before != part.get())
                .mapToLong(Part::size)
                .sum();
        return Optional.of(new ByteRange(from, part.get().size()));
    }

    private static Map<String, String> headers(Call call, StoredObject object) {
        Map<String, String> headers = new LinkedHashMap<>(object.attributes().headers());
        object.attributes().metadata().forEach((name, value) -> headers.put("x-amz-meta-" + name, value));
        if (headers.getOrDefault("x-amz-storage-class", "").equals("STANDARD")) {
            headers.remove("x-amz-storage-class");
        }
        for (String name : OVERRIDES) {
            call.query("response-" + name).ifPresent(value -> headers.put(name, value));
        }
        headers.put("ETag", S3Xml.quoted(object.etag()));
        headers.put("Last-Modified", HTTP_DATE.format(object.modified().atOffset(ZoneOffset.UTC)));
        headers.put("Accept-Ranges", "bytes");
        int tags = object.attributes().tags().size();
        if (tags > 0) {
            headers.put("x-amz-tagging-count", Integer.toString(tags));
        }
        return headers;
    }

    private static void copy(StoredObject object, long from, long length, OutputStream out) throws IOException {
        try (InputStream in = object.content().open(from)) {
            byte[] buffer = new byte[BUFFER];
            long left = length;
            while (left > 0) {
                int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (read < 0) {
                    throw new EOFException("the bytes of an object are gone");
                }
                out.write(buffer, 0, read);
                left -= read;
            }
        }
    }
}
