package io.github.tune4j.chat;

import io.github.tune4j.InvalidInputException;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** The conditions of an answer; what is not set is left to the model's own default. Immutable, compared by value. */
public final class ChatOptions {
    private static final ChatOptions DEFAULTS = new ChatOptions(new Builder());

    private final @Nullable Integer maxTokens;
    private final @Nullable Double temperature;
    private final @Nullable Double topP;
    private final List<String> stopSequences;

    private ChatOptions(Builder builder) {
        this.maxTokens = builder.maxTokens;
        this.temperature = builder.temperature;
        this.topP = builder.topP;
        this.stopSequences = List.copyOf(builder.stopSequences);
    }

    /**
     * Nothing set.
     *
     * @return the model's own defaults
     */
    public static ChatOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Begins a set of conditions.
     *
     * @return a builder with nothing set
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The most tokens that the answer may have.
     *
     * @return empty when not set
     */
    public Optional<Integer> maxTokens() {
        return Optional.ofNullable(maxTokens);
    }

    /**
     * How freely the model chooses, 0 to 1.
     *
     * @return empty when not set
     */
    public OptionalDouble temperature() {
        return temperature == null ? OptionalDouble.empty() : OptionalDouble.of(temperature);
    }

    /**
     * The share of probability that the model chooses from, 0 to 1.
     *
     * @return empty when not set
     */
    public OptionalDouble topP() {
        return topP == null ? OptionalDouble.empty() : OptionalDouble.of(topP);
    }

    /**
     * Texts at which the answer ends.
     *
     * @return empty when not set
     */
    public List<String> stopSequences() {
        return stopSequences;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ChatOptions that
                && Objects.equals(maxTokens, that.maxTokens)
                && Objects.equals(temperature, that.temperature)
                && Objects.equals(topP, that.topP)
                && stopSequences.equals(that.stopSequences);
    }

    @Override
    public int hashCode() {
        return Objects.hash(maxTokens, temperature, topP, stopSequences);
    }

    @Override
    public String toString() {
        return "ChatOptions[maxTokens=" + maxTokens + ", temperature=" + temperature + ", topP=" + topP
                + ", stopSequences=" + stopSequences.size() + "]";
    }

    /** Collects conditions. Not thread-safe. */
    public static final class Builder {
        @Positive
        private @Nullable Integer maxTokens;

        @DecimalMin(value = "0", message = "must be at least 0")
        @DecimalMax(value = "1", message = "must be at most 1")
        private @Nullable Double temperature;

        @DecimalMin(value = "0", message = "must be at least 0")
        @DecimalMax(value = "1", message = "must be at most 1")
        private @Nullable Double topP;

        @NotNull
        private List<String> stopSequences = List.of();

        private Builder() {}

        /**
         * Sets the most tokens that the answer may have.
         *
         * @param tokens from 1
         * @return this builder
         */
        public Builder maxTokens(int tokens) {
            this.maxTokens = tokens;
            return this;
        }

        /**
         * Sets how freely the model chooses.
         *
         * @param zeroToOne 0 (always the likeliest) to 1
         * @return this builder
         */
        public Builder temperature(double zeroToOne) {
            this.temperature = zeroToOne;
            return this;
        }

        /**
         * Sets the share of probability that the model chooses from.
         *
         * @param zeroToOne 0 to 1
         * @return this builder
         */
        public Builder topP(double zeroToOne) {
            this.topP = zeroToOne;
            return this;
        }

        /**
         * Sets the texts at which the answer ends.
         *
         * @param sequences the texts
         * @return this builder
         */
        public Builder stopSequences(List<String> sequences) {
            this.stopSequences = sequences;
            return this;
        }

        /**
         * Ends the set.
         *
         * @return the conditions
         * @throws InvalidInputException if a value is out of its range, all of them together
         */
        public ChatOptions build() {
            InvalidInputException.check(this);
            return new ChatOptions(this);
        }
    }
}
