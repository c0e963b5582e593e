package io.github.tune4j.examples.playground;

import io.github.tune4j.TuneException;
import io.github.tune4j.chat.StreamingChatModel;
import io.github.tune4j.examples.asking.Served;
import io.github.tune4j.run.TimeSource;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The place of the tuned model: empty until somebody buys, then making ready, then answering, then empty again. Thread-safe. */
public final class TunedSeat implements AutoCloseable {
    private static final Duration LOOK_AGAIN_AFTER = Duration.ofSeconds(5);

    private final @Nullable Supplier<Served> purchase;
    private final TimeSource time;
    private State state = State.EMPTY;
    private @Nullable Served served;
    private @Nullable String problem;
    private long lookedNanos = System.nanoTime();

    /** Where the tuned model is in its life. */
    enum State {
        EMPTY,
        BUYING,
        MAKING_READY,
        IN_SERVICE,
        ENDING
    }

    /**
     * How it stands at one moment.
     *
     * @param usdPerHour null when nothing is charged by the hour, or its price is not publicly known
     * @param nextHourIn until another hour is charged; null when nothing is charged by the hour
     * @param problem what went wrong last; null when nothing did
     */
    record Standing(
            State state,
            boolean canBuy,
            boolean canEnd,
            @Nullable BigDecimal usdPerHour,
            @Nullable Duration nextHourIn,
            @Nullable String problem) {}

    private TunedSeat(@Nullable Supplier<Served> purchase, @Nullable Served running, TimeSource time) {
        this.purchase = purchase;
        this.time = time;
        this.served = running;
        this.state = running == null ? State.EMPTY : State.IN_SERVICE;
    }

    /** An empty seat; {@code purchase} spends money. */
    public static TunedSeat forSale(Supplier<Served> purchase, TimeSource time) {
        return new TunedSeat(purchase, null, time);
    }

    /** Somebody else's model, which is neither bought nor ended here. */
    public static TunedSeat taken(Served running, TimeSource time) {
        return new TunedSeat(null, running, time);
    }

    /** Who answers, if anybody does. */
    synchronized Optional<StreamingChatModel> model() {
        return state == State.IN_SERVICE && served != null ? Optional.of(served.model()) : Optional.empty();
    }

    /** Buys, and lets it be made ready while this returns. Does nothing when something is there already. */
    void buy() {
        synchronized (this) {
            if (purchase == null || state != State.EMPTY) {
                return;
            }
            state = State.BUYING;
            problem = null;
        }
        try {
            Served bought = purchase.get();
            synchronized (this) {
                served = bought;
                state = State.MAKING_READY;
                notifyAll();
            }
            Thread waiting = new Thread(() -> await(bought), "playground-tuned-model");
            waiting.setDaemon(true);
            waiting.start();
        } catch (RuntimeException e) {
            synchronized (this) {
                state = State.EMPTY;
                problem = words(e);
                notifyAll();
            }
        }
    }

    private void await(Served bought) {
        try {
            bought.await();
            synchronized (this) {
                if (served == bought && state == State.MAKING_READY) {
                    state = State.IN_SERVICE;
                }
            }
        } catch (RuntimeException e) {
            synchronized (this) {
                if (served != bought || state == State.ENDING) {
                    return;
                }
            }
            end();
            synchronized (this) {
                problem = problem == null ? words(e) : problem;
            }
        }
    }

    /** Ends what was bought here. */
    void end() {
        Served ending;
        State before;
        synchronized (this) {
            if (purchase == null || served == null || state == State.ENDING) {
                return;
            }
            ending = served;
            before = state;
            state = State.ENDING;
            problem = null;
        }
        try {
            ending.close();
            empty(ending);
        } catch (RuntimeException e) {
            synchronized (this) {
                state = before;
                problem = words(e);
            }
            throw e;
        }
    }

    private synchronized void empty(Served gone) {
        if (served == gone) {
            served = null;
            state = State.EMPTY;
        }
    }

    /** What ended by itself, because its lease or the money did, is noticed here. */
    private void look() {
        Served looked;
        synchronized (this) {
            boolean due = System.nanoTime() - lookedNanos > LOOK_AGAIN_AFTER.toNanos();
            if (served == null || state != State.IN_SERVICE || !due) {
                return;
            }
            lookedNanos = System.nanoTime();
            looked = served;
        }
        try {
            if (looked.gone().getAsBoolean()) {
                empty(looked);
            }
        } catch (TuneException e) {
            synchronized (this) {
                problem = words(e);
            }
        }
    }

    Standing standing() {
        look();
        synchronized (this) {
            boolean ours = purchase != null;
            BigDecimal price = served == null ? null : served.usdPerHour();
            Duration age = served == null ? Duration.ZERO : Duration.between(served.since(), time.now());
            long hours = Math.max(1, (age.toSeconds() + 3599) / 3600);
            return new Standing(
                    state,
                    ours && state == State.EMPTY,
                    ours && (state == State.MAKING_READY || state == State.IN_SERVICE),
                    price,
                    price == null ? null : Duration.ofHours(hours).minus(age),
                    problem);
        }
    }

    /** Ends what was bought here; a purchase that is on its way is waited for, or it would outlive us. */
    @Override
    public void close() {
        synchronized (this) {
            try {
                while (state == State.BUYING) {
                    wait();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        end();
    }

    private static String words(RuntimeException e) {
        return e instanceof TuneException ours ? ours.problem() + " To fix: " + ours.remedy() : e.toString();
    }
}
