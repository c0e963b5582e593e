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
import io.github.tune4j.run.CostEstimate;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 * when the session is closed, and when the JVM ends in good order. A JVM that is killed leaves it running: with
 * {@code watchdog(true)} a process of its own ends it at the end of its lease; without, its tags say when it is overdue,
 * and {@link CapacitySweep} ends it from any machine.
 */
public final class ProvisionedModel implements StreamingChatModel, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ProvisionedModel.class);

    private final Connection connection;
    private final Throughput throughput;
    private final String arn;
    private final Instant createdAt;
    private final HourMeter meter;
    private final boolean committed;
    private final BedrockChatModel model;
    private final ShutdownGuard guard;
    private final @Nullable LeaseTimer lease;
    private final WatchdogLink.@Nullable Watch watch;
    private final Complaint overdue = new Complaint();
    private volatile String name;
    private boolean ended;
    private boolean expired;

    private ProvisionedModel(Builder order, Purchase.Owned owned, ShutdownGuard guard) {
        this.connection = order.connection;
        this.throughput = new Throughput(connection);
        this.arn = owned.arn();
        this.name = order.order.name;
        this.createdAt = owned.createdAt();
        this.meter = owned.meter();
        this.committed = order.order.commitment != null;
        this.model = order.modelOf(arn);
        this.watch = owned.watch();
        this.guard = guard;
        connection.belongings().add(this);
        // A term is paid for, and nothing ends it.
        this.lease = committed
                ? null
                : LeaseTimer.start(
                        connection.time(),
                        owned.left(),
                        () -> meter.upTo(connection.time().now()),
                        this::expire);
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
                .map(seen -> throughput.snapshot(seen, meter.charge().usdPerHour()))
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
                        () -> throughput.snapshot(
                                throughput.get(arn), meter.charge().usdPerHour()))
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
     * Gives it another name; it is in service all the while.
     *
     * @param newName 1 to 63 letters and digits with single hyphens or underscores between, not in use
     * @throws io.github.tune4j.aws.AwsCallException if AWS refuses, as it does before it is in service
     */
    public void rename(String newName) {
        throughput.update(arn, newName, null);
        name = newName;
        log.info("{} is called {} now", arn, newName);
    }

    /**
     * Has it serve another tuned model of the same base model. That takes AWS some minutes, in which the old one answers;
     * {@link #snapshot} then says {@link ServingSnapshot.State#UPDATING}.
     *
     * @param other the model to serve from now on
     * @throws io.github.tune4j.aws.AwsCallException if AWS refuses, as it does before it is in service
     */
    public void exchangeModel(CustomModel other) {
        throughput.update(arn, null, other.arn());
        log.info("{} is to serve {} now", arn, other.arn());
    }

    /**
     * Leaves it running: closing this object or its session does nothing any more, and neither a sweep nor a watchdog
     * ends it. It is billed until somebody deletes it.
     *
     * @return the ARN, to be kept
     */
    public synchronized String keepRunning() {
        if (!ended) {
            throughput.untag(arn, OwnerTags.EXPIRES);
            release();
            log.info("{} is left running{}", arn, meter.charge().rate());
        }
        return arn;
    }

    /**
     * Until when AWS does not delete it. It renews itself for another term at that moment unless it is deleted first.
     *
     * @return the end of the term; empty without a commitment
     * @throws io.github.tune4j.aws.AwsCallException if AWS refuses to tell
     */
    public Optional<Instant> committedUntil() {
        return throughput.find(arn).map(GetProvisionedModelThroughputResponse::commitmentExpirationTime);
    }

    /**
     * Deletes it, which ends the charge. Closing again does nothing.
     *
     * <p>A commitment cannot be deleted before its term ends. Then nothing is deleted: the log says when the term ends, that
     * AWS renews it then, and how to delete it.
     *
     * @throws StillBillingException if AWS does not delete it: it goes on costing money, and closing may be tried again
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
            if (committed && staysCommitted()) {
                release();
                return;
            }
            way.accept(() -> throughput.delete(arn));
        } catch (TuneException e) {
            throw new StillBillingException(List.of(asCapacity()), connection.region(), e);
        }
        release();
        log.info("{} is deleted{}", arn, meter.charge().rate());
    }

    private boolean staysCommitted() {
        Optional<Instant> end = committedUntil();
        boolean stays = end.filter(connection.time().now()::isBefore).isPresent();
        if (stays) {
            log.warn(
                    "{} is not deleted: it is committed until {}, and AWS renews it then for another term unless it is"
                            + " deleted after that moment: {}",
                    arn,
                    end.get(),
                    StillBillingException.command(arn, connection.region()));
        }
        return stays;
    }

    private void release() {
        ended = true;
        if (lease != null) {
            lease.cancel();
        }
        meter.upTo(connection.time().now());
        meter.close();
        if (watch != null) {
            watch.release();
        }
        guard.disarm();
        connection.belongings().remove(this);
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

    private Capacity asCapacity() {
        Duration age = Duration.between(createdAt, connection.time().now());
        return new Capacity(
                arn,
                name,
                OwnerTags.thisOwner(),
                createdAt,
                null,
                meter.charge().usdPerHour(),
                meter.charge().usd(age),
                false);
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
        private final ThroughputOrder order;
        private BedrockChatModel.Api api = BedrockChatModel.Api.CONVERSE;
        private @Nullable Pace pace;

        private Builder(AwsSession aws, CustomModel model) {
            this.connection = Connection.of(aws);
            this.aws = aws;
            this.model = model;
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
         * Has a small process of its own watch over the throughput: it outlives this JVM, even one that is killed, deletes
         * the throughput at the end of its lease, and exits. It is started before the first purchase of the session, which
         * fails when it cannot be. It does not outlive the machine or the container; a {@link CapacitySweep} from
         * elsewhere does.
         *
         * @param on false unless set; true needs a lease: {@code maxLifetime}, {@code budgetUsd} or a budget of the session
         * @return this builder
         */
        public Builder watchdog(boolean on) {
            order.watchdog = on;
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
         * @param use how long it is to run; a commitment costs its whole term
         * @return the estimate; without amount when the price is not publicly known
         */
        public CostEstimate estimate(Duration use) {
            HourlyCharge charge = order.charge(model.baseModel(), connection.prices());
            Commitment term = order.commitment;
            return CostEstimate.of(
                    List.of(new CostEstimate.Line(
                            "Provisioned throughput " + order.name,
                            term == null
                                    ? HourlyCharge.startedHours(use) + " started hours of " + order.units + " units"
                                    : term.months() + " months of " + order.units + " units",
                            term == null ? charge.usd(use) : term.totalUsd())),
                    charge.priceDate());
        }

        /**
         * Buys it. Returns as soon as AWS has accepted, so that no time-out can lose it; wait inside the try block. With a
         * budget on the session the first hour is charged at once, and each further hour when it begins.
         *
         * @return the throughput, yours to close
         * @throws InvalidInputException if a setting is wrong, or the consent differs from the price
         * @throws io.github.tune4j.run.BudgetExceededException if the money does not suffice; nothing is bought
         * @throws TuneException if the base model is Legacy or has ended, or a watchdog is wanted and cannot be started;
         *     nothing is bought. Or if the JVM is ending: what was bought by then is deleted again
         * @throws io.github.tune4j.aws.AwsCallException if AWS refuses
         */
        public ProvisionedModel provision() {
            return ShutdownGuard.around(
                    "throughput " + order.name,
                    guard -> new ProvisionedModel(this, new Purchase(connection, model, order).buy(), guard));
        }

        /**
         * Takes over the living throughput of this name when it is this library's and serves this model; buys it when
         * there is none. Its lease counts from its purchase, so that no number of restarts makes it longer; one that is past
         * it is deleted, and another one is bought.
         *
         * <p>Two processes that take over at one instant may both own it, because AWS's tags cannot be set on a condition:
         * there is still one throughput, and the first close ends it for both.
         *
         * @return the throughput, yours to close
         * @throws InvalidInputException if the name is taken by something else, or another living process holds its lease
         * @throws io.github.tune4j.run.BudgetExceededException if the money does not suffice; nothing is bought
         * @throws TuneException if the base model is Legacy or has ended, or a watchdog is wanted and cannot be started;
         *     nothing is bought. Or if the JVM is ending: what was bought by then is deleted again
         * @throws io.github.tune4j.aws.AwsCallException if AWS refuses
         */
        public ProvisionedModel provisionOrAdopt() {
            return ShutdownGuard.around(
                    "throughput " + order.name,
                    guard -> new ProvisionedModel(this, new Purchase(connection, model, order).adoptOrBuy(), guard));
        }

        private BedrockChatModel modelOf(String arn) {
            BedrockChatModel.Builder settings =
                    BedrockChatModel.builder(aws, arn).api(api);
            return (pace == null ? settings : settings.pace(pace)).build();
        }
    }
}
