package io.github.tune4j.chat;

import io.github.tune4j.CancelledException;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.run.TimeSource;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * How fast a model is called, and how often a call is repeated. One pace that several models share is one common limit.
 * Thread-safe.
 *
 * <p>The calls in flight grow while answers come, and shrink when a limit is exceeded: by the share of calls that the
 * limit throttles, once that share passes a tenth. Throttling that comes whatever the rate does not slow the pace; those
 * calls are just repeated. Which of the two it is, is found by comparing the load under which throttled calls began with
 * that of the others.
 *
 * <p>What is retryable is repeated after a pause that is drawn at random below a bound (full jitter), which doubles from
 * 0.1 to 20 seconds, or after the pause that the endpoint asks for if that is longer. For throttled calls the bound
 * grows only while nothing is answered at all.
 */
public final class Pace {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);

    /** An address at which nobody has answered yet is more likely wrong than busy. */
    private static final int ATTEMPTS_TO_REACH = 8;

    private final int maxAttempts;
    private volatile boolean reached;
    private final TimeSource time;
    private final Instant begin;
    private final @Nullable MinuteQuota requests;
    private final @Nullable MinuteQuota tokens;

    /** Also the monitor that guards it, the quotas and the counts. */
    private final FlowControl flow;

    private double usualTokens;
    private long calls;
    private long retries;
    private long throttles;

    private Pace(Builder builder) {
        this.maxAttempts = builder.maxAttempts;
        this.time = builder.time;
        this.begin = time.now();
        this.flow = new FlowControl(builder.startConcurrency, builder.maxConcurrency);
        this.requests = builder.requestsPerMinute == null ? null : new MinuteQuota(builder.requestsPerMinute);
        this.tokens = builder.tokensPerMinute == null ? null : new MinuteQuota(builder.tokensPerMinute);
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
    public Stats stats() {
        synchronized (flow) {
            return new Stats(calls, retries, throttles, flow.window());
        }
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

    private record Turn(PacedCall call, MinuteQuota.@Nullable Use tokens) {}

    /** Makes a call in its turn, again and again while that helps. */
    ChatReply call(ChatModel model, ChatRequest request) {
        for (int attempt = 1; ; attempt++) {
            Duration pause;
            try {
                return attempt(model, request, attempt > 1);
            } catch (ModelCallException e) {
                if (!e.neverReached()) {
                    reached = true;
                }
                if (!e.retryable() || attempt >= (reached ? maxAttempts : Math.min(maxAttempts, ATTEMPTS_TO_REACH))) {
                    throw e;
                }
                pause = pause(attempt, e);
            }
            sleep(pause);
        }
    }

    private ChatReply attempt(ChatModel model, ChatRequest request, boolean again) {
        Turn turn = takeTurn(request, again);
        boolean ended = false;
        try {
            sleep(Duration.ofNanos(turn.call().begin - now()));
            ChatReply reply = model.chat(request);
            reached = true;
            answered(turn, reply.usage());
            ended = true;
            return reply;
        } catch (ModelCallException e) {
            if (e.kind() == ModelCallException.Kind.THROTTLED) {
                throttled(turn);
                ended = true;
            }
            throw e;
        } finally {
            if (!ended) {
                abandoned(turn);
            }
        }
    }

    private Turn takeTurn(ChatRequest request, boolean again) {
        synchronized (flow) {
            try {
                while (!flow.mayStart()) {
                    flow.wait();
                }
            } catch (InterruptedException e) {
                throw CancelledException.interrupted("the same call", e);
            }
            calls++;
            retries += again ? 1 : 0;
            long now = now();
            long size = tokens == null ? 0 : Math.max((long) usualTokens, RequestSize.usual(request));
            long earliest = Math.max(
                    requests == null ? now : requests.earliest(now, 1),
                    tokens == null ? now : tokens.earliest(now, size));
            PacedCall call = flow.start(earliest);
            if (requests != null) {
                requests.use(call.begin, 1);
            }
            return new Turn(call, tokens == null ? null : tokens.use(call.begin, size));
        }
    }

    private void answered(Turn turn, TokenUsage usage) {
        synchronized (flow) {
            flow.answered(turn.call(), now());
            long used = usage.inputTokens() + usage.outputTokens();
            if (turn.tokens() != null && used > 0) {
                turn.tokens().was(used);
                usualTokens += (used - usualTokens) / (usualTokens == 0 ? 1 : 10);
            }
            flow.notifyAll();
        }
    }

    private void throttled(Turn turn) {
        synchronized (flow) {
            throttles++;
            flow.throttled(turn.call(), now());
            if (turn.tokens() != null) {
                turn.tokens().was(0);
            }
            flow.notifyAll();
        }
    }

    private void abandoned(Turn turn) {
        synchronized (flow) {
            flow.abandoned(turn.call());
            flow.notifyAll();
        }
    }

    private Duration pause(int attempt, ModelCallException failure) {
        int doublings = attempt - 1;
        if (failure.kind() == ModelCallException.Kind.THROTTLED) {
            synchronized (flow) {
                doublings = Math.min(doublings, Math.max(0, flow.throttlesInARow() - 1));
            }
        }
        long bound = FIRST_PAUSE.toNanos() << Math.min(doublings, 10);
        Duration drawn =
                Duration.ofNanos(ThreadLocalRandom.current().nextLong(Math.min(bound, LONGEST_PAUSE.toNanos())));
        return failure.retryAfter().filter(asked -> asked.compareTo(drawn) > 0).orElse(drawn);
    }

    private long now() {
        return Duration.between(begin, time.now()).toNanos();
    }

    private void sleep(Duration pause) {
        try {
            if (pause.compareTo(Duration.ZERO) > 0) {
                time.sleep(pause);
            }
        } catch (InterruptedException e) {
            throw CancelledException.interrupted("the same call", e);
        }
    }

    /** Collects the settings of a pace. Not thread-safe. */
    public static final class Builder {
        @Positive
        private int startConcurrency = 8;

        @Positive
        private int maxConcurrency = 64;

        @Positive
        private int maxAttempts = 12;

        @Positive
        private @Nullable Integer requestsPerMinute;

        @Positive
        private @Nullable Long tokensPerMinute;

        @NotNull
        private TimeSource time = TimeSource.system();

        private Builder() {}

        /**
         * Sets with how many calls in flight to begin.
         *
         * @param calls from 1; 8 unless set; no more than the most allowed are begun with
         * @return this builder
         */
        public Builder startConcurrency(int calls) {
            this.startConcurrency = calls;
            return this;
        }

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
         * Sets the most tokens in any minute, in and out together. A call counts with an estimate and its limit on
         * output tokens until it is over, then with what it used.
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
         * @param attempts from 1, the first included; 12 unless set, and never more than 8 where nobody has answered yet
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
