package io.github.tune4j.examples.playground;

import io.github.tune4j.CancelledException;
import io.github.tune4j.chat.ChatReply;
import io.github.tune4j.chat.ChatRequest;
import io.github.tune4j.chat.StopReason;
import io.github.tune4j.chat.StreamingChatModel;
import io.github.tune4j.chat.TokenUsage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/** A model that says what it is told to, piece by piece, each piece when it may. */
final class Talker implements StreamingChatModel {
    final List<ChatRequest> asked = new CopyOnWriteArrayList<>();
    private final List<String> pieces;
    private final Semaphore may;

    private Talker(Semaphore may, String... pieces) {
        this.pieces = List.of(pieces);
        this.may = may;
    }

    static Talker saying(String... pieces) {
        return new Talker(new Semaphore(Integer.MAX_VALUE), pieces);
    }

    /** Says a piece for each permit. */
    static Talker halting(Semaphore may, String... pieces) {
        return new Talker(may, pieces);
    }

    @Override
    public String name() {
        return "talker";
    }

    @Override
    public ChatReply chat(ChatRequest request) {
        return chat(request, text -> {});
    }

    @Override
    public ChatReply chat(ChatRequest request, Consumer<? super String> onText) {
        asked.add(request);
        for (String piece : pieces) {
            try {
                may.acquire();
            } catch (InterruptedException e) {
                throw CancelledException.interrupted("nothing", e);
            }
            onText.accept(piece);
        }
        return new ChatReply(
                String.join("", pieces),
                null,
                StopReason.END_OF_TURN,
                new TokenUsage(12, 34),
                Duration.ofMillis(56),
                "talker-1");
    }
}
