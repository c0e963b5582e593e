package io.github.tune4j.evaluation;

import io.github.tune4j.TuneException;
import java.util.List;

/** Scores or a comparison do not satisfy an {@link AcceptancePolicy}. */
public final class NotAcceptedException extends TuneException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> violations;

    NotAcceptedException(List<String> violations) {
        super(
                "The answers are not accepted: " + String.join("; ", violations) + ".",
                "look at the report's questions with the lowest scores, or change the policy if it asks too much.",
                null);
        this.violations = List.copyOf(violations);
    }

    /**
     * Everything that is wrong.
     *
     * @return at least one sentence, each with the metric, what was found and what was asked for
     */
    public List<String> violations() {
        return violations;
    }
}
