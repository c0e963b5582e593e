package io.github.tune4j.serving;

import io.github.tune4j.CancelledException;
import io.github.tune4j.TuneException;
import io.github.tune4j.aws.AwsCallException;
import io.github.tune4j.aws.AwsSession;
import io.github.tune4j.aws.internal.Connection;
import io.github.tune4j.model.BaseModel;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.bedrock.model.CustomModelDeploymentSummary;
import software.amazon.awssdk.services.bedrock.model.ProvisionedModelSummary;
import software.amazon.awssdk.services.bedrock.model.Tag;

/**
 * Finds every throughput and on-demand deployment of an account and region, and ends what is overdue. Needs nothing but
 * the account: it works from any machine and from a cron job. Thread-safe.
 */
public final class CapacitySweep {
    private static final Logger log = LoggerFactory.getLogger(CapacitySweep.class);

    private final Connection connection;
    private final Throughput throughput;
    private final Deployment deployment;

    private CapacitySweep(Connection connection) {
        this.connection = connection;
        this.throughput = new Throughput(connection);
        this.deployment = new Deployment(connection);
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
        look(found::add, e -> {
            throw e;
        });
        return List.copyOf(found);
    }

    /**
     * Deletes what carries this library's tags and is past the end of its lease. Goes on after a failure: with what else
     * is overdue, and with deployments where throughputs cannot be listed.
     *
     * @return what was deleted
     * @throws StillBillingException if something overdue could not be deleted, naming all of it
     * @throws io.github.tune4j.aws.AwsCallException if something could not be looked at; what could be is swept
     */
    public List<Capacity> deleteOverdue() {
        List<Capacity> deleted = new ArrayList<>();
        List<Capacity> left = new ArrayList<>();
        List<TuneException> failures = new ArrayList<>();
        look(
                capacity -> {
                    if (capacity.overdue()) {
                        delete(capacity, deleted, left, failures);
                    }
                },
                failures::add);
        if (failures.isEmpty()) {
            return List.copyOf(deleted);
        }
        TuneException first = failures.get(0);
        failures.subList(1, failures.size()).forEach(first::addSuppressed);
        throw left.isEmpty() ? first : new StillBillingException(left, connection.region(), first);
    }

    private void delete(Capacity capacity, List<Capacity> deleted, List<Capacity> left, List<TuneException> failures) {
        try {
            Ending.of(capacity.arn(), connection, () -> {
                if (capacity.arn().contains(":custom-model-deployment/")) {
                    deployment.delete(capacity.arn());
                } else {
                    throughput.delete(capacity.arn());
                }
            });
            deleted.add(capacity);
            log.info("{} was overdue and is deleted", capacity.arn());
        } catch (TuneException e) {
            left.add(capacity);
            failures.add(e);
        }
    }

    private void look(Consumer<Capacity> onCapacity, Consumer<TuneException> onFailure) {
        trying(
                onFailure,
                () -> connection
                        .call(
                                "ListProvisionedModelThroughputs",
                                () -> connection
                                        .clients()
                                        .bedrock()
                                        .listProvisionedModelThroughputsPaginator(r -> {})
                                        .provisionedModelSummaries()
                                        .stream()
                                        .toList())
                        .forEach(summary ->
                                trying(onFailure, () -> capacity(summary).ifPresent(onCapacity))));
        trying(
                onFailure,
                () -> connection
                        .call(
                                "ListCustomModelDeployments",
                                () -> connection
                                        .clients()
                                        .bedrock()
                                        .listCustomModelDeploymentsPaginator(r -> {})
                                        .modelDeploymentSummaries()
                                        .stream()
                                        .toList())
                        .forEach(summary ->
                                trying(onFailure, () -> capacity(summary).ifPresent(onCapacity))));
    }

    private static void trying(Consumer<TuneException> onFailure, Runnable look) {
        try {
            look.run();
        } catch (CancelledException e) {
            throw e;
        } catch (TuneException e) {
            onFailure.accept(e);
        }
    }

    private Optional<Capacity> capacity(ProvisionedModelSummary summary) {
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

    private Optional<Capacity> capacity(CustomModelDeploymentSummary summary) {
        return capacity(
                summary.customModelDeploymentArn(),
                summary.customModelDeploymentName(),
                summary.createdAt(),
                null,
                null);
    }

    private Optional<Capacity> capacity(
            String arn, String name, Instant createdAt, @Nullable BigDecimal perHour, @Nullable BigDecimal soFar) {
        List<Tag> found;
        try {
            found = throughput.tags(arn);
        } catch (AwsCallException e) {
            if (e.errorCode().startsWith("ResourceNotFound")) {
                return Optional.empty(); // Deleted since the list was made.
            }
            throw e;
        }
        Optional<OwnerTags> tags = OwnerTags.read(found);
        return Optional.of(new Capacity(
                arn,
                name,
                tags.map(OwnerTags::owner).orElse(null),
                createdAt,
                tags.map(OwnerTags::expiresAt).orElse(null),
                perHour,
                soFar,
                tags.filter(t -> t.overdue(createdAt, connection.time().now())).isPresent()));
    }

    private Optional<BaseModel> base(String foundationModelArn) {
        String id = foundationModelArn.substring(foundationModelArn.lastIndexOf('/') + 1);
        return connection.models().all().stream()
                .filter(model -> model.id().equals(id) || id.startsWith(model.id()))
                .findFirst();
    }
}
