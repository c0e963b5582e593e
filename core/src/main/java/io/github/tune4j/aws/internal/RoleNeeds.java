package io.github.tune4j.aws.internal;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a service role must be allowed.
 *
 * @param read S3 URIs of objects and prefixes that are read
 * @param write the S3 URI of the prefix that results are written below
 * @param kmsKey the ARN of the key that a model or its data is encrypted with; null when there is none
 * @param vpc whether the job runs in the user's own network
 * @param profiles identifiers or ARNs of inference profiles that are called in the role
 */
public record RoleNeeds(
        List<String> read, String write, @Nullable String kmsKey, boolean vpc, List<String> profiles) {
    /**
     * Copies the lists.
     *
     * @param read S3 URIs of objects and prefixes that are read
     * @param write the S3 URI of the prefix that results are written below
     * @param kmsKey the key's ARN; null when there is none
     * @param vpc whether the job runs in the user's own network
     * @param profiles identifiers or ARNs of inference profiles
     */
    public RoleNeeds {
        read = List.copyOf(read);
        profiles = List.copyOf(profiles);
    }

    /** What a tuning job needs, which calls no model. */
    public RoleNeeds(List<String> read, String write, @Nullable String kmsKey, boolean vpc) {
        this(read, write, kmsKey, vpc, List.of());
    }
}
