package io.github.tune4j.testkit.bedrock;

import io.github.tune4j.testkit.wire.ServiceError;
import java.util.Map;

/** Bedrock's errors with their HTTP codes. */
final class Refusal {
    private Refusal() {}

    static ServiceError invalid(String message) {
        return new ServiceError(400, "ValidationException", message);
    }

    static ServiceError denied(String message) {
        return new ServiceError(403, "AccessDeniedException", message);
    }

    static ServiceError conflict(String message) {
        return new ServiceError(400, "ConflictException", message);
    }

    static ServiceError notFound(String message) {
        return new ServiceError(404, "ResourceNotFoundException", message);
    }

    static ServiceError quota(String message) {
        return new ServiceError(400, "ServiceQuotaExceededException", message);
    }

    static ServiceError tooManyTags(String message, String resourceName) {
        return new ServiceError(400, "TooManyTagsException", message, Map.of("resourceName", resourceName));
    }
}
