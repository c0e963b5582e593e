package io.github.tune4j.aws;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.aws.internal.Connection;
import io.github.tune4j.aws.internal.Door;
import io.github.tune4j.aws.internal.RoleNeeds;
import io.github.tune4j.aws.internal.RoleSource;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.iam.model.Role;

/** The IAM role in which Bedrock reads training data and writes results. Immutable. */
public final class ServiceRole {
    private static final Pattern ARN = Pattern.compile("arn:aws(-[^:]+)?:iam::([0-9]{12})?:role/.+");
    private static final Pattern NAME = Pattern.compile("[\\w+=,.@-]{1,64}");

    static {
        Door.ROLE.hang(role -> ((ServiceRole) role).source);
    }

    private final String text;
    private final RoleSource source;

    private ServiceRole(String text, RoleSource source) {
        this.text = text;
        this.source = source;
    }

    /**
     * A role that is there and is used as it is.
     *
     * @param roleArn its ARN
     * @return the role
     * @throws InvalidInputException if it is no ARN of a role
     */
    public static ServiceRole arn(String roleArn) {
        if (!ARN.matcher(roleArn).matches()) {
            throw InvalidInputException.of(
                    "'" + roleArn + "' is no ARN of an IAM role.", "write arn:aws:iam::123456789012:role/name.");
        }
        return new ServiceRole(roleArn, new GivenRole(roleArn));
    }

    /**
     * A role that is made when a job is submitted, unless there is one of that name. It trusts only Bedrock's jobs of the
     * session's account and region, and may do only what the job needs: read its data, write below its storage, use its
     * key and its network. A role of that name that this library did not make is used as it is.
     *
     * @param name its name: 1 to 64 letters, digits and {@code _+=,.@-}
     * @return the role; nothing is made yet
     * @throws InvalidInputException if it is no name of a role
     */
    public static ServiceRole createIfMissing(String name) {
        checkName(name);
        return new ServiceRole(name, new RoleToMake(name));
    }

    /**
     * Deletes a role that {@link #createIfMissing} made, with its policies. Without such a role nothing happens.
     *
     * @param aws the session
     * @param name its name
     * @throws InvalidInputException if there is a role of that name that this library did not make
     * @throws AwsCallException if AWS refuses
     */
    public static void delete(AwsSession aws, String name) {
        checkName(name);
        new OwnRole(Connection.of(aws), name).delete();
    }

    private static void checkName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw InvalidInputException.of(
                    "'" + name + "' is no name of an IAM role.", "use 1 to 64 letters, digits and _+=,.@-.");
        }
    }

    private record GivenRole(String givenArn) implements RoleSource {
        @Override
        public String arn(Connection connection, RoleNeeds needs) {
            return givenArn;
        }

        @Override
        public String name() {
            return givenArn.substring(givenArn.lastIndexOf('/') + 1);
        }

        @Override
        public boolean adapts(Role role) {
            return false;
        }
    }

    private record RoleToMake(String name) implements RoleSource {
        @Override
        public String arn(Connection connection, RoleNeeds needs) {
            return new OwnRole(connection, name).arnFor(needs);
        }

        @Override
        public String givenArn() {
            return "";
        }

        @Override
        public boolean adapts(Role role) {
            return OwnRole.isOurs(role);
        }
    }

    /**
     * The ARN or the name that it was given.
     *
     * @return what identifies it
     */
    @Override
    public String toString() {
        return text;
    }
}
