package io.github.tune4j.chat;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a model answered.
 *
 * @param text the answer's text; empty when only JSON came
 * @param json the answer in the shape that was asked for; null when none was asked for
 * @param stopReason why it ended
 * @param usage tokens in and out; zeros when the model does not count
 * @param latency from request to last byte
 * @param model what the endpoint calls the model that answered
 */
public record ChatReply(
        String text, @Nullable String json, StopReason stopReason, TokenUsage usage, Duration latency, String model) {

    /**
     * A reply of a model without counters.
     *
     * @param text the answer's text
     * @return the reply
     */
    public static ChatReply of(String text) {
        return new ChatReply(text, null, StopReason.END_OF_TURN, new TokenUsage(0, 0), Duration.ZERO, "model");
    }
}
