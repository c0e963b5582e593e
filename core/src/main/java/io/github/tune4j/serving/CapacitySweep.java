package io.github.tune4j.serving;

import io.github.tune4j.TuneException;
import io.github.tune4j.aws.AwsSession;
import io.github.tune4j.aws.internal.Connection;
import io.github.tune4j.model.BaseModel;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.bedrock.model.CustomModelDeploymentSummary;
import software.amazon.awssdk.services.bedrock.model.ProvisionedModelSummary;

/**
 * Finds every throughput and on-demand deployment of an account and region, and ends what is overdue. Needs nothing but
 * the account: it works from any machine and from a cron job. Thread-safe.
 */
public final class CapacitySweep {
    private static final Logger log = LoggerFactory.getLogger(CapacitySweep.class);

    private final Connection connection;
    private final Throughput throughput;

    private CapacitySweep(Connection connection) {
        this.connection = connection;
        this.throughput = new Throughput(connection);
    }

    /**
     * A sweep of the session's account and region.
     *
     * @param aws the session
     * @return the sweep
     */
    public static CapacitySweep of(AwsSession aws) {
        return new CapacitySweep(Connection.of(aws));
    }

    /**
     * Lists what is running, whoever bought it. Deletes nothing.
     *
     * @return throughputs and deployments; a committed throughput has no price an hour, it is paid for its term
     * @throws io.github.tune4j.aws.AwsCallException if AWS refuses
     */
    public List<Capacity> list() {
        List<Capacity> found = new ArrayList<>();
        connection
                .call(
                        "ListProvisionedModelThroughputs",
                        () -> connection
                                .clients()
                                .bedrock()
                                .listProvisionedModelThroughputsPaginator(r -> {})
                                .provisionedModelSummaries()
                                .stream()
                                .toList())
                .forEach(summary -> found.add(capacity(summary)));
        connection
                .call(
                        "ListCustomModelDeployments",
                        () -> connection
                                .clients()
                                .bedrock()
                                .listCustomModelDeploymentsPaginator(r -> {})
                                .modelDeploymentSummaries()
                                .stream()
                                .toList())
                .forEach(summary -> found.add(capacity(summary)));
        return List.copyOf(found);
    }

    /**
     * Deletes what carries this library's tags and is past the end of its lease. Goes on after a failure.
     *
     * @return what was deleted
     * @throws StillBillingException if something overdue could not be deleted, naming all of it
     * @throws io.github.tune4j.aws.AwsCallException if the list itself cannot be had
     */
    public List<Capacity> deleteOverdue() {
        List<Capacity> deleted = new ArrayList<>();
        List<Capacity> left = new ArrayList<>();
        TuneException first = null;
        for (Capacity capacity : list()) {
            if (capacity.overdue()) {
                try {
                    Ending.of(capacity.arn(), connection, () -> throughput.delete(capacity.arn()));
                    deleted.add(capacity);
                    log.info("{} was overdue and is deleted", capacity.arn());
                } catch (TuneException e) {
                    left.add(capacity);
                    first = first == null ? e : first;
                }
            }
        }
        if (!left.isEmpty()) {
            throw new StillBillingException(left, connection.region(), first);
        }
        return deleted;
    }

    private Capacity capacity(ProvisionedModelSummary summary) {
        BigDecimal perHour = summary.commitmentDuration() == null
                ? base(summary.foundationModelArn())
                        .flatMap(connection.prices()::throughputUsdPerHour)
                        .map(usd -> usd.multiply(BigDecimal.valueOf(summary.modelUnits())))
                        .orElse(null)
                : null;
        HourlyCharge charge = new HourlyCharge(perHour, connection.prices().asOf());
        Instant now = connection.time().now();
        return capacity(
                summary.provisionedModelArn(),
                summary.provisionedModelName(),
                summary.creationTime(),
                perHour,
                charge.usd(Duration.between(summary.creationTime(), now)));
    }

    private Capacity capacity(CustomModelDeploymentSummary summary) {
        return capacity(
                summary.customModelDeploymentArn(),
                summary.customModelDeploymentName(),
                summary.createdAt(),
                null,
                null);
    }

    private Capacity capacity(
            String arn, String name, Instant createdAt, @Nullable BigDecimal perHour, @Nullable BigDecimal soFar) {
        Optional<OwnerTags> tags = OwnerTags.read(throughput.tags(arn));
        return new Capacity(
                arn,
                name,
                tags.map(OwnerTags::owner).orElse(null),
                createdAt,
                tags.map(OwnerTags::expiresAt).orElse(null),
                perHour,
                soFar,
                tags.filter(t -> t.overdue(connection.time().now())).isPresent());
    }

    private Optional<BaseModel> base(String foundationModelArn) {
        String id = foundationModelArn.substring(foundationModelArn.lastIndexOf('/') + 1);
        return connection.models().all().stream()
                .filter(model -> model.id().equals(id) || id.startsWith(model.id()))
                .findFirst();
    }
}
