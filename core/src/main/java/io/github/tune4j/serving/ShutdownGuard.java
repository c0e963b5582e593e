package io.github.tune4j.serving;

import io.github.tune4j.TuneException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends something when the JVM ends before it was closed. It is armed before the purchase: when the JVM is told to end amid
 * one, its end waits for what comes of it.
 */
final class ShutdownGuard {
    private static final Logger log = LoggerFactory.getLogger(ShutdownGuard.class);

    /** How long the end of the JVM is held up by a purchase. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final String what;
    private final Thread hook = new Thread(this::jvmEnds, "tune4j-ends-capacity");
    private @Nullable AutoCloseable capacity;
    private boolean ending;
    private boolean disarmed;

    private ShutdownGuard(String what) {
        this.what = what;
    }

    /**
     * Buys something, or takes it over, and guards it.
     *
     * @param what it is, in words
     * @param purchase makes the handle, which disarms the guard when it has ended what it holds
     * @return the handle
     * @throws TuneException if the JVM is ending: before the purchase nothing is bought, amid it it is closed again
     * @throws StillBillingException if it cannot be ended
     */
    static <C extends AutoCloseable> C around(String what, Function<? super ShutdownGuard, C> purchase) {
        ShutdownGuard guard = new ShutdownGuard(what);
        try {
            Runtime.getRuntime().addShutdownHook(guard.hook);
        } catch (IllegalStateException e) {
            throw ending(what + " is neither made nor taken over", e);
        }
        C bought;
        try {
            bought = purchase.apply(guard);
        } catch (RuntimeException | Error e) {
            guard.disarm();
            throw e;
        }
        guard.over(bought);
        return bought;
    }

    private static TuneException ending(String so, @Nullable Throwable cause) {
        return new TuneException(
                "The JVM is ending, so " + so + ".", "buy it in a program that goes on running.", cause);
    }

    private void over(AutoCloseable bought) {
        synchronized (this) {
            if (ending) {
                log.error("The JVM is ending, and {} has just been bought: it is closed again", bought);
            }
            capacity = bought;
            notifyAll();
            if (!ending) {
                return;
            }
        }
        try {
            bought.close();
        } catch (TuneException e) {
            throw e;
        } catch (Exception e) {
            throw new TuneException(bought + " could not be ended: " + e + ".", "end it by hand.", e);
        }
        throw ending(bought + " is closed again", null);
    }

    private void jvmEnds() {
        try {
            AutoCloseable held = held();
            if (held != null) {
                held.close();
            }
        } catch (Exception e) {
            log.error("The JVM ends, and {} could not be ended", what, e);
        }
    }

    /** What is to be ended; null when there is nothing any more. */
    private synchronized @Nullable AutoCloseable held() throws InterruptedException {
        ending = true;
        long giveUp = System.nanoTime() + PATIENCE.toNanos();
        while (capacity == null && !disarmed) {
            long left = giveUp - System.nanoTime();
            if (left <= 0) {
                log.error("The JVM ends, and whether {} has been bought is not known: look with SweepCapacity", what);
                return null;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return disarmed ? null : capacity;
    }

    /** It is closed, or was never bought. */
    void disarm() {
        synchronized (this) {
            disarmed = true;
            notifyAll();
            if (ending) {
                return;
            }
        }
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            log.debug("The JVM is ending already", e);
        }
    }
}
