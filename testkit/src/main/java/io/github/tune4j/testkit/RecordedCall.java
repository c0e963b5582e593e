package io.github.tune4j.testkit;

import java.time.Instant;
import java.util.Map;

/**
 * A call that a local AWS has answered.
 *
 * @param operation as AWS spells it, for example {@code CreateModelCustomizationJob}
 * @param at when, by the local AWS's clock
 * @param parameters names and values; secrets and customer text are left out
 * @param status the HTTP status it was answered with; 0 when the connection was dropped
 */
public record RecordedCall(String operation, Instant at, Map<String, String> parameters, int status) {
    /**
     * Copies the map.
     *
     * @param operation as AWS spells it
     * @param at when
     * @param parameters names and values
     * @param status the HTTP status
     */
    public RecordedCall {
        parameters = Map.copyOf(parameters);
    }
}
