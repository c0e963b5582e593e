package io.github.tune4j.testkit.iam;

import io.github.tune4j.testkit.wire.ServiceError;

/** Refuses documents that are no policies. */
final class Policies {
    private Policies() {}

    static void requireValid(String document, Policy.Kind kind) throws ServiceError {
        try {
            Policy.parse(document, kind);
        } catch (IllegalArgumentException e) {
            throw IamErrors.malformedPolicy(e.getMessage());
        }
    }
}
