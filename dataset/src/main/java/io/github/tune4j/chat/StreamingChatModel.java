package io.github.tune4j.chat;

import java.util.function.Consumer;

/** A model that can hand over its reply as it is written. */
public interface StreamingChatModel extends ChatModel {

    /**
     * Asks once and hands over the text piece by piece.
     *
     * @param request what is asked
     * @param onText hears each piece in order, on the calling thread; what it throws ends the call
     * @return the whole reply
     * @throws ModelCallException if there is none, also when it breaks off half-way
     */
    ChatReply chat(ChatRequest request, Consumer<? super String> onText);
}
