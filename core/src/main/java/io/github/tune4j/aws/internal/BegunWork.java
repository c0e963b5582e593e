package io.github.tune4j.aws.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Jobs that were begun through a session: they cost money until they end by themselves. Thread-safe. */
public final class BegunWork {
    private static final Logger log = LoggerFactory.getLogger(BegunWork.class);

    private final Map<String, Work> byArn = new LinkedHashMap<>();

    private record Work(BooleanSupplier runs, Runnable stop) {}

    /**
     * Has a job named when the budget of the session stops the run while it goes on.
     *
     * @param runs looks whether it still runs
     * @param stop stops it for good
     */
    public synchronized void add(String arn, BooleanSupplier runs, Runnable stop) {
        byArn.put(arn, new Work(runs, stop));
    }

    public synchronized void remove(String arn) {
        byArn.remove(arn);
    }

    /**
     * Names what still runs, and stops it where that is wanted.
     *
     * @param stop whether to stop it
     * @return ARNs in words
     */
    List<String> running(boolean stop) {
        Map<String, Work> begun;
        synchronized (this) {
            begun = new LinkedHashMap<>(byArn);
        }
        List<String> running = new ArrayList<>();
        begun.forEach((arn, work) -> {
            try {
                if (!work.runs().getAsBoolean()) {
                    remove(arn);
                } else if (stop) {
                    work.stop().run();
                    running.add(arn + " (told to stop)");
                } else {
                    running.add(arn);
                }
            } catch (RuntimeException e) {
                log.warn("Whether {} still runs is not known: {}", arn, e.getMessage());
                running.add(arn + " (not known whether it still runs)");
            }
        });
        return running;
    }
}
