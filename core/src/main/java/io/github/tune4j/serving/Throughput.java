package io.github.tune4j.serving;

import io.github.tune4j.aws.internal.Connection;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.bedrock.model.GetProvisionedModelThroughputResponse;
import software.amazon.awssdk.services.bedrock.model.ResourceNotFoundException;
import software.amazon.awssdk.services.bedrock.model.Tag;

/** The calls that a throughput's life is made of. */
final class Throughput {
    private final Connection connection;
    private final TagCalls tags;

    Throughput(Connection connection) {
        this.connection = connection;
        this.tags = new TagCalls(connection);
    }

    /** What stands at the end of an ARN. */
    static String idOf(String arn) {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }

    /** The throughput of a name or ARN; empty when there is none. */
    Optional<GetProvisionedModelThroughputResponse> find(String nameOrArn) {
        return connection.call("GetProvisionedModelThroughput", () -> {
            try {
                return Optional.of(get(nameOrArn));
            } catch (ResourceNotFoundException e) {
                return Optional.empty();
            }
        });
    }

    /** One look, with the SDK's own exceptions. */
    GetProvisionedModelThroughputResponse get(String nameOrArn) {
        return connection.clients().bedrock().getProvisionedModelThroughput(r -> r.provisionedModelId(nameOrArn));
    }

    /** Gives it another name, another model, or both. */
    void update(String arn, @Nullable String name, @Nullable String modelArn) {
        connection.callAsync(
                "UpdateProvisionedModelThroughput",
                () -> connection
                        .clients()
                        .bedrockAsync()
                        .updateProvisionedModelThroughput(r -> r.provisionedModelId(arn)
                                .desiredProvisionedModelName(name)
                                .desiredModelId(modelArn)));
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

    /** Deletes it; one that is gone already counts as deleted. */
    void delete(String arn) {
        connection.call("DeleteProvisionedModelThroughput", () -> {
            try {
                return connection.clients().bedrock().deleteProvisionedModelThroughput(r -> r.provisionedModelId(arn));
            } catch (ResourceNotFoundException e) {
                return null;
            }
        });
    }

    ServingSnapshot snapshot(GetProvisionedModelThroughputResponse seen, @Nullable BigDecimal usdPerHour) {
        return new ServingSnapshot(
                seen.provisionedModelArn(),
                state(seen.statusAsString()),
                seen.creationTime(),
                connection.time().now(),
                usdPerHour,
                seen.failureMessage());
    }

    ServingSnapshot gone(String arn, Instant createdAt) {
        return new ServingSnapshot(
                arn, ServingSnapshot.State.GONE, createdAt, connection.time().now(), null, null);
    }

    private static ServingSnapshot.State state(String status) {
        return switch (status) {
            case "Creating" -> ServingSnapshot.State.CREATING;
            case "InService" -> ServingSnapshot.State.IN_SERVICE;
            case "Updating" -> ServingSnapshot.State.UPDATING;
            case "Failed" -> ServingSnapshot.State.FAILED;
            default -> ServingSnapshot.State.UNKNOWN;
        };
    }
}
