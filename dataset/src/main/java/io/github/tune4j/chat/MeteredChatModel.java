package io.github.tune4j.chat;

import io.github.tune4j.run.Budget;
import io.github.tune4j.run.TokenPrice;
import java.nio.charset.StandardCharsets;

/** A model whose calls are paid from a purse. */
record MeteredChatModel(ChatModel model, Budget budget, TokenPrice price) implements ChatModel {
    /** Output tokens that are set aside when the request does not limit them. */
    static final int USUAL_OUTPUT = 4096;

    @Override
    public String name() {
        return model.name();
    }

    @Override
    public ChatReply chat(ChatRequest request) {
        int output = request.options().maxTokens().orElse(USUAL_OUTPUT);
        try (Budget.Reservation reservation =
                budget.reserve("tokens of " + name(), price.usd(mostInput(request), output))) {
            ChatReply reply = model.chat(request);
            reservation.charge(
                    price.usd(reply.usage().inputTokens(), reply.usage().outputTokens()), price.asOf());
            return reply;
        }
    }

    /** No tokenizer makes more tokens of a text than it has bytes. */
    private static long mostInput(ChatRequest request) {
        long bytes = request.system().map(MeteredChatModel::bytes).orElse(0L)
                + request.answerSchema()
                        .map(schema -> bytes(schema.jsonSchema()))
                        .orElse(0L);
        for (Message message : request.messages()) {
            bytes += bytes(message.text());
            for (Attachment attachment : message.attachments()) {
                bytes += attachment.bytes().length;
            }
        }
        return bytes;
    }

    private static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
