package io.github.tune4j.testkit.jsonrpc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tune4j.testkit.rest.Shape;
import io.github.tune4j.testkit.rest.Violations;
import io.github.tune4j.testkit.wire.Call;
import io.github.tune4j.testkit.wire.Operation;
import io.github.tune4j.testkit.wire.Reply;
import io.github.tune4j.testkit.wire.Service;
import io.github.tune4j.testkit.wire.ServiceError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** A service whose operations are named by the header {@code X-Amz-Target}. */
public final class JsonProtocol implements Service {
    private static final String CONTENT_TYPE = "application/x-amz-json-1.1";
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final String signingName;
    private final String prefix;
    private final String violation;
    private final Map<String, Offer> operations;

    /**
     * A service.
     *
     * @param prefix what stands before the dot in the header
     * @param violation what the service calls a request that is not as its members want it
     * @param operations by name
     */
    public JsonProtocol(String signingName, String prefix, String violation, Map<String, Offer> operations) {
        this.signingName = signingName;
        this.prefix = prefix + ".";
        this.violation = violation;
        this.operations = operations;
    }

    @Override
    public boolean serves(Call call) {
        return call.scope().service().equals(signingName);
    }

    @Override
    public Operation operation(Call call) throws ServiceError, IOException {
        String target = call.header("x-amz-target").orElse("");
        String name = target.startsWith(prefix) ? target.substring(prefix.length()) : target;
        Offer offer = operations.get(name);
        if (offer == null) {
            throw new ServiceError(
                    400,
                    "UnknownOperationException",
                    "The local AWS does not have the operation '" + name.replaceAll("[^A-Za-z0-9._]", "?") + "'.");
        }
        JsonNode request = read(call);
        Map<String, String> parameters = new LinkedHashMap<>();
        request.properties().forEach(member -> {
            if (member.getValue().isValueNode()) {
                parameters.put(member.getKey(), member.getValue().asText());
            }
        });
        return new Operation(name, parameters, () -> {
            Violations violations = new Violations();
            offer.members().check("", inSmall(request), violations);
            violations.orThrow(violation);
            return reply(200, offer.handler().handle(new Request(call.scope().region(), request)));
        });
    }

    @Override
    public Reply error(Call call, ServiceError error, String requestId) {
        ObjectNode body = JSON.createObjectNode().put("__type", error.code()).put("message", error.getMessage());
        return reply(error.status(), body).with("x-amzn-ErrorType", error.code());
    }

    private static JsonNode inSmall(JsonNode request) {
        ObjectNode small = JSON.createObjectNode();
        request.properties()
                .forEach(member -> small.set(
                        member.getKey().isEmpty()
                                ? ""
                                : Character.toLowerCase(member.getKey().charAt(0))
                                        + member.getKey().substring(1),
                        member.getValue()));
        return small;
    }

    private static JsonNode read(Call call) throws ServiceError, IOException {
        byte[] bytes = call.bytes();
        try {
            JsonNode request = bytes.length == 0 ? JSON.createObjectNode() : JSON.readTree(bytes);
            if (request.isObject()) {
                return request;
            }
        } catch (JsonProcessingException e) {
            // Told below, like JSON that is no object.
        }
        throw new ServiceError(400, "SerializationException", "The request is no JSON object.");
    }

    private static Reply reply(int status, ObjectNode body) {
        return Reply.of(status, CONTENT_TYPE, body.toString().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * What an operation is asked.
     *
     * @param region where
     * @param json the body, an object
     */
    public record Request(String region, JsonNode json) {
        /** A text that was found to be there. */
        public String text(String member) {
            return json.path(member).asText();
        }
    }

    /**
     * An operation.
     *
     * @param members what its request must look like; their names begin small, as messages show them
     * @param handler carries it out
     */
    public record Offer(Shape.Structure members, Handler handler) {}

    /** Carries one operation out. */
    @FunctionalInterface
    public interface Handler {
        /** Takes effect, then says what to answer. */
        ObjectNode handle(Request request) throws ServiceError;
    }
}
