package io.github.tune4j.testkit.s3;

import io.github.tune4j.testkit.wire.Call;
import io.github.tune4j.testkit.wire.ServiceError;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/** Conditional requests: what must hold of an object before it is read, copied or replaced. */
final class Conditions {
    private Conditions() {}

    /**
     * For reading: throws 412, or 304 when the client has the object already.
     *
     * @param prefix what stands before {@code if-match} and the others: nothing, or {@code x-amz-copy-source-}
     */
    static void checkRead(Call call, String prefix, StoredObject object) throws ServiceError {
        Function<String, Optional<String>> header = name -> call.header(prefix + name);
        Optional<String> match = header.apply("if-match");
        Optional<String> noneMatch = header.apply("if-none-match");
        if (match.isPresent()) {
            if (!matches(match.get(), object)) {
                throw S3Errors.preconditionFailed("If-Match");
            }
        } else if (since(header.apply("if-unmodified-since"))
                .map(object::isAfter)
                .orElse(false)) {
            throw S3Errors.preconditionFailed("If-Unmodified-Since");
        }
        boolean known = noneMatch.isPresent()
                ? matches(noneMatch.get(), object)
                : since(header.apply("if-modified-since"))
                        .map(when -> !object.isAfter(when))
                        .orElse(false);
        if (known) {
            throw prefix.isEmpty()
                    ? new ServiceError(304, "NotModified", "Not Modified")
                    : S3Errors.preconditionFailed(noneMatch.isPresent() ? "If-None-Match" : "If-Modified-Since");
        }
    }

    /** For replacing and deleting. */
    static Buckets.Condition write(Call call, String key) throws ServiceError {
        Optional<String> match = call.header("if-match");
        Optional<String> noneMatch = call.header("if-none-match");
        if (noneMatch.isPresent() && !noneMatch.get().equals("*")) {
            throw S3Errors.notImplemented("A condition If-None-Match other than * on a write");
        }
        return current -> {
            if (noneMatch.isPresent() && current.isPresent()) {
                throw S3Errors.preconditionFailed("If-None-Match");
            }
            if (match.isPresent() && current.isEmpty()) {
                throw S3Errors.noSuchKey(key);
            }
            if (match.isPresent() && !matches(match.get(), current.orElseThrow())) {
                throw S3Errors.preconditionFailed("If-Match");
            }
        };
    }

    private static boolean matches(String header, StoredObject object) {
        return Arrays.stream(header.split(","))
                .map(etag -> etag.strip().replaceFirst("^W/", "").replace("\"", ""))
                .anyMatch(etag -> etag.equals("*") || etag.equals(object.etag()));
    }

    /** Dates that cannot be read are ignored, as HTTP asks. */
    private static Optional<Instant> since(Optional<String> date) {
        try {
            return date.map(text -> ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant()
                    .truncatedTo(ChronoUnit.SECONDS));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
