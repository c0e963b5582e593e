package io.github.tune4j.chat;

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
}
