package io.github.tune4j.aws;

import io.github.tune4j.InvalidInputException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in S3: an object or a prefix.
 *
 * @param bucket the bucket's name
 * @param key the object's key or the prefix, without a slash at its beginning; empty for the bucket itself
 */
public record S3Location(String bucket, String key) {
    private static final Pattern URI =
            Pattern.compile("s3://([a-z0-9][-.a-z0-9]{1,61}[a-z0-9])(?:/(.*))?", Pattern.DOTALL);

    /**
     * Reads a URI.
     *
     * @param s3Uri {@code s3://bucket/key}
     * @return the place
     * @throws InvalidInputException if it is no S3 URI
     */
    public static S3Location parse(String s3Uri) {
        Matcher matcher = URI.matcher(s3Uri);
        if (!matcher.matches()) {
            throw InvalidInputException.of(
                    "'" + s3Uri + "' is no S3 URI.",
                    "write s3://bucket/key with a bucket name of 3 to 63 lower-case letters, digits, dots and hyphens.");
        }
        return new S3Location(matcher.group(1), matcher.group(2) == null ? "" : matcher.group(2));
    }

    /**
     * The place as a URI.
     *
     * @return {@code s3://bucket/key}
     */
    public String uri() {
        return "s3://" + bucket + (key.isEmpty() ? "" : "/" + key);
    }

    @Override
    public String toString() {
        return uri();
    }
}
