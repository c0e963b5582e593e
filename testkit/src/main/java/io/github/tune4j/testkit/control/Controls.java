package io.github.tune4j.testkit.control;

import io.github.tune4j.testkit.faults.FaultPlan;
import io.github.tune4j.testkit.money.ChargedItem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

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

    /** Makes everything as it was at the start. */
    void reset();
}
