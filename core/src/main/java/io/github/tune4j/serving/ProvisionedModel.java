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
import io.github.tune4j.run.Budget;
import io.github.tune4j.run.CostEstimate;
import io.github.tune4j.run.TimeSource;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.bedrock.model.GetProvisionedModelThroughputResponse;

/**
 * A tuned model on provisioned throughput, which is billed by the started hour from the moment AWS accepts it until its
 * deletion. Whoever holds this object owns the throughput: {@link #close} deletes it. Thread-safe.
 *
 * <p>It also ends by itself at the end of its lease (the shorter of {@code maxLifetime} and what the money lasts for),
 * when the session is closed, and when the JVM ends in good order. A JVM that is killed leaves it running; then its tags
 * say when it is overdue, and {@link CapacitySweep} ends it from any machine.
 */
public final class ProvisionedModel implements StreamingChatModel, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ProvisionedModel.class);

    private final Connection connection;
    private final Throughput throughput;
    private final String arn;
    private final String name;
    private final Instant createdAt;
    private final HourlyCharge charge;
    private final Budget.@Nullable Reservation reservation;
    private final @Nullable Commitment commitment;
    private final BedrockChatModel model;
    private final ShutdownGuard guard;
    private final TimeSource.@Nullable Timer lease;
    private boolean ended;

    private ProvisionedModel(
            Builder order,
            String arn,
            Instant createdAt,
            HourlyCharge charge,
            @Nullable Duration lease,
            Budget.@Nullable Reservation reservation) {
        this.connection = order.connection;
        this.throughput = order.throughput;
        this.arn = arn;
        this.name = order.order.name;
        this.createdAt = createdAt;
        this.charge = charge;
        this.reservation = reservation;
        this.commitment = order.order.commitment;
        this.model = order.modelOf(arn);
        this.guard = ShutdownGuard.over(this);
        this.lease = lease == null
                ? null
                : connection
                        .time()
                        .schedule(Duration.between(connection.time().now(), createdAt.plus(lease)), this::expire);
        connection.belongings().add(this);
    }

    /**
     * Begins an order. Nothing is bought yet.
     *
     * @param aws the session; it ends the throughput when it is closed first
     * @param model the tuned model to serve
     * @return a builder
     */
    public static Builder builder(AwsSession aws, CustomModel model) {
        return new Builder(aws, model);
    }

    /**
     * What it is called on AWS.
     *
     * @return the throughput's ARN
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
        return throughput
                .find(arn)
                .map(seen -> throughput.snapshot(seen, charge.usdPerHour()))
                .orElseGet(() -> throughput.gone(arn, createdAt));
    }

    /**
     * Waits until it answers.
     *
     * @param max how long at most; creating takes 20 to 30 minutes
     * @return this model, in service
     * @throws NotInServiceException if it takes longer: it is still yours, and closing it ends it
     * @throws ServingFailedException if AWS could not make it
     * @throws io.github.tune4j.CancelledException if the thread is interrupted
     */
    public ProvisionedModel awaitInService(Duration max) {
        return awaitInService(max, snapshot -> {});
    }

    /**
     * Waits until it answers.
     *
     * @param max how long at most; creating takes 20 to 30 minutes
     * @param onChange hears the first snapshot and each that differs in its state; what it throws is logged
     * @return this model, in service
     * @throws NotInServiceException if it takes longer: it is still yours, and closing it ends it
     * @throws ServingFailedException if AWS could not make it
     * @throws io.github.tune4j.CancelledException if the thread is interrupted
     */
    public ProvisionedModel awaitInService(Duration max, Consumer<? super ServingSnapshot> onChange) {
        new Poller<ServingSnapshot>(
                        connection,
                        arn,
                        "GetProvisionedModelThroughput",
                        () -> throughput.snapshot(throughput.get(arn), charge.usdPerHour()))
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
     * Leaves it running: closing this object or its session does nothing any more, and no sweep ends it. It is billed
     * until somebody deletes it.
     *
     * @return the ARN, to be kept
     */
    public synchronized String keepRunning() {
        if (!ended) {
            throughput.untag(arn, OwnerTags.EXPIRES);
            release();
            log.info("{} is left running{}", arn, rate());
        }
        return arn;
    }

    /**
     * Deletes it, which ends the charge. Closing again does nothing. A commitment cannot be deleted before its term
     * ends; then nothing is done, and the log says when it ends and that AWS renews it.
     *
     * @throws StillBillingException if AWS does not delete it: it goes on costing money, and closing may be tried again
     */
    @Override
    public synchronized void close() {
        if (ended) {
            return;
        }
        if (commitment != null) {
            release();
            log.warn(
                    "{} is committed: it ends no sooner than its term and renews itself until it is deleted after that",
                    arn);
            return;
        }
        try {
            Ending.of(arn, connection, () -> throughput.delete(arn));
        } catch (TuneException e) {
            throw new StillBillingException(List.of(asCapacity()), connection.region(), e);
        }
        release();
        log.info("{} is deleted{}", arn, rate());
    }

    private void release() {
        ended = true;
        charge.book(reservation, createdAt, connection.time().now());
        if (lease != null) {
            lease.cancel();
        }
        guard.disarm();
        connection.belongings().remove(this);
    }

    private void expire() {
        log.warn("The lease of {} has ended", arn);
        try {
            close();
        } catch (StillBillingException e) {
            log.error("{}", e.getMessage());
        }
    }

    private Capacity asCapacity() {
        Duration age = Duration.between(createdAt, connection.time().now());
        return new Capacity(
                arn,
                name,
                OwnerTags.ofThisProcess(null).owner(),
                createdAt,
                null,
                charge.usdPerHour(),
                charge.usd(age),
                false);
    }

    private String rate() {
        return charge.usdPerHour() == null ? "" : ", " + charge.usdPerHour().toPlainString() + " USD an hour";
    }

    @Override
    public String toString() {
        return "ProvisionedModel[" + arn + "]";
    }

    /** Collects an order. Not thread-safe. */
    public static final class Builder {
        private final Connection connection;
        private final AwsSession aws;
        private final CustomModel model;
        private final Throughput throughput;
        private final ThroughputOrder order;
        private BedrockChatModel.Api api = BedrockChatModel.Api.CONVERSE;
        private @Nullable Pace pace;

        private Builder(AwsSession aws, CustomModel model) {
            this.connection = Connection.of(aws);
            this.aws = aws;
            this.model = model;
            this.throughput = new Throughput(connection);
            this.order = new ThroughputOrder(model.name());
        }

        /**
         * Sets the name, unique among the throughputs of the account and region.
         *
         * @param name 1 to 63 letters and digits with single hyphens or underscores between; the model's name unless set
         * @return this builder
         */
        public Builder name(String name) {
            order.name = name;
            return this;
        }

        /**
         * Sets how much capacity is bought.
         *
         * @param modelUnits from 1; 1 unless set
         * @return this builder
         */
        public Builder units(int modelUnits) {
            order.units = modelUnits;
            return this;
        }

        /**
         * Sets how long it may live; it is deleted a minute before that, so that no further hour begins.
         *
         * @param lifetime at least two minutes
         * @return this builder
         */
        public Builder maxLifetime(Duration lifetime) {
            order.maxLifetime = lifetime;
            return this;
        }

        /**
         * Limits what this throughput alone may cost; the session's budget counts as well. It is deleted before the hour
         * that would go beyond it.
         *
         * @param limit US dollars, such as {@code "264"}
         * @return this builder
         */
        public Builder budgetUsd(String limit) {
            order.budgetUsd = limit;
            return this;
        }

        /**
         * Buys it for a term.
         *
         * @param commitment the term with the consent to its total
         * @return this builder
         */
        public Builder commitment(Commitment commitment) {
            order.commitment = commitment;
            return this;
        }

        /**
         * Sets which way the model is called.
         *
         * @param api {@link BedrockChatModel.Api#CONVERSE} unless set
         * @return this builder
         */
        public Builder api(BedrockChatModel.Api api) {
            this.api = api;
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
         * Sets tags beside those that say owner, process and end of the lease.
         *
         * @param tags keys and values
         * @return this builder
         */
        public Builder tags(Map<String, String> tags) {
            order.tags = new LinkedHashMap<>(tags);
            return this;
        }

        /**
         * What so long would cost. Calls nothing.
         *
         * @param use how long it is to run
         * @return the estimate; without amount when the price is not publicly known
         */
        public CostEstimate estimate(Duration use) {
            HourlyCharge charge = charge();
            return CostEstimate.of(
                    List.of(new CostEstimate.Line(
                            "Provisioned throughput " + order.name,
                            HourlyCharge.startedHours(use) + " started hours of " + order.units + " units",
                            charge.usd(use))),
                    charge.priceDate());
        }

        /**
         * Buys it. Returns as soon as AWS has accepted, so that no time-out can lose it; wait inside the try block.
         *
         * @return the throughput, yours to close
         * @throws InvalidInputException if a setting is wrong, or the consent differs from the price
         * @throws io.github.tune4j.run.BudgetExceededException if the money does not suffice; nothing is bought
         * @throws io.github.tune4j.aws.AwsCallException if AWS refuses
         */
        public ProvisionedModel provision() {
            order.check(base(), connection.prices());
            HourlyCharge charge = charge();
            Duration lease = lease(charge);
            Budget.Reservation reservation = reserve(charge, lease);
            Instant expiry = lease == null ? null : connection.time().now().plus(lease);
            try {
                // Fresh for each purchase: AWS answers a repeated token with the ARN of the first, deleted or not.
                String token = UUID.randomUUID().toString();
                String arn = connection
                        .call(
                                "CreateProvisionedModelThroughput",
                                () -> connection
                                        .clients()
                                        .bedrock()
                                        .createProvisionedModelThroughput(r -> r.provisionedModelName(order.name)
                                                .modelId(model.arn())
                                                .modelUnits(order.units)
                                                .commitmentDuration(
                                                        order.commitment == null ? null : order.commitment.duration())
                                                .tags(OwnerTags.ofThisProcess(expiry)
                                                        .with(order.tags))
                                                .clientRequestToken(token)))
                        .provisionedModelArn();
                ProvisionedModel bought =
                        new ProvisionedModel(this, arn, connection.time().now(), charge, lease, reservation);
                log.info("Bought {}{}, {}", arn, bought.rate(), lease == null ? "without end" : "until " + expiry);
                log.info("If this JVM is killed it is left running: run CapacitySweep.deleteOverdue from anywhere");
                return bought;
            } catch (RuntimeException e) {
                if (reservation != null) {
                    reservation.close();
                }
                throw e;
            }
        }

        /**
         * Takes over the living throughput of this name when it is this library's and serves this model; buys it when
         * there is none. Two processes that do so at one instant may both own it: there is still one throughput, and the
         * first close ends it for both.
         *
         * @return the throughput, yours to close
         * @throws InvalidInputException if the name is taken by something else, or another process holds its lease
         * @throws io.github.tune4j.run.BudgetExceededException if the money does not suffice; nothing is bought
         * @throws io.github.tune4j.aws.AwsCallException if AWS refuses
         */
        public ProvisionedModel provisionOrAdopt() {
            InvalidInputException.check(order);
            Optional<GetProvisionedModelThroughputResponse> living = throughput.find(order.name);
            return living.isPresent() ? adopt(living.get()) : provision();
        }

        private ProvisionedModel adopt(GetProvisionedModelThroughputResponse living) {
            String arn = living.provisionedModelArn();
            OwnerTags tags = OwnerTags.read(throughput.tags(arn))
                    .orElseThrow(() -> refused(arn, "was not bought with this library", "choose another name."));
            if (!living.modelArn().equals(model.arn())) {
                throw refused(arn, "serves another model, " + living.modelArn(), "choose another name.");
            }
            if (tags.heldByAnother(connection.time().now())) {
                throw refused(
                        arn,
                        "is held by another process (" + tags.holder() + ") until " + tags.expiresAt(),
                        "wait for it, or choose another name.");
            }
            HourlyCharge charge = charge();
            Duration lease = lease(charge);
            Budget.Reservation reservation = reserve(charge, lease);
            Instant expiry = lease == null ? null : living.creationTime().plus(lease);
            throughput.tag(arn, OwnerTags.ofThisProcess(expiry).with(order.tags));
            log.info("Took over {}", arn);
            return new ProvisionedModel(this, arn, living.creationTime(), charge, lease, reservation);
        }

        private InvalidInputException refused(String arn, String why, String remedy) {
            return InvalidInputException.of("The name " + order.name + " is taken: " + arn + " " + why + ".", remedy);
        }

        private @Nullable Duration lease(HourlyCharge charge) {
            Duration own = order.lease(charge);
            Budget purse = connection.budget();
            if (own != null || purse == null || charge.usdPerHour() == null) {
                return own;
            }
            Duration affordable = charge.affordable(purse.remainingUsd());
            return affordable.isZero() ? Duration.ofHours(1) : affordable.minusMinutes(1);
        }

        private Budget.@Nullable Reservation reserve(HourlyCharge charge, @Nullable Duration lease) {
            Budget purse = connection.budget();
            if (purse == null) {
                return null;
            }
            BigDecimal most = order.commitment == null
                    ? charge.usd(lease == null ? Duration.ofHours(1) : lease)
                    : order.commitment.totalUsd();
            return purse.reserve("throughput " + order.name, most);
        }

        private HourlyCharge charge() {
            return order.charge(base(), connection.prices());
        }

        private BaseModel base() {
            return model.baseModel();
        }

        private BedrockChatModel modelOf(String arn) {
            BedrockChatModel.Builder settings =
                    BedrockChatModel.builder(aws, arn).api(api);
            return (pace == null ? settings : settings.pace(pace)).build();
        }
    }
}
