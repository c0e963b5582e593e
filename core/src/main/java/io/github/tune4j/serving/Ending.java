package io.github.tune4j.serving;

import io.github.tune4j.aws.AwsCallException;
import io.github.tune4j.aws.internal.Connection;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes what costs money, whatever happens: a thread that is interrupted still deletes, and what can be retried is. */
final class Ending {
    private static final Logger log = LoggerFactory.getLogger(Ending.class);
    private static final int ATTEMPTS = 6;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /** No deployment takes longer to be made. */
    private static final Duration MAKING = Duration.ofMinutes(30);

    private Ending() {}

    /**
     * Deletes.
     *
     * @throws AwsCallException if AWS refuses for good, or still after several attempts
     */
    static void of(String arn, Connection connection, Runnable delete) {
        boolean interrupted = Thread.interrupted();
        try {
            Instant giveUp = connection.time().now().plus(MAKING);
            Duration pause = FIRST_PAUSE;
            for (int attempt = 1; ; attempt++) {
                try {
                    delete.run();
                    return;
                } catch (AwsCallException e) {
                    boolean again = beingMade(e)
                            ? connection.time().now().isBefore(giveUp)
                            : e.retryable() && attempt < ATTEMPTS;
                    if (!again) {
                        throw e;
                    }
                    log.warn("{} could not be deleted yet: {}", arn, e.problem());
                }
                try {
                    connection.time().sleep(pause);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
                pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : pause;
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** A deployment that is being made refuses deletion until it is made. */
    private static boolean beingMade(AwsCallException e) {
        return e.getMessage().contains("mutating state");
    }
}
