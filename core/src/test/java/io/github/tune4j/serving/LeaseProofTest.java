package io.github.tune4j.serving;

import static io.github.tune4j.serving.ServingTests.orphanedWatchdogs;
import static io.github.tune4j.serving.ServingTests.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.tune4j.TuneException;
import io.github.tune4j.aws.AwsSession;
import io.github.tune4j.aws.internal.Connection;
import io.github.tune4j.crash.Crashes;
import io.github.tune4j.crash.Position;
import io.github.tune4j.crash.Position.Moment;
import io.github.tune4j.job.CustomModel;
import io.github.tune4j.model.BaseModel;
import io.github.tune4j.testkit.Bill;
import io.github.tune4j.testkit.Fault;
import io.github.tune4j.testkit.LocalAws;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A serving life is killed wherever it calls AWS, and nobody runs it again. By a watchdog, or by a sweep every five minutes,
 * the throughput ends all the same: on the local AWS's clock no later than its lifetime and one look after it, and the bill
 * is no higher than that. In a normal build at every call that makes or ends something, at night at every call.
 */
class LeaseProofTest {
    private static final boolean NIGHTLY = Boolean.getBoolean("tune4j.nightly");
    private static final Duration SWEEP = Duration.ofMinutes(5);
    private static final BigDecimal HOUR = new BigDecimal("132");

    @TempDir
    static Path folder;

    private static LocalAws local;
    private static final Map<Guard, Crashes> CRASHES = new EnumMap<>(Guard.class);
    private static Trouble trouble = Trouble.NONE;
    private static Path life;
    private static boolean orphanAtFirst;

    @BeforeAll
    static void start() {
        local = LocalAws.builder().steppedByHand().start();
    }

    @AfterAll
    static void close() {
        CRASHES.values().forEach(Crashes::close);
        local.close();
    }

    /** What puts an end to an orphan, besides the timer of a process that is dead. */
    enum Guard {
        WATCHDOG,
        SWEEP
    }

    /** What else goes wrong, in the life and after it. */
    enum Trouble {
        NONE,
        EVERY_FIFTH_CALL_FAILS,
        CLOSING_FAILS_AT_FIRST,
        CLOCK_JUMPS_BACK,
        CLOCK_JUMPS_AHEAD;

        void begin(Path place, Guard guard) throws IOException {
            switch (this) {
                case NONE -> {}
                case EVERY_FIFTH_CALL_FAILS ->
                    local.inject(Fault.serverError("*").chance(0.2, 42));
                // A watchdog comes again by itself, a sweep has five minutes until it does.
                case CLOSING_FAILS_AT_FIRST ->
                    local.inject(
                            guard == Guard.WATCHDOG
                                    ? Fault.accessDenied("DeleteProvisionedModelThroughput")
                                            .times(2)
                                    : Fault.serverError("DeleteProvisionedModelThroughput")
                                            .times(5));
                case CLOCK_JUMPS_BACK -> jump(place, guard, "PT-3H");
                case CLOCK_JUMPS_AHEAD -> jump(place, guard, "PT3H");
            }
        }

        /** Amid the watch, and before the tags are written that a sweep reads. */
        private static void jump(Path place, Guard guard, String by) throws IOException {
            Files.writeString(place.resolve(ServingLife.JUMP), by);
            Files.writeString(place.resolve(ServingLife.JUMP_AFTER), guard == Guard.WATCHDOG ? "10" : "0");
        }
    }

    @TestFactory
    Stream<DynamicTest> killed() {
        return Stream.of(Guard.values()).flatMap(LeaseProofTest::killed);
    }

    private static Stream<DynamicTest> killed(Guard guard) {
        Crashes crashes = crashes(guard);
        List<DynamicTest> tests = new ArrayList<>();
        for (Position position : crashes.positions()) {
            for (Moment moment : Moment.values()) {
                for (Trouble trouble : Trouble.values()) {
                    if (NIGHTLY && isReached(position, moment, trouble, guard, crashes.positions())
                            || everyBuild(position, moment, trouble, guard)) {
                        String name = guard + ", " + trouble + ", killed at " + position.index() + " "
                                + position.operation() + " " + moment;
                        tests.add(DynamicTest.dynamicTest(
                                name, () -> told(name, () -> endsInTime(crashes, position, moment, guard, trouble))));
                    }
                }
            }
        }
        return tests.stream();
    }

