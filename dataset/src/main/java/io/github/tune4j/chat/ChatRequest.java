package io.github.tune4j.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a model is asked: turns, an optional system prompt, conditions, and optionally the shape of the answer. Immutable. */
public final class ChatRequest {
    private final @Nullable String system;
    private final List<Message> messages;
    private final ChatOptions options;
    private final @Nullable AnswerSchema answerSchema;

    private ChatRequest(Builder builder) {
        this.system = builder.system;
        this.messages = List.copyOf(builder.messages);
        this.options = builder.options;
        this.answerSchema = builder.answerSchema;
    }

    /**
     * One user turn and nothing else.
     *
     * @param userText the turn's text
     * @return the request
     */
    public static ChatRequest of(String userText) {
        return builder(Message.user(userText)).build();
    }

    /**
     * Begins a request.
     *
     * @param messages the turns so far, oldest first
     * @return a builder
     */
    public static Builder builder(Message... messages) {
        return new Builder(List.of(messages));
    }

    /**
     * The system prompt.
     *
     * @return empty when there is none
     */
    public Optional<String> system() {
        return Optional.ofNullable(system);
    }

    /**
     * The turns, oldest first.
     *
     * @return at least one
     */
    public List<Message> messages() {
        return messages;
    }

    /**
     * The conditions.
     *
     * @return those given, or the model's own defaults
     */
    public ChatOptions options() {
        return options;
    }

    /**
     * The shape that the answer must have.
     *
     * @return empty when the answer is free text
     */
    public Optional<AnswerSchema> answerSchema() {
        return Optional.ofNullable(answerSchema);
    }

    /**
     * A builder that holds what this request holds.
     *
     * @return a new builder
     */
    public Builder toBuilder() {
        Builder builder = new Builder(messages);
        builder.system = system;
        builder.options = options;
        builder.answerSchema = answerSchema;
        return builder;
    }

    /** Collects a request. Not thread-safe. */
    public static final class Builder {
        private final List<Message> messages;
        private @Nullable String system;
        private ChatOptions options = ChatOptions.defaults();
        private @Nullable AnswerSchema answerSchema;

        private Builder(List<Message> messages) {
            this.messages = new ArrayList<>(messages);
        }

        /**
         * Sets the system prompt.
         *
         * @param text the prompt
         * @return this builder
         */
        public Builder system(String text) {
            this.system = text;
            return this;
        }

        /**
         * Appends a turn.
         *
         * @param message the turn
         * @return this builder
         */
        public Builder addMessage(Message message) {
            messages.add(message);
            return this;
        }

        /**
         * Sets the conditions.
         *
         * @param options the conditions
         * @return this builder
         */
        public Builder options(ChatOptions options) {
            this.options = options;
            return this;
        }

        /**
         * Asks for JSON of a given shape instead of free text.
         *
         * @param schema the shape
         * @return this builder
         */
        public Builder answerSchema(AnswerSchema schema) {
            this.answerSchema = schema;
            return this;
        }

        /**
         * Ends the request.
         *
         * @return the request
         * @throws IllegalArgumentException if there is no turn, or the last one is not the user's
         */
        public ChatRequest build() {
            if (messages.isEmpty() || messages.get(messages.size() - 1).role() != Message.Role.USER) {
                throw new IllegalArgumentException("a request ends with a turn of the user");
            }
            return new ChatRequest(this);
        }
    }
}
