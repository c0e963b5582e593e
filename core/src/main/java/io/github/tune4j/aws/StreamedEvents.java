package io.github.tune4j.aws;

import io.github.tune4j.CancelledException;
import io.github.tune4j.TuneException;
import io.github.tune4j.aws.internal.SdkFailure;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Brings the events of a stream from the SDK's threads to the thread that asked. */
final class StreamedEvents {
    private StreamedEvents() {}

    /** An event, or the end with what went wrong. */
    private record Signal<E>(@Nullable E event, @Nullable Throwable failure) {}

    /**
     * Starts a call and hears its events until it ends.
     *
     * @param <E> what the events are
     * @param start starts the call with a listener for the SDK's threads
     * @param onEvent hears each event in order, on the calling thread; what it throws ends the call
     */
    static <E> void await(Function<Consumer<E>, CompletableFuture<Void>> start, Consumer<E> onEvent) {
        BlockingQueue<Signal<E>> queue = new LinkedBlockingQueue<>();
        CompletableFuture<Void> call = start.apply(event -> queue.add(new Signal<>(event, null)));
        call.whenComplete((nothing, failure) -> queue.add(new Signal<>(null, failure)));
        try {
            for (Signal<E> signal = queue.take(); signal.event() != null; signal = queue.take()) {
                onEvent.accept(signal.event());
            }
            call.join();
        } catch (InterruptedException e) {
            throw CancelledException.interrupted("the same question", e);
        } catch (CompletionException e) {
            Throwable cause = SdkFailure.unwrapped(e);
            if (cause instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            throw new TuneException("The stream broke off: " + cause + ".", "ask again.", cause);
        } finally {
            call.cancel(true);
        }
    }
}
