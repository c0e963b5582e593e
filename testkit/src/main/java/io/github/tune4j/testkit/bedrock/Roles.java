package io.github.tune4j.testkit.bedrock;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a job may do with the role it is given. Thread-safe. */
public interface Roles {
    /**
     * Whether Bedrock may assume a role for a resource.
     *
     * @param roleArn the role
     * @param sourceArn the resource for whose sake
     */
    boolean assumable(String roleArn, String sourceArn);

    /** When a role's trust policy was last set; empty when there is no such role. */
    Optional<Instant> trusted(String roleArn);

    /**
     * Whether a role's policies allow an action on a resource.
     *
     * @param context condition keys of the request and their values
     */
    boolean allows(String roleArn, String action, String resourceArn, Map<String, List<String>> context);
}
