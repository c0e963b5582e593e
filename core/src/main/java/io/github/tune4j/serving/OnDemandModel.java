package io.github.tune4j.serving;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.TuneException;
import io.github.tune4j.aws.AwsCallException;
import io.github.tune4j.aws.AwsSession;
import io.github.tune4j.aws.BedrockChatModel;
import io.github.tune4j.aws.internal.Connection;
import io.github.tune4j.aws.internal.LifecycleGuard;
import io.github.tune4j.aws.internal.Poller;
import io.github.tune4j.chat.ChatReply;
import io.github.tune4j.chat.ChatRequest;
import io.github.tune4j.chat.Pace;
import io.github.tune4j.chat.StreamingChatModel;
import io.github.tune4j.job.CustomModel;
import io.github.tune4j.model.BaseModel;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.bedrock.model.GetCustomModelDeploymentResponse;

/**
 * A tuned model deployed on demand: charged by the token, nothing while it is idle. Bedrock offers it for Nova and
 * Llama 3.3. Whoever holds this object owns the deployment: {@link #close} deletes it. Thread-safe.
 */
public final class OnDemandModel implements StreamingChatModel, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(OnDemandModel.class);

    private final Connection connection;
    private final Deployment deployment;
    private final String arn;
    private final String name;
    private final Instant createdAt;
    private final BedrockChatModel model;
    private final ShutdownGuard guard;
    private final @Nullable LeaseTimer lease;
    private final Complaint overdue = new Complaint();
    private boolean ended;
    private boolean expired;

    private OnDemandModel(Builder order, String arn, Instant createdAt, @Nullable Duration left, ShutdownGuard guard) {
        this.connection = order.connection;
        this.deployment = order.deployment;
        this.arn = arn;
        this.name = order.name;
        this.createdAt = createdAt;
        this.model = order.modelOf(arn);
        this.guard = guard;
        connection.belongings().add(this);
        this.lease = left == null ? null : LeaseTimer.start(connection.time(), left, () -> {}, this::expire);
    }

    /**
     * Begins a deployment. Nothing is made yet.
     *
     * @param aws the session; it ends the deployment when it is closed first
     * @param model the tuned model to serve
     * @return a builder
     */
    public static Builder builder(AwsSession aws, CustomModel model) {
        return new Builder(aws, model);
    }

    /**
     * What it is called on AWS.
     *
     * @return the deployment's ARN
     */
    public String arn() {
        return arn;
    }

    @Override
    public String name() {
        return name;
    }

    /**
     * Looks once.
     *
     * @return how it stands now
     */
    public ServingSnapshot snapshot() {
        return deployment.find(arn).map(deployment::snapshot).orElseGet(() -> deployment.gone(arn, createdAt));
    }

    /**
     * Waits until it answers.
     *
     * @param max how long at most
     * @return this model, in service
     * @throws NotInServiceException if it takes longer: it is still yours, and closing it ends it
     * @throws ServingFailedException if AWS could not make it
     * @throws io.github.tune4j.CancelledException if the thread is interrupted
     */
    public OnDemandModel awaitInService(Duration max) {
        return awaitInService(max, snapshot -> {});
    }

    /**
     * Waits until it answers.
     *
     * @param max how long at most
     * @param onChange hears the first snapshot and each that differs in its state; what it throws is logged
     * @return this model, in service
     * @throws NotInServiceException if it takes longer: it is still yours, and closing it ends it
     * @throws ServingFailedException if AWS could not make it
     * @throws io.github.tune4j.CancelledException if the thread is interrupted
     */
    public OnDemandModel awaitInService(Duration max, Consumer<? super ServingSnapshot> onChange) {
        new Poller<ServingSnapshot>(
                        connection, arn, "GetCustomModelDeployment", () -> deployment.snapshot(deployment.get(arn)))
                .await(
                        max,
                        Serving::inService,
                        (before, now) -> before.state() != now.state(),
                        onChange,
                        last -> new NotInServiceException(last, max));
        return this;
    }

    @Override
    public ChatReply chat(ChatRequest request) {
        return model.chat(request);
    }

    @Override
    public ChatReply chat(ChatRequest request, Consumer<? super String> onText) {
        return model.chat(request, onText);
    }

    /**
     * Has it serve another tuned model of the same base model. That takes AWS some minutes, in which the old one answers.
     *
     * @param other the model to serve from now on
     * @throws io.github.tune4j.aws.AwsCallException if AWS refuses, as it does before it is in service
     */
    public void exchangeModel(CustomModel other) {
        deployment.update(arn, other.arn());
        log.info("{} is to serve {} now", arn, other.arn());
    }

    /**
     * Leaves it deployed: closing this object or its session does nothing any more, and no sweep ends it.
     *
     * @return the ARN, to be kept
     */
    public synchronized String keepRunning() {
        if (!ended) {
            deployment.untag(arn, OwnerTags.EXPIRES);
            release();
            log.info("{} is left deployed", arn);
        }
        return arn;
    }

    /**
     * Deletes the deployment; the tuned model stays. Closing again does nothing. AWS deletes none that is still being made,
     * so closing then waits until it is, some minutes.
     *
     * @throws StillBillingException if AWS does not delete it; closing may be tried again
     */
    @Override
    public void close() {
        end(delete -> Ending.of(arn, connection, delete));
    }

    private synchronized void end(Consumer<Runnable> way) {
        if (ended) {
            return;
        }
        try {
            way.accept(() -> deployment.delete(arn));
        } catch (TuneException e) {
            Capacity left = new Capacity(arn, name, OwnerTags.thisOwner(), createdAt, null, null, null, false);
            throw new StillBillingException(List.of(left), connection.region(), e);
        }
        release();
        log.info("{} is deleted", arn);
    }

    /** At each look after the end of the lease, so that the next look is the next attempt. */
    private void expire() {
        if (!expired) {
            expired = true;
            log.warn("The lease of {} has ended", arn);
        }
        try {
            end(Runnable::run);
        } catch (StillBillingException e) {
            overdue.about(e, connection.time().now()).ifPresent(log::error);
        }
    }

    private void release() {
        ended = true;
        if (lease != null) {
            lease.cancel();
        }
        guard.disarm();
        connection.belongings().remove(this);
    }

    @Override
    public String toString() {
        return "OnDemandModel[" + arn + "]";
    }

    /** Collects a deployment. Not thread-safe. */
    public static final class Builder {
        private final Connection connection;
        private final AwsSession aws;
        private final CustomModel model;
        private final Deployment deployment;

        @Size(min = 1, max = 63)
        @Pattern(regexp = ThroughputOrder.NAME_PATTERN)
        @NotNull
        private String name;

        @DurationMin(minutes = 2, message = "must be at least two minutes")
        private @Nullable Duration maxLifetime;

        @NotNull
        private Map<String, String> tags = Map.of();

        private @Nullable Pace pace;

        private Builder(AwsSession aws, CustomModel model) {
            this.connection = Connection.of(aws);
            this.aws = aws;
            this.model = model;
            this.deployment = new Deployment(connection);
            this.name = model.name();
        }

        /**
         * Sets the name, unique among the deployments of the account and region.
         *
         * @param name 1 to 63 letters and digits with single hyphens or underscores between; the model's name unless set
         * @return this builder
         */
        public Builder name(String name) {
            this.name = name;
            return this;
        }

        /**
         * Sets how long it may live; then it is deleted. It costs nothing while nobody asks it, so this is for order, not
         * for thrift.
         *
         * @param lifetime at least two minutes; without end unless set
         * @return this builder
         */
        public Builder maxLifetime(Duration lifetime) {
            this.maxLifetime = lifetime;
            return this;
        }

        /**
         * Sets tags beside those that say owner, process and end of the lease.
         *
         * @param tags keys and values
         * @return this builder
         */
        public Builder tags(Map<String, String> tags) {
            this.tags = Map.copyOf(tags);
            return this;
        }

        /**
         * Sets the pace of its calls.
         *
         * @param pace an adaptive one of its own unless set
         * @return this builder
         */
        public Builder pace(Pace pace) {
            this.pace = pace;
            return this;
        }

        /**
         * Makes the deployment. Returns as soon as AWS has accepted; wait inside the try block.
         *
         * @return the deployment, yours to close
         * @throws InvalidInputException if a setting is wrong, or the model cannot be served on demand
         * @throws TuneException if the base model has ended; or if the JVM is ending: what was made by then is deleted again
         * @throws io.github.tune4j.aws.AwsCallException if AWS refuses
         */
        public OnDemandModel deploy() {
            check();
            return ShutdownGuard.around("deployment " + name, this::made);
        }

        private OnDemandModel made(ShutdownGuard guard) {
            new LifecycleGuard(connection).mustAllow(model.baseModel(), LifecycleGuard.Purpose.DEPLOYMENT);
            String token = UUID.randomUUID().toString();
            Instant asked = connection.time().now();
            String arn = connection
                    .call(
                            "CreateCustomModelDeployment",
                            () -> connection
                                    .clients()
                                    .bedrock()
                                    .createCustomModelDeployment(r -> r.modelDeploymentName(name)
                                            .modelArn(model.arn())
                                            .tags(OwnerTags.ofThisProcess(null, expiry(asked), maxLifetime)
                                                    .with(tags))
                                            .clientRequestToken(token)))
                    .customModelDeploymentArn();
            log.info("Deployed {}, charged by the token", arn);
            return new OnDemandModel(this, arn, asked, maxLifetime, guard);
        }

        /**
         * Takes over the deployment of this name when it is this library's and serves this model; makes it when there is
         * none. Its lifetime counts from now.
         *
         * @return the deployment, yours to close
         * @throws InvalidInputException if the name is taken by something else, another living process holds its lease, or
         *     the model cannot be served on demand
         * @throws TuneException if the base model has ended; or if the JVM is ending: what was made by then is deleted again
         * @throws io.github.tune4j.aws.AwsCallException if AWS refuses
         */
        public OnDemandModel deployOrAdopt() {
            check();
            return ShutdownGuard.around("deployment " + name, this::adoptedOrMade);
        }

        private OnDemandModel adoptedOrMade(ShutdownGuard guard) {
            Optional<GetCustomModelDeploymentResponse> living = deployment.find(name);
            if (living.isPresent()) {
                return adopt(living.get(), guard);
            }
            try {
                return made(guard);
            } catch (AwsCallException e) {
                // Somebody else may have made it since the look.
                Optional<GetCustomModelDeploymentResponse> meanwhile =
                        e.retryable() ? Optional.empty() : deployment.find(name);
                if (meanwhile.isEmpty()) {
                    throw e;
                }
                return adopt(meanwhile.get(), guard);
            }
        }

        private OnDemandModel adopt(GetCustomModelDeploymentResponse living, ShutdownGuard guard) {
            String arn = living.customModelDeploymentArn();
            OwnerTags there = OwnerTags.read(deployment.tags(arn))
                    .orElseThrow(() -> taken(arn, "was not made with this library", "choose another name."));
            if (!living.modelArn().equals(model.arn())) {
                throw taken(arn, "serves another model, " + living.modelArn(), "choose another name.");
            }
            Instant now = connection.time().now();
            if (there.heldByAnother(now)) {
                throw taken(
                        arn,
                        "is held by another process (" + there.holder() + ") until " + there.expiresAt(),
                        "wait for it, or choose another name.");
            }
            Instant end = expiry(now);
            Duration lifetime = end == null ? null : Duration.between(living.createdAt(), end);
            deployment.tag(arn, OwnerTags.ofThisProcess(null, end, lifetime).with(tags));
            if (maxLifetime == null) {
                deployment.untag(arn, OwnerTags.EXPIRES);
            }
            log.info("Took over {}", arn);
            return new OnDemandModel(this, arn, living.createdAt(), maxLifetime, guard);
        }

        private InvalidInputException taken(String arn, String why, String remedy) {
            return InvalidInputException.of("The name " + name + " is taken: " + arn + " " + why + ".", remedy);
        }

        private @Nullable Instant expiry(Instant from) {
            return maxLifetime == null ? null : from.plus(maxLifetime);
        }

        private void check() {
            InvalidInputException.check(this);
            BaseModel base = model.baseModel();
            if (!base.servedBy(BaseModel.ServingKind.ON_DEMAND)) {
                throw InvalidInputException.of(
                        base.title() + " cannot be served on demand once it is tuned.",
                        "serve it on provisioned throughput: ProvisionedModel.");
            }
        }

        private BedrockChatModel modelOf(String arn) {
            BedrockChatModel.Builder settings = BedrockChatModel.builder(aws, arn);
            return (pace == null ? settings : settings.pace(pace)).build();
        }
    }
}
