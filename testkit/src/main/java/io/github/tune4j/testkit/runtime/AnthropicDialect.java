package io.github.tune4j.testkit.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tune4j.testkit.standin.Completion;
import io.github.tune4j.testkit.standin.Prompt;
import io.github.tune4j.testkit.standin.Turn;
import io.github.tune4j.testkit.wire.ServiceError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Anthropic's Messages body. */
final class AnthropicDialect implements Dialect {
    private static final String VERSION = "bedrock-2023-05-31";
    private static final int MOST_STOPS = 8191;
    private static final int MOST_CANDIDATES = 500;
    private static final Set<String> KEYS = Set.of(
            "anthropic_version",
            "anthropic_beta",
            "max_tokens",
            "messages",
            "system",
            "temperature",
            "top_p",
            "top_k",
            "stop_sequences",
            "tools",
            "tool_choice",
            "thinking",
            "metadata");
    private static final Pattern ONE_WAY_TO_SAMPLE = Pattern.compile(".*claude-[a-z]+-(4-[5-9]|[5-9]).*");

    @Override
    public Prompt read(ObjectNode body, Models.Served served) throws ServiceError {
        checkForm(body);
        List<Turn> turns = new ArrayList<>();
        for (JsonNode message : body.path("messages")) {
            turns.add(turn(message, turns.size()));
        }
        checkOrder(body.path("messages"));
        return new Prompt(system(body.path("system")), turns, tool(body), sampling(body, served));
    }

    private static void checkForm(ObjectNode body) throws ServiceError {
        Problem.Malformed malformed = new Problem.Malformed();
        for (String key : List.of("anthropic_version", "max_tokens", "messages")) {
            if (body.path(key).isMissingNode()) {
                malformed.missing("#", key);
            }
        }
        body.fieldNames().forEachRemaining(key -> {
            if (!KEYS.contains(key)) {
                malformed.add("#: extraneous key [" + key + "] is not permitted");
            }
        });
        type(body, "anthropic_version", "String", JsonNode::isTextual, malformed);
        type(body, "max_tokens", "Integer", JsonNode::isIntegralNumber, malformed);
        type(body, "messages", "JSONArray", JsonNode::isArray, malformed);
        type(body, "system", "String", node -> node.isTextual() || node.isArray(), malformed);
        type(body, "temperature", "Number", JsonNode::isNumber, malformed);
        type(body, "top_p", "Number", JsonNode::isNumber, malformed);
        type(body, "top_k", "Integer", JsonNode::isIntegralNumber, malformed);
        type(body, "stop_sequences", "JSONArray", JsonNode::isArray, malformed);
        type(body, "tools", "JSONArray", JsonNode::isArray, malformed);
        type(body, "tool_choice", "JSONObject", JsonNode::isObject, malformed);
        malformed.orThrow();
        if (!body.path("anthropic_version").textValue().equals(VERSION)) {
            throw Problem.validation("Invalid API version. Valid values are: " + VERSION);
        }
    }

    private static void type(
            ObjectNode body, String key, String type, Predicate<JsonNode> fits, Problem.Malformed malformed) {
        JsonNode value = body.path(key);
        if (!value.isMissingNode() && !fits.test(value)) {
            malformed.wrongType("#/" + key, type, Problem.kind(value));
        }
    }

    private static void checkOrder(JsonNode messages) throws ServiceError {
        if (messages.isEmpty()) {
            throw Problem.validation("messages: at least one message is required");
        }
        String before = "assistant";
        for (JsonNode message : messages) {
            String role = message.path("role").asText();
            if (role.equals(before)) {
                throw Problem.validation(
                        message == messages.get(0)
                                ? "messages: first message must use the \"user\" role"
                                : "messages: roles must alternate between \"user\" and \"assistant\", but found multiple \""
                                        + role + "\" roles in a row");
            }
            before = role;
        }
    }

    private static Turn turn(JsonNode message, int index) throws ServiceError {
        String at = "messages." + index;
        String role = message.path("role").asText();
        if (!role.equals("user") && !role.equals("assistant")) {
            throw Problem.validation(at + ".role: Input should be 'user' or 'assistant'");
        }
        TurnBuilder turn = new TurnBuilder(role);
        JsonNode content = message.path("content");
        if (content.isTextual()) {
            nonEmpty(content, at);
            turn.text(content.textValue());
        } else if (content.isArray() && !content.isEmpty()) {
            for (int i = 0; i < content.size(); i++) {
                block(content.get(i), at + ".content." + i, turn);
            }
        } else {
            throw Problem.validation(at + ": all messages must have non-empty content");
        }
        return turn.build();
    }

