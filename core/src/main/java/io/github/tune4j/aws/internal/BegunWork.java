package io.github.tune4j.aws.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Jobs that were begun through a session: they cost money until they end by themselves. Thread-safe. */
public final class BegunWork {
    private static final Logger log = LoggerFactory.getLogger(BegunWork.class);

    private final Map<String, Work> byArn = new LinkedHashMap<>();

    /** One job. */
    public interface Work {
        /** Looks whether it still runs. */
        boolean runs();

        /** Stops it for good. */
        void stop();
    }

    public synchronized void add(String arn, Work work) {
        byArn.put(arn, work);
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
                if (!work.runs()) {
                    remove(arn);
                } else if (stop) {
                    work.stop();
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
