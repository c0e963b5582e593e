package io.github.tune4j.testkit.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tune4j.testkit.clock.VirtualClock;
import io.github.tune4j.testkit.money.Consumption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tokens of calls that are paid by the token, by what was called. Thread-safe. */
final class Usage {
    private static final String KEY = "usage ";

    private final Shelf shelf;
    private final VirtualClock clock;
    private final Map<String, Consumption.Inference> byKey = new LinkedHashMap<>();

    Usage(Shelf shelf, VirtualClock clock) {
        this.shelf = shelf;
        this.clock = clock;
        shelf.found(KEY).forEach((key, json) -> byKey.put(key, read(json)));
    }

    /** Adds what is to be paid for a call; {@code arn} is what was called, {@code modelId} whose price counts. */
    synchronized void add(String arn, String modelId, long inputTokens, long outputTokens) {
        Instant now = clock.now();
        String key = KEY + arn;
        Consumption.Inference before = byKey.get(key);
        Consumption.Inference after = before == null
                ? new Consumption.Inference(arn, modelId, false, inputTokens, outputTokens, now, now)
                : before.plus(inputTokens, outputTokens, now);
        byKey.put(key, after);
        shelf.save(key, write(after), now);
    }

    synchronized List<Consumption.Inference> all() {
        return new ArrayList<>(byKey.values());
    }

    synchronized void clear() {
        byKey.clear();
    }

    private static ObjectNode write(Consumption.Inference usage) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("arn", usage.arn())
                .put("modelId", usage.modelId())
                .put("inputTokens", usage.inputTokens())
                .put("outputTokens", usage.outputTokens())
                .put("from", usage.from().toString())
                .put("to", usage.to().toString());
    }

    private static Consumption.Inference read(JsonNode json) {
        return new Consumption.Inference(
                json.path("arn").asText(),
                json.path("modelId").asText(),
                false,
                json.path("inputTokens").asLong(),
                json.path("outputTokens").asLong(),
                Instant.parse(json.path("from").asText()),
                Instant.parse(json.path("to").asText()));
    }
}
