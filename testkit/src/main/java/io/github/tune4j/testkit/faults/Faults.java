package io.github.tune4j.testkit.faults;

import io.github.tune4j.testkit.clock.VirtualClock;
import io.github.tune4j.testkit.faults.FaultPlan.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** The faults that are injected. Thread-safe. */
public final class Faults {
    private final VirtualClock clock;
    private final List<Active> active = new CopyOnWriteArrayList<>();

    /** None yet. */
    public Faults(VirtualClock clock) {
        this.clock = clock;
    }

    /** One more. Of several that fit a call the first injected hits it. */
    public void inject(FaultPlan plan) {
        active.add(new Active(plan));
    }

    /** Ends them all. */
    public void clear() {
        active.clear();
    }

    /** The fault, if any, that hits this call of an operation. */
    public Optional<FaultPlan> hits(Kind kind, String operation) {
        return strike(
                kind,
                plan -> plan.operation().equals(FaultPlan.ANY)
                        || plan.operation().equals(operation));
    }

    /** Whether a role whose trust policy was set at a time cannot be assumed yet. */
    public boolean notAssumableYet(Instant trusted) {
        Instant now = clock.now();
        Optional<Instant> until = active.stream()
                .filter(fault -> fault.plan.kind() == Kind.ROLE_NOT_ASSUMABLE_YET)
                .map(fault -> trusted.plus(fault.plan.duration()))
                .filter(now::isBefore)
                .max(Comparator.naturalOrder());
        // Waiting for a role is waiting for AWS: the clock hurries.
        until.ifPresent(time -> clock.work(time, () -> {}));
        return until.isPresent();
    }

    /** Whether a permission is missing for good: its action bears the name of an operation. Nothing is hit by asking. */
    public boolean refuses(String action) {
        return active.stream()
                .map(fault -> fault.plan)
                .filter(plan -> plan.kind() == Kind.ACCESS_DENIED && plan.count() == 0 && plan.chance() == 1)
                .anyMatch(plan -> plan.operation().equals(FaultPlan.ANY)
                        || plan.operation().equals(action));
    }

    /** What is missing of the access to models: for each fault its words. */
    public List<String> missingModelAccess() {
        return active.stream()
                .map(fault -> fault.plan)
                .filter(plan -> plan.kind() == Kind.NO_MODEL_ACCESS)
                .map(FaultPlan::message)
                .toList();
    }

    /** With which message a job fails at the end of a phase, if it does. */
    public Optional<String> jobFailure(Phase phase) {
        return strike(Kind.JOB_FAILS, plan -> plan.phase() == phase).map(FaultPlan::message);
    }

    /** How much is allowed of something, if that is limited. */
    public OptionalInt limit(Kind kind) {
        return active.stream()
                .filter(fault -> fault.plan.kind() == kind)
                .mapToInt(fault -> fault.plan.limit())
                .min();
    }

    /** How long something takes, if that is said. */
    public Optional<Duration> duration(Kind kind) {
        return active.stream()
                .filter(fault -> fault.plan.kind() == kind)
                .map(fault -> fault.plan.duration())
                .findFirst();
    }

    private Optional<FaultPlan> strike(Kind kind, Predicate<FaultPlan> fits) {
        return active.stream()
                .filter(fault -> fault.plan.kind() == kind && fits.test(fault.plan) && fault.strikes())
                .findFirst()
                .map(fault -> fault.plan);
    }

    private static final class Active {
        final FaultPlan plan;
        private final Random random;
        private int left;

        Active(FaultPlan plan) {
            this.plan = plan;
            this.random = new Random(plan.seed());
            this.left = plan.count();
        }

        synchronized boolean strikes() {
            boolean spent = plan.count() > 0 && left == 0;
            if (spent || random.nextDouble() >= plan.chance()) {
                return false;
            }
            left--;
            return true;
        }
    }
}
