package io.github.tune4j.testkit.iam;

import io.github.tune4j.testkit.wire.ServiceError;

/** The errors that several operations answer with. */
final class IamErrors {
    static final String VALIDATION = "ValidationError";

    private IamErrors() {}

    static ServiceError noSuchRole(String name) {
        return noSuchEntity("The role with name " + name + " cannot be found.");
    }

    static ServiceError noSuchEntity(String message) {
        return new ServiceError(404, "NoSuchEntity", message);
    }

    static ServiceError invalidInput(String message) {
        return new ServiceError(400, "InvalidInput", message);
    }

    static ServiceError limitExceeded(String message) {
        return new ServiceError(409, "LimitExceeded", message);
    }

    static ServiceError malformedPolicy(String message) {
        return new ServiceError(400, "MalformedPolicyDocument", message);
    }

    static ServiceError validation(String message) {
        return new ServiceError(400, VALIDATION, message);
    }
}
