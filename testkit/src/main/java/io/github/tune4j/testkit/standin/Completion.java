package io.github.tune4j.testkit.standin;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * What a model answered.
 *
 * @param text the words, cut where they had to be; empty when a tool is called
 * @param toolInput the input of the tool that had to be called; null when the answer is in words
 * @param stop why it ends
 * @param stopSequence the text that ended it; null unless {@code stop} says so
 * @param inputTokens how long the prompt was
 * @param outputTokens how long the answer is
 */
public record Completion(
        String text,
        @Nullable JsonNode toolInput,
        Stop stop,
        @Nullable String stopSequence,
        int inputTokens,
        int outputTokens) {
    /** Why an answer ends. */
    public enum Stop {
        END_TURN,
        MAX_TOKENS,
        STOP_SEQUENCE,
        TOOL_USE
    }
}
