package io.github.tune4j.crash;

import io.github.tune4j.crash.Position.Moment;
import io.github.tune4j.testkit.LocalAws;
import io.github.tune4j.testkit.RecordedCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Kills a {@link Life} with SIGKILL wherever it calls AWS, runs it again, and tells what is on the local AWS then. The local
 * AWS lives in the test's JVM with all its state; the life in JVMs of its own.
 */
public final class Crashes implements AutoCloseable {
    private final LocalAws local;
    private final ChildJvm.Start jvm;
    private final Path root;
    private final Consumer<Path> prepare;
    private final List<Position> positions;
    private final End undisturbed;
    private ChildJvm spare;
    private int runs;

    /**
     * How a life ended.
     *
     * @param results what it told
     * @param census all that is on the local AWS and on its bill, without what is drawn by chance
     * @param log all that the JVMs logged
     */
    public record End(Map<String, String> results, List<String> census, String log) {}

    private Crashes(LocalAws local, ChildJvm.Start jvm, Path root, Consumer<Path> prepare) {
        this.local = local;
        this.jvm = jvm;
        this.root = root;
        this.prepare = prepare;
        Path folder = fresh();
        Walk walk = new Walk();
        local.listen(walk);
        this.undisturbed = live(jvm.first(), folder, "");
        this.positions = walk.positions();
        this.spare = jvm.next();
    }

    /**
     * Lets a life run undisturbed, to know its positions and its end.
     *
     * @param local is reset before each life
     * @param life the program
     * @param root where each life gets a folder of its own
     * @param prepare puts into a folder, and on the local AWS, what a life finds at its beginning
     */
    public static Crashes of(LocalAws local, Class<? extends Life> life, Path root, Consumer<Path> prepare) {
        return new Crashes(local, ChildJvm.Start.of(life, root), root, prepare);
    }

    /** Where it calls AWS, in order. */
    public List<Position> positions() {
        return positions;
    }

    /** How it ends when nobody kills it. */
    public End undisturbed() {
        return undisturbed;
    }

    /** Kills it at a moment of a position, runs it again, and tells how that ends. */
    public End crashed(Position position, Moment moment) {
        Path folder = fresh();
        return live(next(), folder, killed(position, moment, folder));
    }

    /** Kills it at a moment of a position, and nobody runs it again. */
    public void abandoned(Position position, Moment moment) {
        killed(position, moment, fresh());
    }

    /** Lets two run at once in one folder until both have made a call of an operation, neither before the other, and kills both. */
    public void bothAbandoned(String operation) {
        Path folder = fresh();
        try (ChildJvm one = next();
                ChildJvm other = next()) {
            Together together = new Together(operation, one, other);
            local.listen(together);
            one.run(folder, local.endpoint());
            other.run(folder, local.endpoint());
            one.awaitDeath();
            other.awaitDeath();
            together.check();
        }
        local.listen(new LocalAws.CallListener() {});
    }

    private String killed(Position position, Moment moment, Path folder) {
        String log;
        try (ChildJvm child = next()) {
            Walk walk = new Walk(position.index(), moment, child);
            local.listen(walk);
            child.run(folder, local.endpoint());
            if (moment == Moment.BEFORE_ITS_ANSWER_IS_SEEN) {
                child.awaitAnswer();
                child.kill();
            }
            child.awaitDeath();
            walk.check(position);
            log = child.log();
        }
        local.listen(new LocalAws.CallListener() {});
        return log;
    }

    private End live(ChildJvm jvm, Path folder, String before) {
        try (ChildJvm child = jvm) {
            child.run(folder, local.endpoint());
            Map<String, String> results = new TreeMap<>(child.end());
            results.replaceAll((name, value) -> Census.withoutChance(value));
            local.listen(new LocalAws.CallListener() {});
            return new End(results, Census.of(local), before + child.log());
        }
    }

    private Path fresh() {
        local.reset();
        try {
            Path folder = Files.createDirectories(root.resolve("life-" + runs++));
            prepare.accept(folder);
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** While one JVM lives, the next one starts. */
    private ChildJvm next() {
        ChildJvm ready = spare;
        spare = jvm.next();
        return ready;
    }

    @Override
    public void close() {
        spare.close();
    }

    /** Holds the first call of an operation until the second comes, and kills both callers when both are done. */
    private record Together(String operation, ChildJvm one, ChildJvm other, CountDownLatch begun, CountDownLatch done)
            implements LocalAws.CallListener {
        Together(String operation, ChildJvm one, ChildJvm other) {
            this(operation, one, other, new CountDownLatch(2), new CountDownLatch(2));
        }

        @Override
        public void before(RecordedCall call) {
            if (call.operation().equals(operation)) {
                begun.countDown();
                try {
                    begun.await(1, TimeUnit.MINUTES);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        @Override
        public void after(RecordedCall call) {
            if (call.operation().equals(operation)) {
                done.countDown();
                if (done.getCount() == 0) {
                    one.kill();
                    other.kill();
                }
            }
        }

        void check() {
            if (done.getCount() != 0) {
                throw new AssertionError("not both came to " + operation + "\n" + one.log() + "\n" + other.log());
            }
        }
    }

    /** Counts positions as calls come, and kills at one of them. */
    private static final class Walk implements LocalAws.CallListener {
        private final int killAt;
        private final Moment moment;
        private final ChildJvm child;
        private final List<Position> seen = new ArrayList<>();
        private final AtomicReference<RecordedCall> victim = new AtomicReference<>();
        private String last = "";

        Walk() {
            this(-1, Moment.BEFORE_THE_CALL, null);
        }

        Walk(int killAt, Moment moment, ChildJvm child) {
            this.killAt = killAt;
            this.moment = moment;
            this.child = child;
        }

        @Override
        public synchronized void before(RecordedCall call) {
            if (victim.get() != null) {
                throw new IllegalStateException("the caller is dead");
            }
            String id = Census.withoutChance(call.operation() + new TreeMap<>(call.parameters()));
            if (!id.equals(last)) {
                last = id;
                seen.add(new Position(seen.size(), call.operation(), id));
                if (seen.size() - 1 == killAt) {
                    victim.set(call);
                    if (moment == Moment.BEFORE_THE_CALL) {
                        kill();
                    }
                }
            }
        }

        @Override
        public void after(RecordedCall call) {
            RecordedCall chosen = victim.get();
            if (chosen != null && chosen.operation().equals(call.operation())) {
                if (moment == Moment.AFTER_ITS_EFFECT) {
                    kill();
                }
                child.hold();
            }
        }

        private void kill() {
            child.kill();
            throw new IllegalStateException("the caller is dead");
        }

        synchronized List<Position> positions() {
            return List.copyOf(seen);
        }

        /** Lives are the same until they are killed. */
        void check(Position expected) {
            List<Position> found = positions();
            if (found.size() != killAt + 1 || !found.get(killAt).equals(expected)) {
                throw new AssertionError("expected to kill at " + expected + ", but saw " + found);
            }
        }
    }
}
