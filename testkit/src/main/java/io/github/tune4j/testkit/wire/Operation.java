package io.github.tune4j.testkit.wire;

import java.io.IOException;
import java.util.Map;

/**
 * An operation that is about to be carried out. Between telling it apart and answering it, faults may be injected.
 *
 * @param name as AWS spells it, for example {@code CreateModelCustomizationJob}
 * @param parameters what the recorder keeps: names and values, secrets and customer text left out
 * @param action does it
 */
public record Operation(String name, Map<String, String> parameters, Action action) {

    /** Carries an operation out. */
    @FunctionalInterface
    public interface Action {
        /** Takes effect, then answers. */
        Reply run() throws ServiceError, IOException;
    }
}
