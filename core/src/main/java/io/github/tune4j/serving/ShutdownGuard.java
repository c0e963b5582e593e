package io.github.tune4j.serving;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends something when the JVM ends before it was closed. */
final class ShutdownGuard {
    private static final Logger log = LoggerFactory.getLogger(ShutdownGuard.class);

    private final Thread hook;

    private ShutdownGuard(Thread hook) {
        this.hook = hook;
    }

    static ShutdownGuard over(AutoCloseable capacity) {
        Thread hook = new Thread(
                () -> {
                    try {
                        capacity.close();
                    } catch (Exception e) {
                        log.error("The JVM ends, and {} could not be ended", capacity, e);
                    }
                },
                "tune4j-ends-capacity");
        Runtime.getRuntime().addShutdownHook(hook);
        return new ShutdownGuard(hook);
    }

    void disarm() {
        if (Thread.currentThread() == hook) {
            return;
        }
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            log.debug("The JVM is ending already", e);
        }
    }
}
