package io.github.tune4j.aws.internal;

import software.amazon.awssdk.services.iam.model.Role;

/** How the ARN of a service role is found. */
public interface RoleSource {
    /**
     * The ARN. A role that is to be made is made now, with what it needs and no more.
     *
     * @param connection the account
     * @param needs what the role must be allowed
     * @return the role's ARN
     */
    String arn(Connection connection, RoleNeeds needs);

    /** What IAM calls the role. */
    String name();

    /** The ARN that was given; empty when the role was named to be made. */
    String givenArn();

    /** Whether {@link #arn} makes the role when it is missing. */
    default boolean makes() {
        return givenArn().isEmpty();
    }

    /**
     * Whether {@link #arn} gives a role that is there what it needs.
     *
     * @param role as IAM describes it, with its tags
     * @return true for a role that this library made
     */
    boolean adapts(Role role);
}
