package io.github.tune4j.testkit;

import io.github.tune4j.testkit.iam.Roles;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** IAM's roles as Bedrock's jobs use them. */
final class IamRoles implements io.github.tune4j.testkit.bedrock.Roles {
    private static final String BEDROCK = "bedrock.amazonaws.com";

    private final Roles roles;

    IamRoles(Roles roles) {
        this.roles = roles;
    }

    @Override
    public boolean assumable(String roleArn, String sourceArn) {
        return roles.mayAssume(roleArn, BEDROCK, roles.account(), sourceArn);
    }

    @Override
    public Optional<Instant> trusted(String roleArn) {
        return roles.trustChanged(roleArn);
    }

    @Override
    public boolean allows(String roleArn, String action, String resourceArn, Map<String, List<String>> context) {
        return roles.allows(roleArn, action, resourceArn, context);
    }
}
