package io.github.tune4j.testkit.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tune4j.testkit.rest.RestJsonService;
import io.github.tune4j.testkit.standin.Prompt;
import io.github.tune4j.testkit.standin.TokenCount;
import io.github.tune4j.testkit.wire.Call;
import io.github.tune4j.testkit.wire.EventStream;
import io.github.tune4j.testkit.wire.Operation;
import io.github.tune4j.testkit.wire.Reply;
import io.github.tune4j.testkit.wire.Service;
import io.github.tune4j.testkit.wire.ServiceError;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Bedrock Runtime: InvokeModel and Converse, at once and as streams, and CountTokens. Thread-safe. */
public final class RuntimeService implements Service {
    private static final int LARGEST_BODY = 25_000_000;

    private static final Map<String, String> OPERATIONS = Map.of(
            "invoke", "InvokeModel",
            "invoke-with-response-stream", "InvokeModelWithResponseStream",
            "converse", "Converse",
            "converse-stream", "ConverseStream",
            "count-tokens", "CountTokens");
    private static final String JSON = "application/json";

    private final Models models;
    private final ModelCalls calls;

    /**
     * A service.
     *
     * @param models knows which model answers to an identifier
     * @param calls calls it
     */
    public RuntimeService(Models models, ModelCalls calls) {
        this.models = models;
        this.calls = calls;
    }

    @Override
    public boolean serves(Call call) {
        return call.scope().service().equals("bedrock") && call.rawPath().startsWith("/model/");
    }

    @Override
    public Operation operation(Call call) throws ServiceError {
        List<String> path = call.segments();
        String name = path.size() == 3 && call.method().equals("POST") ? OPERATIONS.get(path.get(2)) : null;
        if (name == null) {
            throw RestJsonService.unknown(call.method() + " " + call.rawPath());
        }
        Map<String, String> recorded = new ConcurrentHashMap<>();
        recorded.put("modelId", path.get(1));
        if (path.get(1).startsWith("arn:")) {
            recorded.put(RestJsonService.SUBJECT, path.get(1));
        }
        return new Operation(name, recorded, () -> run(name, path.get(1), call));
    }

    private Reply run(String operation, String modelId, Call call) throws ServiceError, IOException {
        Models.Served served = models.find(modelId, call.scope().region());
        byte[] body = call.bytes();
        return switch (operation) {
            case "InvokeModel", "InvokeModelWithResponseStream" -> invoke(operation, served, body);
            case "Converse", "ConverseStream" -> converse(operation, served, body);
            default -> countTokens(served, body);
        };
    }

    private Reply invoke(String operation, Models.Served served, byte[] body) throws ServiceError, IOException {
        if (body.length > LARGEST_BODY) {
            throw violation("body", "'...'", "Member must have length less than or equal to " + LARGEST_BODY);
        }
        Dialect dialect = Dialect.of(served.baseModelId());
        ObjectNode request = Json.read(body).orElseThrow(() -> Problem.malformed(""));
        Answer answer = calls.answer(dialect.read(request, served), served);
        if (operation.equals("InvokeModel")) {
            return Reply.of(200, JSON, Json.bytes(dialect.reply(answer)))
                    .with(
                            "X-Amzn-Bedrock-Input-Token-Count",
                            "" + answer.completion().inputTokens())
                    .with(
                            "X-Amzn-Bedrock-Output-Token-Count",
                            "" + answer.completion().outputTokens())
                    .with("X-Amzn-Bedrock-Invocation-Latency", "" + answer.latencyMillis());
        }
        List<ObjectNode> chunks = dialect.chunks(answer);
        chunks.get(chunks.size() - 1)
                .putObject("amazon-bedrock-invocationMetrics")
                .put("inputTokenCount", answer.completion().inputTokens())
                .put("outputTokenCount", answer.completion().outputTokens())
                .put("invocationLatency", answer.latencyMillis())
                .put("firstByteLatency", answer.latencyMillis());
        List<EventStream.Event> events = new ArrayList<>();
        for (ObjectNode chunk : chunks) {
            String bytes = Base64.getEncoder().encodeToString(Json.bytes(chunk));
            events.add(new EventStream.Event("chunk", Json.bytes(Json.object().put("bytes", bytes))));
        }
        return EventStream.reply(events).with("X-Amzn-Bedrock-Content-Type", JSON);
    }

    private Reply converse(String operation, Models.Served served, byte[] body) throws ServiceError, IOException {
        ObjectNode request = object(body);
        if (operation.equals("Converse")) {
            return Reply.of(200, JSON, Json.bytes(calls.converse(served, request)));
        }
        return EventStream.reply(ConverseForm.events(calls.conversed(served, request)).stream()
                .map(event -> new EventStream.Event(event.type(), Json.bytes(event.payload())))
                .toList());
    }

    private static Reply countTokens(Models.Served served, byte[] body) throws ServiceError {
        JsonNode input = object(body).path("input");
        Prompt prompt;
        if (input.path("invokeModel").isObject()
                && input.path("invokeModel").path("body").isMissingNode()) {
            throw violation("input.invokeModel.body", "null", "Member must not be null");
        } else if (input.path("invokeModel").path("body").isTextual()) {
            byte[] inner = Media.decode(input.path("invokeModel").path("body"), "input.invokeModel.body");
            ObjectNode request = Json.read(inner).orElseThrow(() -> Problem.malformed(""));
            prompt = Dialect.of(served.baseModelId()).read(request, served);
        } else if (input.path("converse") instanceof ObjectNode request) {
            prompt = ConverseForm.read(request, served, "input.converse");
        } else {
            throw violation("input", "null", "Member must not be null");
        }
        return Reply.of(200, JSON, Json.bytes(Json.object().put("inputTokens", TokenCount.of(prompt))));
    }

    private static ServiceError violation(String at, String value, String constraint) {
        return Problem.validation("1 validation error detected: Value " + value + " at '" + at
                + "' failed to satisfy constraint: " + constraint);
    }

    private static ObjectNode object(byte[] body) throws ServiceError {
        return Json.read(body)
                .orElseThrow(() ->
                        new ServiceError(400, "SerializationException", "The request's body is not a JSON object"));
    }

    @Override
    public Reply error(Call call, ServiceError error, String requestId) {
        return RestJsonService.errorReply(error);
    }
}
