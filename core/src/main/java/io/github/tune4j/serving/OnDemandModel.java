package io.github.tune4j.serving;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.TuneException;
import io.github.tune4j.aws.AwsSession;
import io.github.tune4j.aws.BedrockChatModel;
import io.github.tune4j.aws.internal.Connection;
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
    private boolean ended;

    private OnDemandModel(Builder order, String arn, Instant createdAt) {
        this.connection = order.connection;
        this.deployment = order.deployment;
        this.arn = arn;
        this.name = order.name;
        this.createdAt = createdAt;
        this.model = order.modelOf(arn);
        this.guard = ShutdownGuard.over(this);
        connection.belongings().add(this);
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
     * Leaves it deployed: closing this object or its session does nothing any more.
     *
     * @return the ARN, to be kept
     */
    public synchronized String keepRunning() {
        if (!ended) {
            release();
            log.info("{} is left deployed", arn);
        }
        return arn;
    }

    /**
     * Deletes the deployment; the tuned model stays. Closing again does nothing.
     *
     * @throws StillBillingException if AWS does not delete it; closing may be tried again
     */
    @Override
    public synchronized void close() {
        if (ended) {
            return;
        }
        try {
            Ending.of(arn, connection, () -> deployment.delete(arn));
        } catch (TuneException e) {
            Capacity left =
                    new Capacity(arn, name, OwnerTags.ofThisProcess(null).owner(), createdAt, null, null, null, false);
            throw new StillBillingException(List.of(left), connection.region(), e);
        }
        release();
        log.info("{} is deleted", arn);
    }

    private void release() {
        ended = true;
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
         * @throws io.github.tune4j.aws.AwsCallException if AWS refuses
         */
        public OnDemandModel deploy() {
            check();
            String token = UUID.randomUUID().toString();
            String arn = connection
                    .call(
                            "CreateCustomModelDeployment",
                            () -> connection
                                    .clients()
                                    .bedrock()
                                    .createCustomModelDeployment(r -> r.modelDeploymentName(name)
                                            .modelArn(model.arn())
                                            .tags(OwnerTags.ofThisProcess(null).with(Map.of()))
                                            .clientRequestToken(token)))
                    .customModelDeploymentArn();
            log.info("Deployed {}, charged by the token", arn);
            return new OnDemandModel(this, arn, connection.time().now());
        }

        /**
         * Takes over the deployment of this name when it serves this model; makes it when there is none.
         *
         * @return the deployment, yours to close
         * @throws InvalidInputException if the name is taken by another model, or the model cannot be served on demand
         * @throws io.github.tune4j.aws.AwsCallException if AWS refuses
         */
        public OnDemandModel deployOrAdopt() {
            check();
            Optional<GetCustomModelDeploymentResponse> living = deployment.find(name);
            if (living.isEmpty()) {
                return deploy();
            }
            if (!living.get().modelArn().equals(model.arn())) {
                throw InvalidInputException.of(
                        "The name " + name + " is taken: " + living.get().customModelDeploymentArn() + " serves "
                                + living.get().modelArn() + ".",
                        "choose another name.");
            }
            return new OnDemandModel(
                    this, living.get().customModelDeploymentArn(), living.get().createdAt());
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
