package io.github.tune4j.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.answer.AnswerSheet.Settings;
import io.github.tune4j.answer.Question;
import io.github.tune4j.chat.ChatOptions;
import io.github.tune4j.chat.TokenUsage;
import io.github.tune4j.json.Json;
import java.util.ArrayList;
import java.util.List;

/** How a vendor's models are asked in a batch record, and how they answer there: the bodies of InvokeModel. */
enum BatchDialect {
    /** The Messages API. */
    ANTHROPIC {
        @Override
        ObjectNode input(Question question, Settings settings, long maxTokens) {
            ObjectNode body = Json.object().put("anthropic_version", "bedrock-2023-05-31");
            body.put("max_tokens", maxTokens);
            if (settings.systemPrompt() != null) {
                body.put("system", settings.systemPrompt());
            }
            ObjectNode message = body.putArray("messages").addObject().put("role", "user");
            message.putArray("content").addObject().put("type", "text").put("text", question.text());
            ChatOptions options = settings.options();
            options.temperature().ifPresent(t -> body.put("temperature", t));
            options.topP().ifPresent(p -> body.put("top_p", p));
            stops(body, "stop_sequences", options);
            return body;
        }

        @Override
        String question(JsonNode input) {
            return input.at("/messages/0/content/0/text").asText();
        }

        @Override
        Settings settings(JsonNode input) {
            return conditions(input.path("system"), input, "max_tokens", "top_p", "stop_sequences");
        }

        @Override
        String text(JsonNode output) {
            return joined(output.path("content"));
        }

        @Override
        TokenUsage usage(JsonNode output) {
            return counted(output, "/usage/input_tokens", "/usage/output_tokens");
        }
    },

    /** Amazon's Nova. */
    NOVA {
        @Override
        ObjectNode input(Question question, Settings settings, long maxTokens) {
            ObjectNode body = Json.object().put("schemaVersion", "messages-v1");
            if (settings.systemPrompt() != null) {
                body.putArray("system").addObject().put("text", settings.systemPrompt());
            }
            ObjectNode message = body.putArray("messages").addObject().put("role", "user");
            message.putArray("content").addObject().put("text", question.text());
            ObjectNode inference = body.putObject("inferenceConfig").put("maxTokens", maxTokens);
            ChatOptions options = settings.options();
            options.temperature().ifPresent(t -> inference.put("temperature", t));
            options.topP().ifPresent(p -> inference.put("topP", p));
            stops(inference, "stopSequences", options);
            return body;
        }

        @Override
        String question(JsonNode input) {
            return input.at("/messages/0/content/0/text").asText();
        }

        @Override
        Settings settings(JsonNode input) {
            return conditions(
                    input.at("/system/0/text"), input.path("inferenceConfig"), "maxTokens", "topP", "stopSequences");
        }

        @Override
        String text(JsonNode output) {
            return joined(output.at("/output/message/content"));
        }

        @Override
        TokenUsage usage(JsonNode output) {
            return counted(output, "/usage/inputTokens", "/usage/outputTokens");
        }
    },

    /** Meta's Llama 3. */
    LLAMA {
        private static final String TURN = "<|eot_id|>";

        @Override
        ObjectNode input(Question question, Settings settings, long maxTokens) {
            ChatOptions options = settings.options();
            if (!options.stopSequences().isEmpty()) {
                throw InvalidInputException.of(
                        "Llama models take no stop sequences.", "leave stopSequences out of the options.");
            }
            String system = settings.systemPrompt() == null ? "" : turn("system", settings.systemPrompt());
            ObjectNode body = Json.object()
                    .put(
                            "prompt",
                            "<|begin_of_text|>" + system + turn("user", question.text())
                                    + "<|start_header_id|>assistant<|end_header_id|>\n\n")
                    .put("max_gen_len", maxTokens);
            options.temperature().ifPresent(t -> body.put("temperature", t));
            options.topP().ifPresent(p -> body.put("top_p", p));
            return body;
        }

        private static String turn(String role, String text) {
            if (text.contains("<|")) {
                throw InvalidInputException.of(
                        "A text holds '<|', which begins a control word of Llama's.", "write it with a space between.");
            }
            return "<|start_header_id|>" + role + "<|end_header_id|>\n\n" + text + TURN;
        }

        @Override
        String question(JsonNode input) {
            return said(input, "user").asText();
        }

        private static JsonNode said(JsonNode input, String role) {
            String prompt = input.path("prompt").asText();
            String begin = "<|start_header_id|>" + role + "<|end_header_id|>\n\n";
            int from = prompt.indexOf(begin);
            int to = prompt.indexOf(TURN, Math.max(0, from));
            return from < 0 || to < 0
                    ? MissingNode.getInstance()
                    : TextNode.valueOf(prompt.substring(from + begin.length(), to));
        }

        @Override
        Settings settings(JsonNode input) {
            return conditions(said(input, "system"), input, "max_gen_len", "top_p", "none");
        }

        @Override
        String text(JsonNode output) {
            return output.path("generation").asText();
        }

        @Override
        TokenUsage usage(JsonNode output) {
            return counted(output, "/prompt_token_count", "/generation_token_count");
        }
    };

    /**
     * The dialect of a model.
     *
     * @throws InvalidInputException if it is none of these vendors'
     */
    static BatchDialect of(String modelId) {
        if (modelId.contains("anthropic.")) {
            return ANTHROPIC;
        } else if (modelId.contains("amazon.nova")) {
            return NOVA;
        } else if (modelId.contains("meta.llama")) {
            return LLAMA;
        }
        throw InvalidInputException.of(
                "It is not known how " + modelId + " is asked in a batch job.",
                "use a model by Anthropic, Amazon Nova or Meta Llama, or ask it with AnswerCollector.");
    }

    /** What asks a question. */
    abstract ObjectNode input(Question question, Settings settings, long maxTokens);

    /** The question in what asks it. */
    abstract String question(JsonNode input);

    /** The conditions in what asks it. */
    abstract Settings settings(JsonNode input);

    /** The answer in what came back. */
    abstract String text(JsonNode output);

    /** What it cost; zeros when it is not told. */
    abstract TokenUsage usage(JsonNode output);

    private static Settings conditions(JsonNode system, JsonNode from, String most, String topP, String stops) {
        ChatOptions.Builder options =
                ChatOptions.builder().maxTokens(from.path(most).asInt());
        if (from.has("temperature")) {
            options.temperature(from.path("temperature").asDouble());
        }
        if (from.has(topP)) {
            options.topP(from.path(topP).asDouble());
        }
        if (from.has(stops)) {
            List<String> sequences = new ArrayList<>();
            from.path(stops).forEach(s -> sequences.add(s.asText()));
            options.stopSequences(sequences);
        }
        return new Settings(system.isTextual() ? system.asText() : null, options.build());
    }

    private static TokenUsage counted(JsonNode output, String input, String answer) {
        return new TokenUsage(output.at(input).asInt(0), output.at(answer).asInt(0));
    }

    private static String joined(JsonNode content) {
        StringBuilder text = new StringBuilder();
        content.forEach(block -> text.append(block.path("text").asText("")));
        return text.toString();
    }

    private static void stops(ObjectNode body, String name, ChatOptions options) {
        if (!options.stopSequences().isEmpty()) {
            ArrayNode stops = body.putArray(name);
            options.stopSequences().forEach(stops::add);
        }
    }
}
