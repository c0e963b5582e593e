package io.github.tune4j.aws;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.aws.internal.Connection;
import io.github.tune4j.chat.AnswerSchema;
import io.github.tune4j.chat.ChatModel;
import io.github.tune4j.chat.ChatReply;
import io.github.tune4j.chat.ChatRequest;
import io.github.tune4j.chat.ModelCallException;
import io.github.tune4j.chat.Pace;
import io.github.tune4j.chat.StopReason;
import io.github.tune4j.chat.StreamingChatModel;
import io.github.tune4j.chat.TokenUsage;
import io.github.tune4j.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * A model on Bedrock, called by its identifier: a model id, an inference profile, or the ARN of a throughput or a
 * deployment. Owns nothing and need not be closed. Thread-safe.
 *
 * <p>Calls keep a pace and are retried where that helps; a streamed answer only until its first text. With a budget on
 * the session, the most that a call can cost is reserved before it and its tokens are charged after it.
 *
 * <p>An answer that was to have a shape is checked against the schema; one that does not fit is sent back once, with
 * what is wrong.
 */
public final class BedrockChatModel implements StreamingChatModel {
    private final Connection connection;
    private final String modelId;
    private final Dialect dialect;
    private final Pace pace;
    private final TokenMeter meter;

    private BedrockChatModel(Connection connection, CallingId id, Dialect dialect, @Nullable Pace pace) {
        this.connection = connection;
        this.modelId = id.id();
        this.dialect = dialect;
        this.pace = pace != null ? pace : Pace.builder().time(connection.time()).build();
        this.meter = new TokenMeter(connection, modelId, id.mostOutput());
    }

    /**
     * A model with default settings.
     *
     * @param aws the session
     * @param modelIdOrArn what to call; a tuning identifier is corrected to the calling one, which is logged
     * @return the model
     * @throws InvalidInputException if it names something that cannot be called
     */
    public static BedrockChatModel of(AwsSession aws, String modelIdOrArn) {
        return builder(aws, modelIdOrArn).build();
    }

    /**
     * Begins a model.
     *
     * @param aws the session
     * @param modelIdOrArn what to call; a tuning identifier is corrected to the calling one, which is logged
     * @return a builder
     */
    public static Builder builder(AwsSession aws, String modelIdOrArn) {
        return new Builder(aws, modelIdOrArn);
    }

    /**
     * What is called.
     *
     * @return the identifier or ARN
     */
    @Override
    public String name() {
        return modelId;
    }

    @Override
    public ChatReply chat(ChatRequest request) {
        return paced(r -> answer(r, () -> dialect.ask(r, null))).chat(request);
    }

    @Override
    public ChatReply chat(ChatRequest request, Consumer<? super String> onText) {
        Speaking speaking = new Speaking(onText, meter::brokenOff);
        ChatReply reply = paced(r -> speaking.attempt(() -> answer(r, () -> dialect.stream(r, speaking))))
                .chat(request);
        return speaking.finished(reply);
    }

    /**
     * Counts the tokens that a request would send. Free of charge; not every model offers it.
     *
     * @param request the request
     * @return input tokens, system prompt and schema included
     * @throws ModelCallException if the model does not offer it, or the call fails
     */
    public long countTokens(ChatRequest request) {
        return classified(() -> connection
                .clients()
                .runtime(modelId)
                .countTokens(c -> c.modelId(modelId).input(dialect.countable(request)))
                .inputTokens()
                .longValue());
    }

    private ChatModel paced(ChatModel attempt) {
        return attempt.named(modelId).paced(pace);
    }

