package io.github.tune4j.chat;

import io.github.tune4j.run.Budget;
import io.github.tune4j.run.TokenPrice;

/** A model whose calls are paid from a purse. */
record MeteredChatModel(ChatModel model, Budget budget, TokenPrice price) implements ChatModel {
    private static final TokenUsage UNCOUNTED = new TokenUsage(0, 0);

    @Override
    public String name() {
        return model.name();
    }

    @Override
    public ChatReply chat(ChatRequest request) {
        try (Budget.Reservation reservation = budget.reserve(
                "tokens of " + name(), price.usd(RequestSize.mostInput(request), RequestSize.mostOutput(request)))) {
            ChatReply reply = model.chat(request);
            TokenUsage usage = reply.usage();
            if (usage.equals(UNCOUNTED)) {
                reservation.charge(null, null);
            } else {
                reservation.charge(price.usd(usage.inputTokens(), usage.outputTokens()), price.asOf());
            }
            return reply;
        }
    }
}
