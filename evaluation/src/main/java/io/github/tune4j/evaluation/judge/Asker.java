package io.github.tune4j.evaluation.judge;

import io.github.tune4j.chat.ChatModel;
import io.github.tune4j.chat.ChatOptions;
import io.github.tune4j.chat.ChatReply;
import io.github.tune4j.chat.ChatRequest;
import io.github.tune4j.chat.ModelCallException;
import io.github.tune4j.chat.StopReason;
import io.github.tune4j.evaluation.judge.Judge.Outcome;
import io.github.tune4j.evaluation.judge.VerdictLog.Judgement;
import java.util.function.Function;

/** Asks a model for one verdict: in the forced shape, then as text, again within a bound while it cannot be read. */
final class Asker {
    /** Forced shape, text, and text once more. */
    private static final int ASKS = 3;

    private final ChatModel model;
    private volatile boolean takesSchema = true;

    Asker(ChatModel model) {
        this.model = model;
    }

    /** One question to the judge in its forms. */
    interface Prompt {
        ChatRequest inShape();

        /** With a reminder of the form when it was asked before. */
        ChatRequest asText(boolean again);
    }

    Judgement ask(Prompt prompt, Function<ChatReply, Judgement> reading) {
        Judgement judgement = reading.apply(takesSchema ? inShape(prompt) : model.chat(prompt.asText(false)));
        for (int ask = 2; ask <= ASKS && judgement.outcome().worthAsking(); ask++) {
            judgement = reading.apply(model.chat(prompt.asText(ask == ASKS)));
        }
        return judgement;
    }

    /** Only a model that takes the same text without the shape is one that takes no shapes. */
    private ChatReply inShape(Prompt prompt) {
        try {
            return model.chat(prompt.inShape());
        } catch (ModelCallException e) {
            if (e.kind() != ModelCallException.Kind.INVALID_REQUEST) {
                throw e;
            }
            ChatReply reply = model.chat(prompt.asText(false));
            takesSchema = false;
            return reply;
        }
    }

    /** What keeps a reply from being read at all, whatever its words; scored when nothing does. */
    static Outcome readable(ChatReply reply) {
        if (reply.stopReason() == StopReason.REFUSED) {
            return Outcome.REFUSED;
        }
        return reply.stopReason() == StopReason.MAX_TOKENS && reply.json() == null
                ? Outcome.UNREADABLE
                : Outcome.SCORED;
    }

    /** What came of a call that failed. */
    static Outcome outcome(ModelCallException failure) {
        return failure.kind() == ModelCallException.Kind.THROTTLED ? Outcome.THROTTLED : Outcome.NOT_ANSWERED;
    }

    /** Who is asked, by what, how and under which conditions, for a signature. */
    static String signature(ChatModel model, Rubric rubric, PromptTexts texts, ChatOptions options) {
        return "|judge:" + model.name()
                + "|rubric:" + rubric.sha256().substring(0, 12)
                + "|prompt:" + ContentHash.of(texts.source()).substring(0, 12)
                + "|temperature:"
                + (options.temperature().isPresent() ? options.temperature().getAsDouble() : "default")
                + options.topP().stream().mapToObj(p -> "|top-p:" + p).reduce("", String::concat)
                + "|max-tokens:" + options.maxTokens().map(String::valueOf).orElse("default")
                + (options.stopSequences().isEmpty()
                        ? ""
                        : "|stop:"
                                + ContentHash.of(options.stopSequences().toArray(String[]::new))
                                        .substring(0, 12));
    }
}
