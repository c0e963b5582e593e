package io.github.tune4j.testkit.control;

import java.time.Instant;
import java.util.Map;

/**
 * A call that was answered.
 *
 * @param operation as AWS spells it
 * @param at when, by the clock
 * @param parameters names and values
 * @param status the HTTP status; 0 when the connection was dropped
 */
public record Recording(String operation, Instant at, Map<String, String> parameters, int status) {
    /** Copies the map. */
    public Recording {
        parameters = Map.copyOf(parameters);
    }
}
