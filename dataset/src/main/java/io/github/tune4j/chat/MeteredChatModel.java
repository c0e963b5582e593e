package io.github.tune4j.chat;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.run.Budget;
import io.github.tune4j.run.BudgetExceededException;
import io.github.tune4j.run.TokenPrice;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** A model whose calls are paid from a purse. */
record MeteredChatModel(
        ChatModel model, Budget budget, @Nullable TokenPrice price) implements ChatModel {
    private static final TokenUsage UNCOUNTED = new TokenUsage(0, 0);

    @Override
    public String name() {
        return model.name();
    }

    @Override
    public ChatReply chat(ChatRequest request) {
        String what = "tokens of " + name();
        try (Budget.Reservation reservation = budget.reserve(what, most(request))) {
            ChatReply reply = answer(request, what);
            TokenUsage usage = reply.usage();
            if (price == null || usage.equals(UNCOUNTED)) {
                reservation.charge(null, null);
            } else {
                reservation.charge(price.usd(usage.inputTokens(), usage.outputTokens()), price.asOf());
            }
            return reply;
        }
    }

    private @Nullable BigDecimal most(ChatRequest request) {
        return price == null ? null : price.usd(RequestSize.mostInput(request), RequestSize.mostOutput(request));
    }

    /** A call that may have been answered, and whose answer was lost, has cost nobody knows how much. */
    private ChatReply answer(ChatRequest request, String what) {
        boolean over = false;
        try {
            ChatReply reply = model.chat(request);
            over = true;
            return reply;
        } catch (ModelCallException e) {
            over = e.costsNothing();
            throw e;
        } catch (InvalidInputException | BudgetExceededException e) {
            over = true;
            throw e;
        } finally {
            if (!over) {
                budget.charge(what + ", whose answer was lost", null, null);
            }
        }
    }
}
