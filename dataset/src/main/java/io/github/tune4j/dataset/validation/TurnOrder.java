package io.github.tune4j.dataset.validation;

import java.util.Optional;

/** Whether turns begin with the user, alternate, and end with the assistant. Not judged where a role is not known. */
final class TurnOrder {
    private long turns;
    private String first = "";
    private String last = "";
    private boolean repeats;
    private boolean unknown;

    void add(String role) {
        unknown |= role.isEmpty();
        repeats |= role.equals(last);
        first = turns == 0 ? role : first;
        last = role;
        turns++;
    }

    long turns() {
        return turns;
    }

    /** What is wrong with them, at most one thing. */
    Optional<Rule> verdict() {
        if (turns < 2) {
            return Optional.of(Rule.MESSAGES_TOO_SHORT);
        }
        if (unknown) {
            return Optional.empty();
        }
        if (!first.equals("user") || !last.equals("assistant")) {
            return Optional.of(Rule.TURN_ORDER_ENDS);
        }
        return repeats ? Optional.of(Rule.TURN_ORDER_ALTERNATE) : Optional.empty();
    }
}
