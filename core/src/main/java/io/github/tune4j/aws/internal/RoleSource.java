package io.github.tune4j.aws.internal;

/** How the ARN of a service role is found. */
@FunctionalInterface
public interface RoleSource {
    /**
     * The ARN. A role that is to be made is made now, with what it needs and no more.
     *
     * @param connection the account
     * @param needs what the role must be allowed
     * @return the role's ARN
     */
    String arn(Connection connection, RoleNeeds needs);
}
