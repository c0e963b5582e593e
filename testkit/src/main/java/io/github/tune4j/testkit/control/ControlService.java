package io.github.tune4j.testkit.control;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tune4j.testkit.wire.Call;
import io.github.tune4j.testkit.wire.Operation;
import io.github.tune4j.testkit.wire.Reply;
import io.github.tune4j.testkit.wire.Service;
import io.github.tune4j.testkit.wire.ServiceError;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** The control API for other processes: unsigned JSON under {@value #PATH}. */
public final class ControlService implements Service {
    /** Where all its paths begin. */
    public static final String PATH = "/_local/";

    private final Controls controls;

    /** Serves these controls. */
    public ControlService(Controls controls) {
        this.controls = controls;
    }

    @Override
    public boolean serves(Call call) {
        return isControl(call);
    }

    /** Whether a call drives the local AWS instead of being one of AWS's. */
    public static boolean isControl(Call call) {
        return call.rawPath().startsWith(PATH);
    }

    @Override
    public boolean signed() {
        return false;
    }

    @Override
    public Operation operation(Call call) throws ServiceError {
        String name = call.method() + " " + call.rawPath().substring(PATH.length());
        return switch (name) {
            case "GET bill" -> answering(name, () -> ControlJson.bill(controls.bill()));
            case "GET calls" -> answering(name, () -> ControlJson.calls(controls.calls()));
            case "GET clock" -> answering(name, this::clock);
            case "POST clock" -> taking(name, call, this::setClock);
            case "POST faults" ->
                taking(name, call, body -> ControlJson.faults(body).forEach(controls::inject));
            case "POST quotas" -> taking(name, call, body -> controls.grant(whole(body, "units")));
            case "POST keys" -> answering(name, () -> declareKey(body(call)));
            case "POST reset" -> taking(name, call, body -> controls.reset());
            default -> throw new ServiceError(404, "NotFound", "The local AWS has no control " + name);
        };
    }

    @Override
    public Reply error(Call call, ServiceError error, String requestId) {
        return json(error.status(), ControlJson.object().put("message", error.getMessage()));
    }

    private interface Answer {
        JsonNode get() throws ServiceError, IOException;
    }

    private interface Command {
        void run(JsonNode body);
    }

    private static Operation answering(String name, Answer answer) {
        return new Operation(name, Map.of(), () -> {
            try {
                return json(200, answer.get());
            } catch (IllegalArgumentException e) {
                throw new ServiceError(400, "BadRequest", e.getMessage());
            }
        });
    }

    /** A command is answered with the clock. */
    private Operation taking(String name, Call call, Command command) {
        return answering(name, () -> {
            command.run(body(call));
            return clock();
        });
    }

    private static JsonNode body(Call call) throws IOException {
        byte[] bytes = call.bytes();
        return bytes.length == 0 ? ControlJson.object() : ControlJson.parse(bytes);
    }

    private JsonNode declareKey(JsonNode body) {
        String alias = body.path("alias").asText();
        String region = body.path("region").asText();
        if (alias.isEmpty() || region.isEmpty()) {
            throw new IllegalArgumentException("the body is not {\"region\": \"us-west-2\", \"alias\": \"mine\"}");
        }
        return ControlJson.object().put("arn", controls.declareKey(region, alias));
    }

    private JsonNode clock() {
        return ControlJson.clock(controls.now(), controls.speed());
    }

    private void setClock(JsonNode body) {
        if (body.path("speed").isNumber()) {
            double speed = body.path("speed").asDouble();
            if (speed < 0) {
                throw new IllegalArgumentException("speed is " + speed + ", but a clock cannot run backwards");
            }
            controls.speed(speed);
        } else if (body.path("advance").isTextual()) {
            Duration by = ControlJson.duration(body.path("advance").asText());
            if (by.isNegative()) {
                throw new IllegalArgumentException("advance is " + by + ", but a clock cannot run backwards");
            }
            controls.advance(by);
        } else if (body.path("await").isTextual()) {
            controls.hurry(ControlJson.duration(body.path("await").asText()));
        } else {
            throw new IllegalArgumentException("the body is neither {\"advance\": \"PT1H\"} nor {\"speed\": 1800}");
        }
    }

    private static int whole(JsonNode body, String name) {
        if (!body.path(name).isInt() || body.path(name).asInt() < 0) {
            throw new IllegalArgumentException("the body has no number from 0 named " + name);
        }
        return body.path(name).asInt();
    }

    private static Reply json(int status, JsonNode body) {
        return Reply.of(status, "application/json", ControlJson.bytes(body));
    }
}