    /** The hundreds of lives of a night take long; their ends are told one by one. */
    private static void told(String name, Executable life) throws Throwable {
        boolean inTime = false;
        try {
            life.execute();
            inTime = true;
        } finally {
            if (NIGHTLY) {
                System.out.println((inTime ? "in time: " : "NOT IN TIME: ") + name);
            }
            endWatchdogs();
        }
    }

    /** A watchdog that is left over must not spoil the next life. */
    private static void endWatchdogs() {
        for (String process : orphanedWatchdogs()) {
            long pid = Long.parseLong(process.substring(process.lastIndexOf('/') + 1));
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    private static Crashes crashes(Guard guard) {
        return CRASHES.computeIfAbsent(
                guard,
                g -> Crashes.of(local, ServingLife.class, make(folder.resolve(g.name())), place -> prepare(place, g)));
    }

    /**
     * What the watchdog hears before a purchase the program never sees: there it is killed before the purchase. And when its
     * clock jumps ahead amid the wait, its lease ends before the model is asked.
     */
    private static boolean isReached(
            Position position, Moment moment, Trouble trouble, Guard guard, List<Position> all) {
        boolean beforeThePurchase = position.index() + 1 < all.size()
                && all.get(position.index() + 1).operation().equals("CreateProvisionedModelThroughput");
        boolean heardByTheWatchdog = guard == Guard.WATCHDOG && beforeThePurchase;
        boolean afterTheWait = position.operation().matches("Converse|DeleteProvisionedModelThroughput");
        return !(heardByTheWatchdog && moment == Moment.BEFORE_ITS_ANSWER_IS_SEEN)
                && !(guard == Guard.WATCHDOG && trouble == Trouble.CLOCK_JUMPS_AHEAD && afterTheWait);
    }

    private static boolean everyBuild(Position position, Moment moment, Trouble trouble, Guard guard) {
        boolean bought = position.operation().equals("CreateProvisionedModelThroughput");
        return trouble == Trouble.NONE
                ? position.createsOrDeletes() && moment == Moment.BEFORE_ITS_ANSWER_IS_SEEN
                : bought
                        && moment == Moment.AFTER_ITS_EFFECT
                        && (guard == Guard.SWEEP || trouble.ordinal() < Trouble.CLOCK_JUMPS_BACK.ordinal());
    }

    private static Path make(Path root) {
        try {
            return Files.createDirectories(root);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void prepare(Path place, Guard guard) {
        try (AwsSession aws = AwsSession.builder()
                .configure(local::configure)
                .time(local.time())
                .build()) {
            CustomModel tuned = ServingTests.tuned(aws, BaseModel.CLAUDE_3_HAIKU, place);
            Files.writeString(place.resolve(ServingLife.MODEL), tuned.arn());
            if (guard == Guard.WATCHDOG) {
                Files.createFile(place.resolve(ServingLife.WATCHDOG));
            }
            if (orphanAtFirst) {
                leaveOrphan(aws, tuned);
            }
            life = place;
            trouble.begin(place, guard);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void endsInTime(Crashes crashes, Position position, Moment moment, Guard guard, Trouble amid) {
        trouble = amid;
        try {
            crashes.abandoned(position, moment);
        } finally {
            trouble = Trouble.NONE;
        }
        endsInTime(guard, amid);
    }

    /** Nobody is left but the guard. */
    private static void endsInTime(Guard guard, Trouble amid) {
        boolean orphaned = !local.running().isEmpty();
        Instant limit = (orphaned ? item().from() : local.time().now()).plus(ServingLife.LIFETIME);
        if (guard == Guard.WATCHDOG) {
            advanceUnderWatch(limit.minusSeconds(65), amid);
            Instant latest = limit.plus(LeaseTimer.POLL);
            while (local.time().now().isBefore(latest)
                    && !soon(() -> orphanedWatchdogs().isEmpty(), Duration.ofMillis(400))) {
                local.advance(shorter(
                        Duration.ofSeconds(5), Duration.between(local.time().now(), latest)));
            }
            if (!orphaned) {
                // It may have begun to watch when the clock had been moved already; then its lease ends as much later.
                advanceUnderWatch(latest.plus(ServingLife.LIFETIME), amid);
            }
            assertThat(soon(() -> orphanedWatchdogs().isEmpty()))
                    .as("the watchdog exits")
                    .isTrue();
        } else {
            while (!local.running().isEmpty() && local.time().now().isBefore(limit.plus(Duration.ofHours(1)))) {
                local.advance(SWEEP);
                sweep();
            }
        }
        assertThat(local.running()).as("nothing is left running").isEmpty();
        if (orphaned) {
            Duration latest = ServingLife.LIFETIME.plus(guard == Guard.SWEEP ? SWEEP : LeaseTimer.POLL);
            assertThat(Duration.between(item().from(), item().to()))
                    .as("one look after its lifetime at most")
                    .isLessThanOrEqualTo(latest);
            assertThat(ServingTests.throughputUsd(local))
                    .isLessThanOrEqualTo(HOUR.multiply(BigDecimal.valueOf(HourlyCharge.startedHours(latest))));
        }
    }

    /** How often somebody has begun to wait in the life of a clock that jumps. */
    private static long waits() {
        return life.resolve(ServingLife.WAITS).toFile().length();
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static void advanceUnderWatch(Instant to, Trouble amid) {
        // A watchdog whose clock was set back counts what it has waited, so each wait has to be waited for.
        while (amid == Trouble.CLOCK_JUMPS_BACK && local.time().now().isBefore(to)) {
            long before = waits();
            local.advance(LeaseTimer.POLL);
            soon(() -> waits() > before || orphanedWatchdogs().isEmpty());
            if (orphanedWatchdogs().isEmpty()) {
                return;
            }
        }
        if (local.time().now().isBefore(to)) {
            local.advance(Duration.between(local.time().now(), to));
        }
    }

    private static void sweep() {
        try (AwsSession aws = AwsSession.builder()
                .configure(local::configure)
                .time(local.time())
                .build()) {
            CapacitySweep.of(aws).deleteOverdue();
        } catch (TuneException e) {
            assertThat(e.getMessage()).isNotBlank(); // The next one comes in five minutes.
        }
    }

    @Test
    void a_program_that_exits_without_closing_anything_leaves_nothing_running() {
        try (Crashes life = Crashes.of(
                local, ExitingLife.class, make(folder.resolve("exit")), place -> prepare(place, Guard.SWEEP))) {
            assertThat(life.undisturbed().results()).containsEntry("bought", "true");
            assertThat(local.calls("CreateProvisionedModelThroughput")).hasSize(1);
            assertThat(local.running()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void two_processes_that_take_over_at_one_instant_own_one_throughput_which_ends_in_time(Guard guard) {
        Crashes crashes = crashes(guard);
        orphanAtFirst = true;
        try {
            crashes.bothAbandoned("TagResource");
        } finally {
            orphanAtFirst = false;
        }
        assertThat(local.running()).hasSize(1);
        endsInTime(guard, Trouble.NONE);
        assertThat(local.calls("CreateProvisionedModelThroughput")).hasSize(1);
    }

    /** What a process left that died. */
    private static void leaveOrphan(AwsSession aws, CustomModel tuned) {
        String arn = ProvisionedModel.builder(aws, tuned)
                .name("gauges-eval")
                .maxLifetime(ServingLife.LIFETIME)
                .provision()
                .keepRunning();
        Duration left = ServingLife.LIFETIME.minusMinutes(1);
        OwnerTags here = OwnerTags.ofThisProcess(
                "throughput gauges-eval orphan", local.time().now().plus(left), left);
        String dead = here.holder().replaceFirst("/.*", "/1/1");
        new Throughput(Connection.of(aws))
                .tag(
                        arn,
                        new OwnerTags(here.owner(), dead, here.purchase(), here.expiresAt(), here.lifetime())
                                .with(Map.of()));
    }

    private static Bill.Item item() {
        return local.bill().items().stream()
                .filter(i -> i.arn().contains(":provisioned-model/"))
                .findFirst()
                .orElseThrow();
    }
}
