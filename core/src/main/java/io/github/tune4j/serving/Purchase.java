package io.github.tune4j.serving;

import io.github.tune4j.CancelledException;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.TuneException;
import io.github.tune4j.aws.AwsCallException;
import io.github.tune4j.aws.internal.Connection;
import io.github.tune4j.aws.internal.LifecycleGuard;
import io.github.tune4j.job.CustomModel;
import io.github.tune4j.model.BaseModel;
import io.github.tune4j.run.Budget;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.bedrock.model.GetProvisionedModelThroughputResponse;

/** How a throughput comes into somebody's hands: bought, or taken over. */
final class Purchase {
    private static final Logger log = LoggerFactory.getLogger(ProvisionedModel.class);
    /** Apart, so that who sweeps from elsewhere can leave it out. */
    private static final Logger unwatched = LoggerFactory.getLogger(ProvisionedModel.class.getName() + ".unwatched");

    private final Connection connection;
    private final Throughput throughput;
    private final CustomModel model;
    private final ThroughputOrder order;

    Purchase(Connection connection, CustomModel model, ThroughputOrder order) {
        this.connection = connection;
        this.throughput = new Throughput(connection);
        this.model = model;
        this.order = order;
    }

    /**
     * A throughput with all that its owner must know.
     *
     * @param createdAt when AWS accepted it, as near as is known
     * @param left how long its lease lasts from now; null when it has none
     * @param meter what it costs
     * @param watch the watchdog over it; null without one
     */
    record Owned(
            String arn,
            Instant createdAt,
            @Nullable Duration left,
            HourMeter meter,
            WatchdogLink.@Nullable Watch watch) {}

    Owned buy() {
        order.check(base(), connection.prices());
        new LifecycleGuard(connection).mustAllow(base(), LifecycleGuard.Purpose.THROUGHPUT);
        HourlyCharge charge = charge();
        Duration lease = lease(charge, HourMeter.Booked.NOTHING);
        Budget.Reservation reservation = null;
        WatchdogLink.Watch watch = null;
        // Fresh for each purchase: AWS answers a repeated token with the ARN of the first, deleted or not.
        String token = UUID.randomUUID().toString();
        String purchase = purchaseName(token);
        try {
            reservation = reserve(purchase, most(charge, lease));
            Instant expiry = lease == null ? null : connection.time().now().plus(lease);
            watch = watch(purchase, lease, expiry, null);
            Instant asked = connection.time().now();
            String arn = create(token, OwnerTags.ofThisProcess(purchase, expiry, lease));
            if (watch != null) {
                watch.bought(arn);
            }
            HourMeter meter = meter(charge, reservation, asked, HourMeter.Booked.NOTHING);
            meter.upTo(connection.time().now());
            log.info("Bought {}{}, {}", arn, charge.rate(), lease == null ? "without end" : "until " + expiry);
            if (watch == null && order.commitment == null) {
                warnOfKill(arn, charge, expiry);
            }
            return new Owned(arn, asked, lease, meter, watch);
        } catch (RuntimeException e) {
            if (reservation != null) {
                reservation.close();
            }
            if (watch != null && e instanceof AwsCallException refused && !refused.retryable()) {
                watch.release();
            }
            throw e;
        }
    }

    /** What is to be said of a throughput over which nothing watches. */
    private void warnOfKill(String arn, HourlyCharge charge, @Nullable Instant expiry) {
        String cost = charge.usdPerHour() == null
                ? "costing money"
                : "costing " + charge.usdPerHour().toPlainString() + " USD an hour";
        String region = connection.region().id();
        if (expiry == null) {
            unwatched.warn(
                    "If this JVM is killed, {} goes on {} until it is deleted by hand: it has no lease, so no sweep ends it."
                            + " SweepCapacity --region {} lists it, and this deletes it: {}; maxLifetime would give it an"
                            + " end",
                    arn,
                    cost,
                    region,
                    StillBillingException.command(arn, connection.region()));
        } else {
            unwatched.warn(
                    "If this JVM is killed, {} goes on {} until {} and from then on until somebody runs SweepCapacity"
                            + " --delete --region {} (or CapacitySweep.deleteOverdue); watchdog(true) would end it",
                    arn,
                    cost,
                    expiry,
                    region);
        }
    }