    private ChatReply answer(ChatRequest request, Supplier<Dialect.Said> ask) {
        long begin = System.nanoTime();
        Dialect.Said said = charged(request, null, ask);
        if (request.answerSchema().isEmpty()) {
            return reply(said, null, said.usage(), begin);
        }
        AnswerSchema schema = request.answerSchema().get();
        Dialect.Form form = formIn(said);
        List<String> problems = SchemaCheck.problems(form.content(), schema);
        if (problems.isEmpty()) {
            return reply(said, form, said.usage(), begin);
        }
        Dialect.Correction correction = new Dialect.Correction(form, problems);
        Dialect.Said second = charged(request, correction, () -> dialect.ask(request, correction));
        Dialect.Form corrected = formIn(second);
        List<String> left = SchemaCheck.problems(corrected.content(), schema);
        if (!left.isEmpty()) {
            throw unreadable("answered twice in another form than '" + schema.name() + "': " + String.join("; ", left));
        }
        TokenUsage both = new TokenUsage(
                said.usage().inputTokens() + second.usage().inputTokens(),
                said.usage().outputTokens() + second.usage().outputTokens());
        return reply(second, corrected, both, begin);
    }

    private Dialect.Form formIn(Dialect.Said said) {
        if (said.form() == null) {
            throw unreadable(
                    said.stopReason() == StopReason.MAX_TOKENS
                            ? "was cut off at the most tokens allowed, before its form was complete"
                            : "answered in text instead of the form");
        }
        return said.form();
    }

    private ModelCallException unreadable(String what) {
        return ModelCallException.of(ModelCallException.Kind.UNREADABLE, modelId + " " + what + ".", null);
    }

    private ChatReply reply(Dialect.Said said, Dialect.@Nullable Form form, TokenUsage usage, long begin) {
        return new ChatReply(
                said.text(),
                form == null ? null : Json.line(form.content()),
                form == null ? said.stopReason() : StopReason.SCHEMA_ANSWER,
                usage,
                Duration.ofNanos(System.nanoTime() - begin),
                said.model() == null ? modelId : said.model());
    }

    private Dialect.Said charged(
            ChatRequest request, Dialect.@Nullable Correction correction, Supplier<Dialect.Said> ask) {
        AtomicReference<Dialect.Said> said = new AtomicReference<>();
        meter.metered(r -> {
                    said.set(classified(ask));
                    return reply(said.get(), null, said.get().usage(), System.nanoTime());
                })
                .chat(meter.longest(request, correction));
        return said.get();
    }

    private <T> T classified(Supplier<T> call) {
        try {
            return call.get();
        } catch (AbortedException e) {
            throw Connection.cancelled("the same question", e);
        } catch (SdkException e) {
            throw RuntimeFailure.of(modelId, e);
        }
    }

    /** Which of Bedrock's two ways to call a model is used. */
    public enum Api {
        /** One request for every vendor's model; the default. */
        CONVERSE,
        /** The body of Anthropic's Messages API, for Anthropic's models. */
        INVOKE_MODEL
    }

    /** Collects the settings of a model. Not thread-safe. */
    public static final class Builder {
        private final Connection connection;
        private final String modelIdOrArn;
        private Api api = Api.CONVERSE;
        private @Nullable Pace pace;

        private Builder(AwsSession aws, String modelIdOrArn) {
            this.connection = Connection.of(aws);
            this.modelIdOrArn = modelIdOrArn;
        }

        /**
         * Sets which way the model is called.
         *
         * @param api {@link Api#CONVERSE} unless set
         * @return this builder
         */
        public Builder api(Api api) {
            this.api = api;
            return this;
        }

        /**
         * Sets the pace; one that is shared is one common limit.
         *
         * @param pace an adaptive one of its own unless set
         * @return this builder
         */
        public Builder pace(Pace pace) {
            this.pace = pace;
            return this;
        }

        /**
         * Ends the settings. Nothing is called.
         *
         * @return the model
         * @throws InvalidInputException if the identifier names something that cannot be called, or not in this way
         */
        public BedrockChatModel build() {
            CallingId id = CallingId.of(modelIdOrArn, connection.models());
            return new BedrockChatModel(
                    connection,
                    id,
                    api == Api.CONVERSE
                            ? new ConverseDialect(connection.clients(), id.id())
                            : new AnthropicDialect(connection.clients(), id.id(), id.maxTokensForAnthropic()),
                    pace);
        }
    }
}