    private static void nonEmpty(JsonNode text, String at) throws ServiceError {
        if (text.asText().isBlank()) {
            throw Problem.validation(at + ": all messages must have non-empty content");
        }
    }

    private static void block(JsonNode block, String at, TurnBuilder turn) throws ServiceError {
        switch (block.path("type").asText()) {
            case "text" -> {
                if (block.path("text").asText().isEmpty()) {
                    throw Problem.validation("messages: text content blocks must be non-empty");
                }
                turn.text(block.path("text").asText());
            }
            case "image" ->
                Media.image(Media.decode(block.path("source").path("data"), at + ".image.source.base64.data"), at);
            case "document" -> document(block, at, turn);
            case "tool_use" -> turn.json(block.path("input"));
            case "tool_result" -> {
                JsonNode result = block.path("content");
                if (result.isTextual()) {
                    turn.text(result.textValue());
                } else {
                    result.forEach(part -> turn.text(part.path("text").asText()));
                }
            }
            case "thinking", "redacted_thinking" -> {
                // What the model thought before is not part of what it is told.
            }
            default ->
                throw Problem.validation(
                        at + ": Input tag '" + block.path("type").asText()
                                + "' found using 'type' does not match any of the expected tags: 'document', 'image',"
                                + " 'redacted_thinking', 'text', 'thinking', 'tool_result', 'tool_use'");
        }
    }

    private static void document(JsonNode block, String at, TurnBuilder turn) throws ServiceError {
        JsonNode source = block.path("source");
        String title = block.path("title").asText("document");
        if (source.path("type").asText().equals("text")) {
            turn.document(title, "txt", Media.utf8(source.path("data").asText()));
        } else {
            turn.document(title, "pdf", Media.decode(source.path("data"), at + ".document.source.base64.data"));
        }
    }

    private static String system(JsonNode system) {
        if (system.isTextual()) {
            return system.textValue();
        }
        List<String> texts = new ArrayList<>();
        system.forEach(block -> texts.add(block.path("text").asText()));
        return String.join("\n", texts);
    }

    private static Prompt.@Nullable Tool tool(ObjectNode body) throws ServiceError {
        JsonNode choice = body.path("tool_choice");
        List<Prompt.Tool> tools = new ArrayList<>();
        for (JsonNode tool : body.path("tools")) {
            String at = "tools." + tools.size();
            if (!tool.path("name").isTextual() || !tool.path("input_schema").isObject()) {
                throw Problem.validation(
                        at + "." + (tool.path("name").isTextual() ? "input_schema" : "name") + ": Field required");
            }
            tools.add(new Prompt.Tool(
                    tool.path("name").asText(), tool.path("description").asText(), tool.path("input_schema")));
        }
        if (!choice.isMissingNode() && tools.isEmpty()) {
            throw Problem.validation("tool_choice may only be specified while providing tools");
        }
        return switch (choice.path("type").asText("auto")) {
            case "any" -> tools.get(0);
            case "tool" -> {
                String name = choice.path("name").asText();
                Optional<Prompt.Tool> named =
                        tools.stream().filter(t -> t.name().equals(name)).findFirst();
                yield named.orElseThrow(() -> Problem.validation("Tool '" + name + "' not found in provided tools"));
            }
            default -> null;
        };
    }