    private String create(String token, OwnerTags tags) {
        try {
            return connection
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
                                            .tags(tags.with(order.tags))
                                            .clientRequestToken(token)))
                    .provisionedModelArn();
        } catch (AwsCallException e) {
            if (!e.retryable()) {
                throw e;
            }
            return bought(tags).orElseThrow(() -> e);
        } catch (CancelledException e) {
            endUnheard(tags);
            throw e;
        }
    }

    /** What a purchase brought whose answer was lost. */
    private Optional<String> bought(OwnerTags tags) {
        try {
            return throughput
                    .find(order.name)
                    .map(GetProvisionedModelThroughputResponse::provisionedModelArn)
                    .filter(arn -> OwnerTags.read(throughput.tags(arn))
                            .filter(there ->
                                    tags.purchase() != null && tags.purchase().equals(there.purchase()))
                            .isPresent());
        } catch (TuneException e) {
            log.error(
                    "Whether throughput {} was bought is not known: {} Look at it with SweepCapacity --region {}",
                    order.name,
                    e.getMessage(),
                    connection.region().id());
            return Optional.empty();
        }
    }

    private void endUnheard(OwnerTags tags) {
        boolean interrupted = Thread.interrupted();
        try {
            bought(tags).ifPresent(arn -> {
                Ending.of(arn, connection, () -> throughput.delete(arn));
                log.info("{} is deleted: its purchase was interrupted", arn);
            });
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    Owned adoptOrBuy() {
        order.check(base(), connection.prices());
        Optional<GetProvisionedModelThroughputResponse> living = throughput.find(order.name);
        if (living.isPresent()) {
            return adopt(living.get());
        }
        try {
            return buy();
        } catch (AwsCallException e) {
            // Somebody else may have bought it since the look.
            Optional<GetProvisionedModelThroughputResponse> meanwhile =
                    e.retryable() ? Optional.empty() : throughput.find(order.name);
            if (meanwhile.isEmpty()) {
                throw e;
            }
            return adopt(meanwhile.get());
        }
    }

    private Owned adopt(GetProvisionedModelThroughputResponse living) {
        String arn = living.provisionedModelArn();
        OwnerTags tags = OwnerTags.read(throughput.tags(arn))
                .orElseThrow(() -> refused(arn, "was not bought with this library", "choose another name."));
        if (!living.modelArn().equals(model.arn())) {
            throw refused(arn, "serves another model, " + living.modelArn(), "choose another name.");
        }
        if (living.modelUnits() != order.units) {
            throw refused(arn, "has " + living.modelUnits() + " units", "ask for as many, or choose another name.");
        }
        if (living.commitmentDuration() != (order.commitment == null ? null : order.commitment.duration())) {
            throw refused(
                    arn,
                    living.commitmentDuration() == null
                            ? "has no commitment"
                            : "has a commitment until " + living.commitmentExpirationTime(),
                    "ask for the same, or choose another name.");
        }
        if (tags.heldByAnother(connection.time().now())) {
            throw refused(
                    arn,
                    "is held by another process (" + tags.holder() + ") until " + tags.expiresAt(),
                    "wait for it, or choose another name.");
        }
        return takeOver(arn, living.creationTime(), tags);
    }

    private Owned takeOver(String arn, Instant createdAt, OwnerTags tags) {
        HourlyCharge charge = charge();
        Instant now = connection.time().now();
        // Its age counts, or a program that crashes again and again would keep it for ever. One that was left running
        // on
        // purpose begins anew.
        Duration age = tags.expiresAt() == null ? Duration.ZERO : Duration.between(createdAt, now);
        String purchase = tags.purchase() == null ? purchaseName(Throughput.idOf(arn)) : tags.purchase();
        HourMeter.Booked booked = HourMeter.Booked.of(connection.budget(), purchase);
        Duration lease = lease(charge, booked);
        Duration left = lease == null ? null : lease.minus(age);
        if (left != null && left.compareTo(Duration.ofMinutes(1)) < 0) {
            Ending.of(arn, connection, () -> throughput.delete(arn));
            log.info("{} was found past the end of its lease and is deleted; another one is bought", arn);
            chargeLeft(purchase, charge, Duration.between(createdAt, now), booked);
            return buy();
        }
        Budget.Reservation reservation = null;
        WatchdogLink.Watch watch = null;
        try {
            reservation = order.commitment == null
                    ? reserve(purchase, owed(charge, Duration.between(createdAt, now), left, booked))
                    : null; // It was paid for when it was bought.
            Instant expiry = left == null ? null : now.plus(left);
            watch = watch(purchase, left, expiry, arn);
            throughput.tag(
                    arn,
                    OwnerTags.ofThisProcess(purchase, expiry, lifetime(createdAt, expiry))
                            .with(order.tags));
            if (expiry == null) {
                throughput.untag(arn, OwnerTags.EXPIRES);
            }
            log.info("Took over {}{}, {}", arn, charge.rate(), expiry == null ? "without end" : "until " + expiry);
            if (watch == null && order.commitment == null) {
                warnOfKill(arn, charge, expiry);
            }
            HourMeter meter = new HourMeter(charge, reservation, createdAt, booked);
            meter.upTo(now);
            return new Owned(arn, createdAt, left, meter, watch);
        } catch (RuntimeException e) {
            if (reservation != null) {
                reservation.close();
            }
            if (watch != null) {
                watch.release();
            }
            throw e;
        }
    }

    /** What the hours of a dead process cost beyond those that it had charged. */
    private void chargeLeft(String purchase, HourlyCharge charge, Duration age, HourMeter.Booked booked) {
        Budget purse = connection.budget();
        BigDecimal due = charge.usd(age);
        if (purse == null || order.commitment != null) {
            return;
        }
        if (due == null) {
            if (booked.charges() == 0) {
                purse.charge(purchase, null, null);
            }
        } else if (due.compareTo(booked.usd()) > 0) {
            purse.charge(purchase, due.subtract(booked.usd()), charge.priceDate());
        }
    }

    private static @Nullable Duration lifetime(Instant createdAt, @Nullable Instant expiry) {
        return expiry == null ? null : Duration.between(createdAt, expiry);
    }

    private static @Nullable BigDecimal owed(
            HourlyCharge charge, Duration age, @Nullable Duration left, HourMeter.Booked booked) {
        BigDecimal most = charge.usd(age.plus(left == null ? Duration.ofHours(1) : left));
        return most == null ? null : most.subtract(booked.usd()).max(BigDecimal.ZERO);
    }

    private InvalidInputException refused(String arn, String why, String remedy) {
        return InvalidInputException.of("The name " + order.name + " is taken: " + arn + " " + why + ".", remedy);
    }

    /** Unique among all purchases, so that the hours of one are never taken for those of another. */
    private String purchaseName(String token) {
        return "throughput " + order.name + " " + token.substring(0, 8);
    }

    private WatchdogLink.@Nullable Watch watch(
            String purchase, @Nullable Duration left, @Nullable Instant expiry, @Nullable String arn) {
        if (!order.watchdog) {
            return null;
        }
        if (left == null || expiry == null) {
            throw InvalidInputException.of(
                    "watchdog is on, but nothing says when the throughput is to end.",
                    "set maxLifetime or budgetUsd, or give the session a budget.");
        }
        return WatchdogLink.of(connection).watch(new WatchdogLink.Item(order.name, arn, purchase, left, expiry));
    }

    /** The shortest of what the order and the purse allow. */
    private @Nullable Duration lease(HourlyCharge charge, HourMeter.Booked booked) {
        Duration own = order.lease(charge);
        Budget purse = connection.budget();
        if (own != null || purse == null || charge.usdPerHour() == null) {
            return own;
        }
        Duration affordable = charge.affordable(purse.remainingUsd().add(booked.usd()));
        return affordable.isZero() ? Duration.ofHours(1) : affordable.minus(ThroughputOrder.MARGIN);
    }

    private @Nullable BigDecimal most(HourlyCharge charge, @Nullable Duration lease) {
        return order.commitment == null
                ? charge.usd(lease == null ? Duration.ofHours(1) : lease)
                : order.commitment.totalUsd();
    }

    private Budget.@Nullable Reservation reserve(String purchase, @Nullable BigDecimal most) {
        Budget purse = connection.budget();
        return purse == null ? null : purse.reserve(purchase, most);
    }

    /** A term is charged as a whole, an hour when it begins. */
    private HourMeter meter(
            HourlyCharge charge, Budget.@Nullable Reservation reservation, Instant from, HourMeter.Booked booked) {
        if (reservation != null && order.commitment != null) {
            reservation.charge(order.commitment.totalUsd(), charge.priceDate());
            reservation.close();
            return new HourMeter(charge, null, from, booked);
        }
        return new HourMeter(charge, reservation, from, booked);
    }

    private HourlyCharge charge() {
        return order.charge(base(), connection.prices());
    }

    private BaseModel base() {
        return model.baseModel();
    }
}
