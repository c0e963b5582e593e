package io.github.tune4j.testkit.wire;

import java.nio.charset.StandardCharsets;

/** The answer to a call that no service is there for. */
final class NoService {
    private NoService() {}

    static Reply refuse(Call call) {
        String service = call.scope().service();
        String message = service.isEmpty()
                ? "Missing Authentication Token: the local AWS tells services apart by the signature"
                : "The local AWS does not have the service '" + service.replaceAll("[^A-Za-z0-9-]", "?") + "'";
        String code = service.isEmpty() ? "MissingAuthenticationTokenException" : "UnknownOperationException";
        String body = "{\"message\":\"" + message + "\"}";
        return Reply.of(service.isEmpty() ? 403 : 404, "application/json", body.getBytes(StandardCharsets.UTF_8))
                .with("x-amzn-ErrorType", code);
    }
}
