package io.github.tune4j.testkit.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tune4j.testkit.wire.Call;
import io.github.tune4j.testkit.wire.Operation;
import io.github.tune4j.testkit.wire.Reply;
import io.github.tune4j.testkit.wire.Service;
import io.github.tune4j.testkit.wire.ServiceError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A service of AWS's REST-JSON protocol: finds the route, checks the request, words answers and errors. */
public final class RestJsonService implements Service {
    /** The recorded parameter that says which resource an operation was about. */
    public static final String SUBJECT = "arn";

    private static final String CONTENT_TYPE = "application/json";
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(64)
                            .maxStringLength(1024 * 1024)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final Predicate<Call> serves;
    private final List<Route> routes;

    /**
     * A service.
     *
     * @param serves which calls are meant for it
     * @param routes its operations; the first that matches is taken
     */
    public RestJsonService(Predicate<Call> serves, List<Route> routes) {
        this.serves = serves;
        this.routes = List.copyOf(routes);
    }

    @Override
    public boolean serves(Call call) {
        return serves.test(call);
    }

    @Override
    public Operation operation(Call call) {
        List<String> segments = call.segments();
        Optional<Route> found =
                routes.stream().filter(route -> route.matches(call, segments)).findFirst();
        Map<String, String> recorded = new ConcurrentHashMap<>();
        if (found.isEmpty()) {
            String name = call.method() + " " + call.rawPath();
            return new Operation(name, recorded, () -> {
                throw unknown(name);
            });
        }
        Route route = found.get();
        recorded.putAll(route.labels(segments));
        return new Operation(route.operation(), recorded, () -> run(route, call, segments, recorded));
    }

    private static Reply run(Route route, Call call, List<String> segments, Map<String, String> recorded)
            throws ServiceError, IOException {
        ObjectNode members = route.members(call, segments, body(route, call));
        record("", members, recorded);
        Violations violations = new Violations();
        route.input().check("", members, violations);
        violations.orThrow();
        ObjectNode output = route.handler().handle(new Request(call.scope().region(), members));
        subject(members, output).ifPresent(arn -> recorded.put(SUBJECT, arn));
        return Reply.of(route.ok(), CONTENT_TYPE, JSON.writeValueAsBytes(output));
    }

    /** What an operation was about: the first ARN that it answers with, or else the ARN that it was given. */
    private static Optional<String> subject(ObjectNode input, ObjectNode output) {
        return Stream.concat(output.properties().stream().limit(1), input.properties().stream())
                .map(member -> member.getValue().asText())
                .filter(text -> text.startsWith("arn:aws:bedrock:"))
                .findFirst();
    }

    private static ObjectNode body(Route route, Call call) throws ServiceError, IOException {
        byte[] bytes = route.hasBody() ? call.bytes() : new byte[0];
        if (bytes.length == 0) {
            return JsonNodeFactory.instance.objectNode();
        }
        JsonNode body;
        try {
            body = JSON.readTree(bytes);
        } catch (IOException e) {
            throw new ServiceError(400, "SerializationException", "The request's body is not JSON");
        }
        if (!(body instanceof ObjectNode)) {
            throw Types.mismatch(Types.kind(body), "Structure");
        }
        return (ObjectNode) body;
    }

    private static void record(String at, JsonNode value, Map<String, String> recorded) {
        if (value.isObject()) {
            value.properties()
                    .forEach(member -> record(
                            at.isEmpty() ? member.getKey() : at + "." + member.getKey(), member.getValue(), recorded));
        } else if (!value.isNull()) {
            recorded.put(at, value.isTextual() ? value.textValue() : value.toString());
        }
    }

    /** The refusal of an operation that is not offered. */
    public static ServiceError unknown(String operation) {
        return new ServiceError(
                404, "UnknownOperationException", "The local AWS does not have the operation " + operation);
    }

    @Override
    public Reply error(Call call, ServiceError error, String requestId) {
        return errorReply(error);
    }

    /** An error in this protocol's form. */
    public static Reply errorReply(ServiceError error) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("message", error.getMessage());
        error.details().forEach(body::putPOJO);
        return Reply.of(error.status(), CONTENT_TYPE, body.toString().getBytes(StandardCharsets.UTF_8))
                .with("x-amzn-ErrorType", error.code());
    }
}
