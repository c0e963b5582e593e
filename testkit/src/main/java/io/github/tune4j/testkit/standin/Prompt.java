package io.github.tune4j.testkit.standin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a model is given, whatever form the request had.
 *
 * @param system the system prompt; empty when there is none
 * @param turns the conversation so far; the last turn is the user's, or a beginning of the answer
 * @param tool the tool that the answer must call; null when the model is to answer in words
 * @param sampling how the answer is drawn and where it ends
 */
public record Prompt(
        String system, List<Turn> turns, @Nullable Tool tool, Sampling sampling) {
    /**
     * A tool that must be called.
     *
     * @param name its name
     * @param description what it is for; empty when not said
     * @param schema the JSON schema that its input must fit
     */
    public record Tool(String name, String description, JsonNode schema) {}

    /**
     * How an answer is drawn and where it ends.
     *
     * @param maxTokens the most tokens it may have, from 1
     * @param temperature 0 (always the likeliest) to 1
     * @param topP 0 to 1
     * @param stopSequences texts before which it ends
     */
    public record Sampling(int maxTokens, double temperature, double topP, List<String> stopSequences) {
        /** Copies the list. */
        public Sampling {
            stopSequences = List.copyOf(stopSequences);
        }

        /** The likeliest answer in full. */
        public static Sampling greedy(int maxTokens) {
            return new Sampling(maxTokens, 0, 1, List.of());
        }
    }

    /** Copies the list. */
    public Prompt {
        turns = List.copyOf(turns);
    }

    /** One question, answered in full and always alike. */
    public static Prompt of(String question) {
        return new Prompt("", List.of(Turn.user(question)), null, Sampling.greedy(4096));
    }

    /** The last thing that the user said. */
    String question() {
        for (int i = turns.size() - 1; i >= 0; i--) {
            if (turns.get(i).role() == Turn.Role.USER) {
                return turns.get(i).text();
            }
        }
        return "";
    }
}
