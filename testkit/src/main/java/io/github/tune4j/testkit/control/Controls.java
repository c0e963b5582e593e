package io.github.tune4j.testkit.control;

import io.github.tune4j.testkit.faults.FaultPlan;
import io.github.tune4j.testkit.money.ChargedItem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be asked of a local AWS and done to it, beside AWS's own operations. Thread-safe. */
public interface Controls {
    /** All that would be billed until now. */
    List<ChargedItem> bill();

    /** All calls so far, in the order in which they were answered. */
    List<Recording> calls();

    /** What the clock shows. */
    Instant now();

    /** How many times faster than real the clock runs while work is pending; 0 while it is stepped by hand. */
    double speed();

    /** Changes the speed. */
    void speed(double timesReal);

    /** Moves the clock. */
    void advance(Duration duration);

    /** Says that somebody begins to wait so long: the clock hurries for him while AWS is at work, or was but now. */
    void hurry(Duration duration);

    /** Lets something go wrong. */
    void inject(FaultPlan fault);

    /** Grants model units of throughput. */
    void grant(int units);

    /**
     * Declares a KMS key.
     *
     * @return its ARN
     */
    String declareKey(String region, String alias);

    /** Lets somebody hear of every call while it is carried out; null for nobody. */
    void listen(@Nullable Listener listener);

    /** Hears of calls on the threads that answer them. What it throws drops the connection. */
    interface Listener {
        /** Nothing is done yet. */
        void before(Recording call);

        /** Everything is done, and the answer has not left. */
        void after(Recording call);
    }

    /** Makes everything as it was at the start. */
    void reset();
}
