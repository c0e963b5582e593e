package io.github.tune4j.serving;

import io.github.tune4j.TuneException;
import io.github.tune4j.aws.AwsCallException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is said of something that goes wrong at every look: at first, whenever the reason is another one, and once an hour.
 * Not thread-safe.
 */
final class Complaint {
    private static final Duration AGAIN = Duration.ofHours(1);

    private @Nullable Instant since;
    private @Nullable Instant said;
    private String reason = "";

    /**
     * It has gone wrong once more.
     *
     * @param why what went wrong
     * @param now when, by one and the same clock
     * @return what is to be said, with how long it has gone on; empty when it was said before
     */
    Optional<String> about(TuneException why, Instant now) {
        String because = reason(why);
        boolean due = said == null
                || !because.equals(reason)
                || !now.isBefore(said.plus(AGAIN))
                || now.isBefore(said); // The clock was set back.
        if (since == null || now.isBefore(since)) {
            since = now;
        }
        reason = because;
        if (!due) {
            return Optional.empty();
        }
        said = now;
        Duration gone = Duration.between(since, now);
        String text = why.getCause() instanceof TuneException cause
                ? why.problem() + " " + cause.problem() + " To fix: " + why.remedy()
                : why.getMessage();
        return Optional.of(
                gone.toMinutes() == 0
                        ? text
                        : "For " + gone.toHours() + " h " + gone.toMinutesPart() + " min by now: " + text);
    }

    /** Without what differs in each call, such as the id of the request. */
    private static String reason(TuneException why) {
        TuneException root = why.getCause() instanceof TuneException cause ? cause : why;
        return root instanceof AwsCallException refused
                ? refused.operation() + " " + refused.errorCode()
                : root.problem();
    }
}
