package io.github.tune4j.testing;

import io.github.tune4j.CancelledException;
import io.github.tune4j.chat.ChatModel;
import io.github.tune4j.chat.ChatReply;
import io.github.tune4j.chat.ChatRequest;
import io.github.tune4j.chat.ModelCallException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.function.Function;

/** An endpoint that answers after 200 ms of a virtual clock, and throttles what its limit does not let through. */
public final class LimitedEndpoint implements ChatModel {
    /** How long an answer takes. */
    public static final Duration LATENCY = Duration.ofMillis(200);

    private final VirtualTime time;
    private final Limit limit;
    private final Function<ChatRequest, ChatReply> answers;
    private int inFlight;
    private int attempts;
    private int throttledLater;
    private int throttled;

    private interface Limit {
        boolean letsThrough(Instant now, int inFlight);
    }

    private LimitedEndpoint(VirtualTime time, Limit limit, Function<ChatRequest, ChatReply> answers) {
        this.time = time;
        this.limit = limit;
        this.answers = answers;
    }

    /** At most so many calls at once. */
    public static LimitedEndpoint inFlight(int most, VirtualTime time, Function<ChatRequest, ChatReply> answers) {
        return new LimitedEndpoint(time, (now, inFlight) -> inFlight < most, answers);
    }

    /** At most so many calls in any second. */
    public static LimitedEndpoint aSecond(int most, VirtualTime time, Function<ChatRequest, ChatReply> answers) {
        Deque<Instant> begun = new ArrayDeque<>();
        return new LimitedEndpoint(
                time,
                (now, inFlight) -> {
                    while (!begun.isEmpty() && !begun.peek().isAfter(now.minusSeconds(1))) {
                        begun.remove();
                    }
                    return begun.size() < most && begun.add(now);
                },
                answers);
    }

    /** One call in three is throttled, whatever the rate. */
    public static LimitedEndpoint dice(long seed, VirtualTime time, Function<ChatRequest, ChatReply> answers) {
        Random random = new Random(seed);
        return new LimitedEndpoint(time, (now, inFlight) -> random.nextInt(3) > 0, answers);
    }

    @Override
    public String name() {
        return "limited";
    }

    @Override
    public ChatReply chat(ChatRequest request) {
        enter();
        try {
            time.sleep(LATENCY);
            return answers.apply(request);
        } catch (InterruptedException e) {
            throw CancelledException.interrupted("nothing", e);
        } finally {
            leave();
        }
    }

    private synchronized void enter() {
        attempts++;
        if (!limit.letsThrough(time.now(), inFlight)) {
            throttled++;
            throttledLater += attempts > 100 ? 1 : 0;
            throw ModelCallException.throttled("Too many requests.", null);
        }
        inFlight++;
    }

    private synchronized void leave() {
        inFlight--;
    }

    /** How many calls were throttled. */
    public synchronized int throttled() {
        return throttled;
    }

    /** Of the calls after the first hundred, the share that was throttled. */
    public synchronized double throttledShareAfter100() {
        return (double) throttledLater / Math.max(1, attempts - 100);
    }
}
