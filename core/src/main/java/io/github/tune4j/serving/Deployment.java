package io.github.tune4j.serving;

import io.github.tune4j.aws.internal.Connection;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.bedrock.model.GetCustomModelDeploymentResponse;
import software.amazon.awssdk.services.bedrock.model.ResourceNotFoundException;
import software.amazon.awssdk.services.bedrock.model.Tag;

/** The calls that a deployment's life is made of. */
final class Deployment {
    private final Connection connection;
    private final TagCalls tags;

    Deployment(Connection connection) {
        this.connection = connection;
        this.tags = new TagCalls(connection);
    }

    /** The deployment of a name or ARN; empty when there is none. */
    Optional<GetCustomModelDeploymentResponse> find(String nameOrArn) {
        return connection.call("GetCustomModelDeployment", () -> {
            try {
                return Optional.of(get(nameOrArn));
            } catch (ResourceNotFoundException e) {
                return Optional.empty();
            }
        });
    }

    /** One look, with the SDK's own exceptions. */
    GetCustomModelDeploymentResponse get(String nameOrArn) {
        return connection
                .clients()
                .bedrock()
                .getCustomModelDeployment(r -> r.customModelDeploymentIdentifier(nameOrArn));
    }

    List<Tag> tags(String arn) {
        return tags.of(arn);
    }

    void tag(String arn, List<Tag> more) {
        tags.set(arn, more);
    }

    void untag(String arn, String key) {
        tags.remove(arn, key);
    }

    /** Gives it another model. */
    void update(String arn, String modelArn) {
        connection.callAsync(
                "UpdateCustomModelDeployment",
                () -> connection
                        .clients()
                        .bedrockAsync()
                        .updateCustomModelDeployment(
                                r -> r.customModelDeploymentIdentifier(arn).modelArn(modelArn)));
    }

    /** Deletes it; one that is gone already counts as deleted. */
    void delete(String arn) {
        connection.call("DeleteCustomModelDeployment", () -> {
            try {
                return connection
                        .clients()
                        .bedrock()
                        .deleteCustomModelDeployment(r -> r.customModelDeploymentIdentifier(arn));
            } catch (ResourceNotFoundException e) {
                return null;
            }
        });
    }

    ServingSnapshot snapshot(GetCustomModelDeploymentResponse seen) {
        return new ServingSnapshot(
                seen.customModelDeploymentArn(),
                state(seen.statusAsString()),
                seen.createdAt(),
                connection.time().now(),
                null,
                seen.failureMessage());
    }

    ServingSnapshot gone(String arn, Instant createdAt) {
        return new ServingSnapshot(
                arn, ServingSnapshot.State.GONE, createdAt, connection.time().now(), null, null);
    }

    private static ServingSnapshot.State state(String status) {
        return switch (status) {
            case "Creating" -> ServingSnapshot.State.CREATING;
            case "Active" -> ServingSnapshot.State.IN_SERVICE;
            case "Failed" -> ServingSnapshot.State.FAILED;
            default -> ServingSnapshot.State.UNKNOWN;
        };
    }
}
