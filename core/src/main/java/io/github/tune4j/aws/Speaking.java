package io.github.tune4j.aws;

import io.github.tune4j.chat.ChatReply;
import io.github.tune4j.chat.ModelCallException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Hands over streamed text and sees to it that no answer is begun twice: what has been heard cannot be taken back. */
final class Speaking implements Consumer<String> {
    private final Consumer<? super String> listener;
    private final Consumer<ModelCallException> whenBrokenOff;
    private boolean begun;
    private @Nullable ModelCallException brokenOff;

    Speaking(Consumer<? super String> listener, Consumer<ModelCallException> whenBrokenOff) {
        this.listener = listener;
        this.whenBrokenOff = whenBrokenOff;
    }

    @Override
    public void accept(String text) {
        begun = true;
        listener.accept(text);
    }

    /** Attempts an answer. A failure half-way comes out of {@link #finished} instead, where nobody retries it. */
    ChatReply attempt(Supplier<ChatReply> call) {
        try {
            return call.get();
        } catch (ModelCallException e) {
            if (!begun) {
                throw e;
            }
            brokenOff = e;
            whenBrokenOff.accept(e);
            return ChatReply.of("");
        }
    }

    ChatReply finished(ChatReply reply) {
        if (brokenOff != null) {
            throw brokenOff;
        }
        return reply;
    }
}
