package io.github.tune4j.chat;

import io.github.tune4j.CancelledException;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.run.TimeSource;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * How fast a model is called, and how often a call is repeated. One pace that several models share is one common limit.
 * Thread-safe.
 *
 * <p>The calls in flight grow while answers come and shrink when calls are throttled, once for each burst. What is
 * retryable is retried after a pause that doubles and is drawn at random below its bound (full jitter), or after the
 * pause that the endpoint asks for.
 */
public final class Pace {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final double SHRINK = 0.7;
    private static final int START = 4;

    private final int maxConcurrency;
    private final int maxAttempts;
    private final @Nullable Integer requestsPerMinute;
    private final @Nullable Long tokensPerMinute;
    private final TimeSource time;

    private final Deque<Spent> lastMinute = new ArrayDeque<>();
    private double limit;
    private int inFlight;
    private Instant lastShrink = Instant.MIN;
    private long calls;
    private long retries;
    private long throttles;

    private record Spent(Instant at, long tokens) {}

    private Pace(Builder builder) {
        this.maxConcurrency = builder.maxConcurrency;
        this.maxAttempts = builder.maxAttempts;
        this.requestsPerMinute = builder.requestsPerMinute;
        this.tokensPerMinute = builder.tokensPerMinute;
        this.time = builder.time;
        this.limit = Math.min(START, maxConcurrency);
    }

    /**
     * A pace that finds its own limit.
     *
     * @return a new pace
     */
    public static Pace adaptive() {
        return builder().build();
    }

    /**
     * Begins a pace.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * What has happened so far.
     *
     * @return counts since the pace was made
     */
    public synchronized Stats stats() {
        return new Stats(calls, retries, throttles, (int) limit);
    }

    /**
     * Counts of a pace.
     *
     * @param calls attempts that were made
     * @param retries attempts that repeated another
     * @param throttles attempts that were throttled
     * @param concurrency calls that may be in flight now
     */
    public record Stats(long calls, long retries, long throttles, int concurrency) {}

    /** Makes a call in its turn, again and again while that helps. */
    ChatReply call(ChatModel model, ChatRequest request) {
        for (int attempt = 1; ; attempt++) {
            Instant begun = enter(attempt > 1);
            Duration pause;
            try {
                ChatReply reply = model.chat(request);
                answered(reply.usage());
                return reply;
            } catch (ModelCallException e) {
                failed(begun, e);
                if (!e.retryable() || attempt == maxAttempts) {
                    throw e;
                }
                pause = e.retryAfter().orElse(jittered(grown(attempt)));
            } finally {
                leave();
            }
            sleep(pause);
        }
    }

    private static Duration grown(int attempt) {
        Duration bound = FIRST_PAUSE.multipliedBy(1L << Math.min(attempt - 1, 10));
        return bound.compareTo(LONGEST_PAUSE) < 0 ? bound : LONGEST_PAUSE;
    }

    private static Duration jittered(Duration bound) {
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(1, bound.toMillis() + 1));
    }

    private Instant enter(boolean again) {
        while (true) {
            Duration wait;
            synchronized (this) {
                while (inFlight >= (int) limit) {
                    await();
                }
                Instant now = time.now();
                wait = untilAllowed(now);
                if (wait.isZero()) {
                    inFlight++;
                    calls++;
                    retries += again ? 1 : 0;
                    lastMinute.addLast(new Spent(now, 0));
                    return now;
                }
            }
            sleep(wait);
        }
    }

    private Duration untilAllowed(Instant now) {
        while (!lastMinute.isEmpty()
                && !lastMinute.peekFirst().at().plus(MINUTE).isAfter(now)) {
            lastMinute.removeFirst();
        }
        long tokens = lastMinute.stream().mapToLong(Spent::tokens).sum();
        long requests = lastMinute.stream().filter(s -> s.tokens() == 0).count();
        boolean full = requestsPerMinute != null && requests >= requestsPerMinute
                || tokensPerMinute != null && tokens >= tokensPerMinute;
        return full ? Duration.between(now, lastMinute.getFirst().at().plus(MINUTE)) : Duration.ZERO;
    }

    private synchronized void answered(TokenUsage usage) {
        limit = Math.min(maxConcurrency, limit + (lastShrink.equals(Instant.MIN) ? 1 : 1 / limit));
        long tokens = usage.inputTokens() + usage.outputTokens();
        if (tokens > 0) {
            lastMinute.addLast(new Spent(time.now(), tokens));
        }
    }

    private synchronized void failed(Instant begun, ModelCallException e) {
        if (e.kind() == ModelCallException.Kind.THROTTLED) {
            throttles++;
            if (begun.isAfter(lastShrink)) {
                limit = Math.max(1, limit * SHRINK);
                lastShrink = time.now();
            }
        }
    }

    private synchronized void leave() {
        inFlight--;
        notifyAll();
    }

    private void await() {
        try {
            wait();
        } catch (InterruptedException e) {
            throw CancelledException.interrupted("the same call", e);
        }
    }

    private void sleep(Duration pause) {
        try {
            time.sleep(pause);
        } catch (InterruptedException e) {
            throw CancelledException.interrupted("the same call", e);
        }
    }

    /** Collects the settings of a pace. Not thread-safe. */
    public static final class Builder {
        @Positive
        private int maxConcurrency = 64;

        @Positive
        private int maxAttempts = 10;

        @Positive
        private @Nullable Integer requestsPerMinute;

        @Positive
        private @Nullable Long tokensPerMinute;

        @NotNull
        private TimeSource time = TimeSource.system();

        private Builder() {}

        /**
         * Sets the most calls in flight.
         *
         * @param calls from 1; 64 unless set
         * @return this builder
         */
        public Builder maxConcurrency(int calls) {
            this.maxConcurrency = calls;
            return this;
        }

        /**
         * Sets the most requests in any minute.
         *
         * @param requests from 1; not limited unless set
         * @return this builder
         */
        public Builder requestsPerMinute(int requests) {
            this.requestsPerMinute = requests;
            return this;
        }

        /**
         * Sets the most tokens in any minute, in and out together; a call begins while there are some left.
         *
         * @param tokens from 1; not limited unless set
         * @return this builder
         */
        public Builder tokensPerMinute(long tokens) {
            this.tokensPerMinute = tokens;
            return this;
        }

        /**
         * Sets how often a call is attempted.
         *
         * @param attempts from 1, the first included; 10 unless set
         * @return this builder
         */
        public Builder maxAttempts(int attempts) {
            this.maxAttempts = attempts;
            return this;
        }

        /**
         * Sets the clock that pauses go by.
         *
         * @param time the clock; the system's unless set
         * @return this builder
         */
        public Builder time(TimeSource time) {
            this.time = time;
            return this;
        }

        /**
         * Ends the settings.
         *
         * @return the pace
         * @throws InvalidInputException if a setting is out of its range
         */
        public Pace build() {
            InvalidInputException.check(this);
            return new Pace(this);
        }
    }
}
