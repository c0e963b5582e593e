package io.github.tune4j.testkit.s3;

import io.github.tune4j.testkit.wire.ServiceError;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A piece of an object.
 *
 * @param from the first byte
 * @param length how many bytes
 */
record ByteRange(long from, long length) {
    private static final Pattern ONE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    /**
     * Reads a header.
     *
     * @return empty if it is to be ignored: no range of bytes, or more than one
     * @throws ServiceError if no byte of it is there
     */
    static Optional<ByteRange> of(String header, long size) throws ServiceError {
        Matcher range = ONE.matcher(header.strip());
        if (!range.matches() || header.strip().equals("bytes=-")) {
            return Optional.empty();
        }
        long from;
        long to = size - 1;
        if (range.group(1).isEmpty()) {
            long last = Long.parseLong(range.group(2));
            from = last == 0 ? size : Math.max(0, size - last);
        } else {
            from = Long.parseLong(range.group(1));
            if (!range.group(2).isEmpty()) {
                long asked = Long.parseLong(range.group(2));
                if (asked < from) {
                    return Optional.empty();
                }
                to = Math.min(to, asked);
            }
        }
        if (from >= size) {
            Map<String, Object> details = new LinkedHashMap<>();
            details.put("RangeRequested", header);
            details.put("ActualObjectSize", size);
            throw new ServiceError(416, "InvalidRange", "The requested range is not satisfiable", details);
        }
        return Optional.of(new ByteRange(from, to - from + 1));
    }

    /** The header that says which piece an answer is. */
    String contentRange(long size) {
        return "bytes " + from + "-" + (from + length - 1) + "/" + size;
    }
}
