package io.github.tune4j.chat;

import io.github.tune4j.run.Budget;
import io.github.tune4j.run.TokenPrice;

/**
 * The only port to any language model: one request, one attempt, one reply. A test's model is a lambda.
 *
 * <p>Pace and price belong to the model, not to its callers. Implementations are thread-safe.
 */
@FunctionalInterface
public interface ChatModel {

    /**
     * Asks once.
     *
     * @param request what is asked, and under which conditions
     * @return the reply
     * @throws ModelCallException if there is none
     */
    ChatReply chat(ChatRequest request);

    /**
     * What the model is called in signatures and answer files.
     *
     * @return a short name
     */
    default String name() {
        return "model";
    }

    /**
     * Asks one question with no conditions and returns the text of the reply.
     *
     * @param question the user's turn
     * @return the reply's text
     * @throws ModelCallException if there is none
     */
    default String ask(String question) {
        return chat(ChatRequest.of(question)).text();
    }

    /**
     * The same model under another name.
     *
     * @param name what it is to be called
     * @return a model that answers as this one
     */
    default ChatModel named(String name) {
        return new NamedChatModel(this, name);
    }

    /**
     * The same model at a pace: it waits its turn, and retries what is retryable.
     *
     * @param pace the pace; one that is shared is one common limit
     * @return a model that throws a {@link ModelCallException} only when retrying did not help
     */
    default ChatModel paced(Pace pace) {
        ChatModel model = this;
        return new NamedChatModel(request -> pace.call(model, request), name());
    }

    /**
     * The same model with its price: the most that a call can cost is set aside before it, its tokens are charged after
     * it. A request without a limit on output tokens counts {@value RequestSize#USUAL_OUTPUT} of them beforehand. A call
     * whose answer was lost on its way is a charge without amount.
     *
     * @param budget the purse
     * @param price what its tokens cost
     * @return a model that throws {@link io.github.tune4j.run.BudgetExceededException} instead of calling when the money
     *     does not suffice
     */
    default ChatModel metered(Budget budget, TokenPrice price) {
        return new MeteredChatModel(this, budget, price);
    }

    /**
     * The same model when its price is not publicly known: each answer is a charge without amount, and a budget that has
     * stopped lets none through.
     *
     * @param budget the purse
     * @return a model that throws {@link io.github.tune4j.run.BudgetExceededException} once the budget has stopped
     */
    default ChatModel metered(Budget budget) {
        return new MeteredChatModel(this, budget, null);
    }
}
