package io.github.tune4j.aws;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.aws.internal.Sha256;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Keys that Bedrock takes: its pattern for S3 URIs is narrower than S3's own. */
final class ObjectKey {
    private static final Pattern SEGMENT = Pattern.compile("[-!_*'().a-z0-9A-Z]+");
    private static final int MAX_URI = 1024;

    private ObjectKey() {}

    static void check(S3Location location) {
        for (String segment :
                location.key().isEmpty() ? new String[0] : location.key().split("/", -1)) {
            if (!SEGMENT.matcher(segment).matches()) {
                throw InvalidInputException.of(
                        "Bedrock does not take the S3 URI " + location + ": '" + segment + "' is no part of a key.",
                        "use letters, digits and - ! _ * ' ( ) . between single slashes.");
            }
        }
        if (location.uri().length() > MAX_URI) {
            throw InvalidInputException.of(
                    "The S3 URI " + location + " is longer than the " + MAX_URI + " characters that Bedrock takes.",
                    "shorten the prefix.");
        }
    }

    static S3Location below(S3Location prefix, String relative) {
        return new S3Location(prefix.bucket(), prefix.key().isEmpty() ? relative : prefix.key() + "/" + relative);
    }

    /** A path with slashes in which every name obeys; a changed one carries a digest, so that two stay two. */
    static String obeying(String path) {
        return Arrays.stream(path.split("/"))
                .map(name -> SEGMENT.matcher(name).matches() && !name.startsWith(".") ? name : replaced(name))
                .collect(Collectors.joining("/"));
    }

    private static String replaced(String name) {
        int dot = name.lastIndexOf('.');
        String ending = dot > 0 ? name.substring(dot).replaceAll("[^.a-zA-Z0-9]", "-") : "";
        String stem = (dot > 0 ? name.substring(0, dot) : name).replaceAll("[^a-zA-Z0-9_-]+", "-");
        return stem + "-" + Sha256.hex(name).substring(0, 8) + ending;
    }
}
