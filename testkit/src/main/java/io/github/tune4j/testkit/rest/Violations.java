package io.github.tune4j.testkit.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tune4j.testkit.wire.ServiceError;
import java.util.ArrayList;
import java.util.List;

/** Everything that is wrong with a request, to be told in one message of AWS's form. */
public final class Violations {
    private final List<String> violations = new ArrayList<>();

    /**
     * Notes one.
     *
     * @param at the member's name, nested with dots
     * @param value as shown: text in single quotation marks, or {@code null}
     * @param constraint what the member must be
     */
    public void add(String at, String value, String constraint) {
        violations.add("Value " + value + " at '" + at + "' failed to satisfy constraint: " + constraint);
    }

    /** Checks a member that may be missing. */
    void member(String at, JsonNode value, boolean required, Shape shape) throws ServiceError {
        if (!value.isMissingNode() && !value.isNull()) {
            shape.check(at, value, this);
        } else if (required) {
            add(at, "null", "Member must not be null");
        }
    }

    void length(String at, String value, int length, int min, int max) {
        if (length < min) {
            add(at, value, "Member must have length greater than or equal to " + min);
        }
        if (length > max) {
            add(at, value, "Member must have length less than or equal to " + max);
        }
    }

    /** Refuses the request if anything is wrong with it. */
    public void orThrow() throws ServiceError {
        orThrow("ValidationException");
    }

    /** Refuses the request if anything is wrong with it, with what the service calls such an error. */
    public void orThrow(String code) throws ServiceError {
        int count = violations.size();
        if (count > 0) {
            throw new ServiceError(
                    400,
                    code,
                    count + (count == 1 ? " validation error" : " validation errors") + " detected: "
                            + String.join("; ", violations));
        }
    }
}