    private static Prompt.Sampling sampling(ObjectNode body, Models.Served served) throws ServiceError {
        String base = served.baseModelId();
        if (ONE_WAY_TO_SAMPLE.matcher(base).matches() && body.has("temperature") && body.has("top_p")) {
            throw Problem.validation(
                    "`temperature` and `top_p` cannot both be specified for this model. Please use only one.");
        }
        JsonNode given = body.path("max_tokens");
        int most = given.canConvertToInt() ? given.intValue() : Integer.MAX_VALUE;
        if (most < 1) {
            throw Problem.validation("max_tokens: must be greater than or equal to 1");
        }
        if (most > served.maxOutputTokens()) {
            throw Problem.validation("max_tokens: " + most + " > " + served.maxOutputTokens()
                    + ", which is the maximum allowed number of output tokens for " + StandInName.plain(base));
        }
        List<String> stops = new ArrayList<>();
        if (body.path("stop_sequences").size() > MOST_STOPS) {
            throw Problem.validation("stop_sequences: at most " + MOST_STOPS + " can be given");
        }
        if (body.path("top_k").asInt() < 0 || body.path("top_k").asInt() > MOST_CANDIDATES) {
            throw Problem.validation("top_k: range: 0.." + MOST_CANDIDATES);
        }
        for (JsonNode stop : body.path("stop_sequences")) {
            if (stop.asText().isBlank()) {
                throw Problem.validation("stop_sequences: each stop sequence must contain non-whitespace");
            }
            stops.add(stop.asText());
        }
        return new Prompt.Sampling(most, range(body, "temperature", 1), range(body, "top_p", 0.999), stops);
    }

    private static double range(ObjectNode body, String name, double otherwise) throws ServiceError {
        double value = body.path(name).asDouble(otherwise);
        if (value < 0 || value > 1) {
            throw Problem.validation(name + ": range: 0..1");
        }
        return value;
    }

    @Override
    public ObjectNode reply(Answer answer) {
        Completion completion = answer.completion();
        ObjectNode message = message(answer);
        ArrayNode content = message.putArray("content");
        if (completion.toolInput() != null) {
            content.add(toolUse(answer).set("input", completion.toolInput()));
        } else if (!completion.text().isEmpty()) {
            content.addObject().put("type", "text").put("text", completion.text());
        }
        message.put("stop_reason", stopReason(completion)).put("stop_sequence", completion.stopSequence());
        message.putObject("usage")
                .put("input_tokens", completion.inputTokens())
                .put("output_tokens", completion.outputTokens());
        return message;
    }

    private static ObjectNode message(Answer answer) {
        return Json.object()
                .put("id", "msg_bdrk_" + answer.id())
                .put("type", "message")
                .put("role", "assistant")
                .put("model", answer.model());
    }

    private static ObjectNode toolUse(Answer answer) {
        return Json.object()
                .put("type", "tool_use")
                .put("id", "toolu_bdrk_" + answer.id())
                .put("name", answer.tool());
    }

    private static String stopReason(Completion completion) {
        return switch (completion.stop()) {
            case END_TURN -> "end_turn";
            case MAX_TOKENS -> "max_tokens";
            case STOP_SEQUENCE -> "stop_sequence";
            case TOOL_USE -> "tool_use";
        };
    }

    @Override
    public List<ObjectNode> chunks(Answer answer) {
        Completion completion = answer.completion();
        List<ObjectNode> chunks = new ArrayList<>();
        ObjectNode message = message(answer);
        message.putArray("content");
        message.putNull("stop_reason").putNull("stop_sequence");
        message.putObject("usage").put("input_tokens", completion.inputTokens()).put("output_tokens", 1);
        chunks.add(event("message_start").set("message", message));

        boolean tool = completion.toolInput() != null;
        ObjectNode start = event("content_block_start").put("index", 0);
        if (tool) {
            ObjectNode use = toolUse(answer);
            use.putObject("input");
            start.set("content_block", use);
        } else {
            start.putObject("content_block").put("type", "text").put("text", "");
        }
        chunks.add(start);
        for (String piece : answer.pieces()) {
            ObjectNode delta = event("content_block_delta").put("index", 0);
            delta.putObject("delta")
                    .put("type", tool ? "input_json_delta" : "text_delta")
                    .put(tool ? "partial_json" : "text", piece);
            chunks.add(delta);
        }
        chunks.add(event("content_block_stop").put("index", 0));
        ObjectNode end = event("message_delta");
        end.putObject("delta")
                .put("stop_reason", stopReason(completion))
                .put("stop_sequence", completion.stopSequence());
        end.putObject("usage").put("output_tokens", completion.outputTokens());
        chunks.add(end);
        chunks.add(event("message_stop"));
        return chunks;
    }

    private static ObjectNode event(String type) {
        return Json.object().put("type", type);
    }
}
