package io.github.tune4j.testkit.control;

import io.github.tune4j.testkit.faults.FaultPlan;
import java.time.Duration;
import java.util.List;

/** Whether a fault that came as JSON says all that its kind needs: one that does not would never strike, or always. */
final class FaultCheck {
    private static final List<String> ACCESS = List.of("AGREEMENT", "AUTHORIZATION", "ENTITLEMENT");

    private FaultCheck() {}

    /** Throws an IllegalArgumentException that names the member which is wrong. */
    static void check(FaultPlan plan) {
        require(plan.chance() > 0 && plan.chance() <= 1, "chance is " + plan.chance() + ", not above 0 and at most 1");
        require(plan.count() >= 0, "count is " + plan.count() + ", but a fault hits at least once");
        require(plan.limit() >= 0, "limit is " + plan.limit() + ", which is below 0");
        switch (plan.kind()) {
            case ERROR -> {
                require(
                        plan.status() >= 400 && plan.status() <= 599,
                        "status is " + plan.status() + ", which is no error from 400 to 599");
                require(!plan.code().isBlank(), "code is missing: what the error is called");
            }
            case STREAM_FAILS -> require(!plan.code().isBlank(), "code is missing: what the error is called");
            case JOB_FAILS -> require(plan.phase() != null, "phase is missing: at whose end the job fails");
            case SLOW, ANSWERS_TAKE, ROLE_NOT_ASSUMABLE_YET ->
                require(
                        plan.duration().compareTo(Duration.ZERO) > 0,
                        "duration is " + plan.duration() + ", which is not above 0");
            case CALLS_IN_FLIGHT, REQUESTS_PER_SECOND, REQUESTS_PER_MINUTE, TOKENS_PER_MINUTE ->
                require(plan.limit() > 0, "limit is " + plan.limit() + ", which is not above 0");
            case NO_MODEL_ACCESS ->
                require(ACCESS.contains(plan.message()), "message is '" + plan.message() + "', not one of " + ACCESS);
            default -> {
                // The others need nothing.
            }
        }
    }

    private static void require(boolean good, String otherwise) {
        if (!good) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
