package io.github.tune4j.aws.internal;

import io.github.tune4j.CancelledException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Looks at something until it is done: often at first, then ever less often up to the poll interval, with jitter, so
 * that many waiters do not ask in step. A throttle or a fault of AWS's own never ends the wait.
 *
 * @param <S> what is seen
 */
public final class Poller<S> {
    private static final Logger log = LoggerFactory.getLogger(Poller.class);
    private static final Duration FIRST = Duration.ofSeconds(2);
    private static final double GROWTH = 1.6;

    private final Connection connection;
    private final String arn;
    private final String operation;
    private final Supplier<S> look;
    private @Nullable S seen;
    private @Nullable SdkException trouble;

    /**
     * A wait to come.
     *
     * @param connection the session's
     * @param arn what is looked at; named when the wait is interrupted
     * @param operation AWS's name of the call that looks
     * @param look makes that call and throws the SDK's exceptions
     */
    public Poller(Connection connection, String arn, String operation, Supplier<S> look) {
        this.connection = connection;
        this.arn = arn;
        this.operation = operation;
        this.look = look;
    }

    /**
     * Waits.
     *
     * @param max how long at most
     * @param done ends the wait; may throw to end it badly
     * @param changed whether a sight differs from the one before
     * @param onChange hears the first sight and each that differs; what it throws is logged
     * @param late makes the exception for a wait that was too short, from the last sight
     * @return the last sight
     */
    public S await(
            Duration max,
            Predicate<? super S> done,
            Changed<? super S> changed,
            Consumer<? super S> onChange,
            Function<? super S, ? extends RuntimeException> late) {
        Instant deadline = deadline(connection.time().now(), max);
        Duration pause = FIRST;
        while (true) {
            S sight = look(changed, onChange);
            if (sight != null && done.test(sight)) {
                return sight;
            }
            Duration left = Duration.between(connection.time().now(), deadline);
            if (left.isNegative() || left.isZero()) {
                throw sight == null
                        ? connection.failure(operation, Objects.requireNonNull(trouble))
                        : late.apply(sight);
            }
            sleep(shorter(jittered(shorter(pause, connection.pollInterval())), left));
            pause = Duration.ofMillis((long) (pause.toMillis() * GROWTH));
        }
    }

    /**
     * When a wait ends.
     *
     * @param now when it begins
     * @param max how long it may take; {@code ChronoUnit.FOREVER.getDuration()} for as long as it takes
     * @return the end, or the last moment that there is
     */
    public static Instant deadline(Instant now, Duration max) {
        return max.compareTo(Duration.between(now, Instant.MAX)) < 0 ? now.plus(max) : Instant.MAX;
    }

    /** Says whether two sights differ in what matters. */
    @FunctionalInterface
    public interface Changed<S> {
        /**
         * Compares.
         *
         * @param before the sight before
         * @param now the sight now
         * @return whether somebody should hear of it
         */
        boolean between(S before, S now);
    }

    private @Nullable S look(Changed<? super S> changed, Consumer<? super S> onChange) {
        S sight;
        try {
            sight = look.get();
        } catch (AbortedException e) {
            throw Connection.cancelled(arn, e);
        } catch (SdkException e) {
            if (!SdkFailure.of(e).retryable()) {
                throw connection.failure(operation, e);
            }
            log.debug("{} of {} failed for now", operation, arn, e);
            trouble = e;
            return seen;
        }
        if (seen == null || changed.between(seen, sight)) {
            tell(onChange, sight);
        }
        seen = sight;
        return sight;
    }

    private void tell(Consumer<? super S> onChange, S sight) {
        try {
            onChange.accept(sight);
        } catch (RuntimeException e) {
            log.warn("A listener failed on {}", arn, e);
        }
    }

    private void sleep(Duration pause) {
        try {
            connection.time().sleep(pause);
        } catch (InterruptedException e) {
            throw CancelledException.interrupted(arn, e);
        }
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static Duration jittered(Duration pause) {
        return Duration.ofMillis(
                (long) (pause.toMillis() * ThreadLocalRandom.current().nextDouble(0.75, 1)));
    }
}
