package io.github.tune4j.testkit.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tune4j.testkit.rest.Violations;
import io.github.tune4j.testkit.standin.Completion;
import io.github.tune4j.testkit.standin.Prompt;
import io.github.tune4j.testkit.wire.ServiceError;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Converse's form of prompts, answers and streams, which is the same for every model. */
final class ConverseForm {
    private ConverseForm() {}

    /** The prompt of a request, once it is found to be as Converse wants it. */
    static Prompt read(ObjectNode request, Models.Served served) throws ServiceError {
        return read(request, served, "");
    }

    /** The same for a request that is a member of another one. */
    static Prompt read(ObjectNode request, Models.Served served, String at) throws ServiceError {
        Violations violations = new Violations();
        ConverseTable.REQUEST.check(at, request, violations);
        violations.orThrow();
        for (String missing : List.of("guardrailConfig", "promptVariables")) {
            if (request.has(missing)) {
                throw Problem.validation("The local AWS has nothing behind " + missing + ". Remove it and try again.");
            }
        }
        return new Prompt(
                Conversation.system(request),
                Conversation.turns(request),
                tool(request, served),
                sampling(request.path("inferenceConfig"), served));
    }

    private static Prompt.Sampling sampling(JsonNode config, Models.Served served) throws ServiceError {
        int limit = served.maxOutputTokens();
        int most = config.path("maxTokens").asInt(limit);
        if (most > limit) {
            throw Problem.validation("The maximum tokens you requested exceeds the model limit of " + limit
                    + ". Try again with a maximum tokens value that is lower than " + limit + ".");
        }
        List<String> stops = new ArrayList<>();
        config.path("stopSequences").forEach(stop -> stops.add(stop.asText()));
        return new Prompt.Sampling(
                most,
                config.path("temperature").asDouble(1),
                config.path("topP").asDouble(1),
                stops);
    }

    private static Prompt.@Nullable Tool tool(ObjectNode request, Models.Served served) throws ServiceError {
        List<Prompt.Tool> tools = new ArrayList<>();
        for (JsonNode tool : request.path("toolConfig").path("tools")) {
            JsonNode spec = tool.path("toolSpec");
            JsonNode schema = spec.path("inputSchema").path("json");
            if (!spec.isMissingNode()) {
                if (!schema.path("type").asText().equals("object")) {
                    throw Problem.validation("The value at toolConfig.tools." + tools.size()
                            + ".toolSpec.inputSchema.json.type must be one of the following: object.");
                }
                tools.add(new Prompt.Tool(
                        spec.path("name").asText(), spec.path("description").asText(), schema));
            }
        }
        JsonNode choice = request.path("toolConfig").path("toolChoice");
        boolean forced = choice.has("tool") || choice.has("any");
        if (forced && !forcesTools(served.baseModelId())) {
            String field = "toolConfig.toolChoice." + (choice.has("tool") ? "tool" : "any");
            throw Problem.validation(
                    "This model doesn't support the " + field + " field. Remove " + field + " and try again.");
        }
        if (choice.has("tool")) {
            String name = choice.path("tool").path("name").asText();
            return tools.stream()
                    .filter(tool -> tool.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> Problem.validation("The tool " + name
                            + " in toolConfig.toolChoice.tool is not in toolConfig.tools. Add it and try again."));
        }
        if (choice.has("any") && !tools.isEmpty()) {
            return tools.get(0);
        }
        return wordedSchema(request);
    }

    /** A schema that the words of the answer must fit stands for a tool whose call is worded. */
    private static Prompt.@Nullable Tool wordedSchema(ObjectNode request) throws ServiceError {
        JsonNode definition = request.path("outputConfig")
                .path("textFormat")
                .path("structure")
                .path("jsonSchema");
        if (definition.isMissingNode()) {
            return null;
        }
        JsonNode schema = Json.parse(definition.path("schema").asText())
                .orElseThrow(() -> Problem.validation("The schema in outputConfig.textFormat is not JSON."));
        return new Prompt.Tool("", definition.path("description").asText(), schema);
    }

    private static boolean forcesTools(String baseModelId) {
        return baseModelId.startsWith("anthropic.") || baseModelId.startsWith("amazon.nova");
    }

    static ObjectNode message(Answer answer) {
        ObjectNode message = Json.object().put("role", "assistant");
        ArrayNode content = message.putArray("content");
        JsonNode input = answer.completion().toolInput();
        if (input == null) {
            content.addObject().put("text", answer.completion().text());
        } else if (answer.tool().isEmpty()) {
            content.addObject().put("text", input.toString());
        } else {
            ObjectNode use = toolUse(answer);
            content.addObject().set("toolUse", use.set("input", input));
        }
        return message;
    }

    private static ObjectNode toolUse(Answer answer) {
        return Json.object().put("toolUseId", "tooluse_" + answer.id()).put("name", answer.tool());
    }

    static String stopReason(Answer answer) {
        return switch (answer.completion().stop()) {
            case END_TURN -> "end_turn";
            case MAX_TOKENS -> "max_tokens";
            case STOP_SEQUENCE -> "stop_sequence";
            case TOOL_USE -> answer.tool().isEmpty() ? "end_turn" : "tool_use";
        };
    }

    static ObjectNode usage(Completion completion) {
        return Json.object()
                .put("inputTokens", completion.inputTokens())
                .put("outputTokens", completion.outputTokens())
                .put("totalTokens", completion.inputTokens() + completion.outputTokens());
    }

    /** The body of an answer. */
    static ObjectNode reply(Answer answer, ObjectNode request, Models.Served served) throws ServiceError {
        ObjectNode reply = Json.object();
        reply.putObject("output").set("message", message(answer));
        reply.put("stopReason", stopReason(answer));
        reply.set("usage", usage(answer.completion()));
        reply.putObject("metrics").put("latencyMs", answer.latencyMillis());
        JsonNode wanted = request.path("additionalModelResponseFieldPaths");
        if (!wanted.isEmpty()) {
            ObjectNode own = Dialect.of(served.baseModelId()).reply(answer);
            ObjectNode more = reply.putObject("additionalModelResponseFields");
            wanted.forEach(path -> {
                String name = path.asText().replaceFirst("^/", "");
                if (own.has(name)) {
                    more.set(name, own.get(name));
                }
            });
        }
        return reply;
    }

    /** One event of a stream. */
    record Event(String type, JsonNode payload) {}

    /** The events of a stream. */
    static List<Event> events(Answer answer) {
        List<Event> events = new ArrayList<>();
        events.add(new Event("messageStart", Json.object().put("role", "assistant")));
        boolean tool = answer.completion().toolInput() != null && !answer.tool().isEmpty();
        if (tool) {
            ObjectNode start = Json.object().put("contentBlockIndex", 0);
            start.putObject("start").set("toolUse", toolUse(answer));
            events.add(new Event("contentBlockStart", start));
        }
        for (String piece : answer.pieces()) {
            ObjectNode delta = Json.object().put("contentBlockIndex", 0);
            if (tool) {
                delta.putObject("delta").putObject("toolUse").put("input", piece);
            } else {
                delta.putObject("delta").put("text", piece);
            }
            events.add(new Event("contentBlockDelta", delta));
        }
        events.add(new Event("contentBlockStop", Json.object().put("contentBlockIndex", 0)));
        events.add(new Event("messageStop", Json.object().put("stopReason", stopReason(answer))));
        ObjectNode metadata = Json.object();
        metadata.set("usage", usage(answer.completion()));
        metadata.putObject("metrics").put("latencyMs", answer.latencyMillis());
        events.add(new Event("metadata", metadata));
        return events;
    }
}
