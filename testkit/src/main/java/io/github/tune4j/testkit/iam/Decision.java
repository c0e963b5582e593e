package io.github.tune4j.testkit.iam;

import java.util.List;
import java.util.function.Predicate;

/** What policies together say of a request. An explicit denial outweighs every permission. */
public enum Decision {
    /** A statement allows it and none denies it. */
    ALLOWED("allowed"),
    /** A statement denies it. */
    EXPLICITLY_DENIED("explicitDeny"),
    /** No statement speaks of it. */
    IMPLICITLY_DENIED("implicitDeny");

    private final String wireName;

    Decision(String wireName) {
        this.wireName = wireName;
    }

    /** As IAM spells it. */
    public String wireName() {
        return wireName;
    }

    static Decision of(List<Policy> policies, Predicate<Statement> covers) {
        Decision decision = IMPLICITLY_DENIED;
        for (Policy policy : policies) {
            for (Statement statement : policy.statements()) {
                if (covers.test(statement)) {
                    if (!statement.allows()) {
                        return EXPLICITLY_DENIED;
                    }
                    decision = ALLOWED;
                }
            }
        }
        return decision;
    }
}
