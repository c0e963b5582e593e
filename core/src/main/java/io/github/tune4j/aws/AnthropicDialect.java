package io.github.tune4j.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.aws.internal.Clients;
import io.github.tune4j.chat.AnswerSchema;
import io.github.tune4j.chat.Attachment;
import io.github.tune4j.chat.ChatRequest;
import io.github.tune4j.chat.Message;
import io.github.tune4j.chat.StopReason;
import io.github.tune4j.chat.TokenUsage;
import io.github.tune4j.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrockruntime.model.CountTokensInput;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelResponse;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelWithResponseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.PayloadPart;
import software.amazon.awssdk.services.bedrockruntime.model.ResponseStream;

/** InvokeModel with the body of Anthropic's Messages API. */
final class AnthropicDialect implements Dialect {
    private static final String VERSION = "bedrock-2023-05-31";
    private static final Set<String> IMAGES = Set.of("png", "jpeg", "gif", "webp");
    private static final Set<String> TEXTS = Set.of("txt", "md", "html", "csv");

    private final Clients clients;
    private final String modelId;
    private final long defaultMaxTokens;

    AnthropicDialect(Clients clients, String modelId, long defaultMaxTokens) {
        this.clients = clients;
        this.modelId = modelId;
        this.defaultMaxTokens = defaultMaxTokens;
    }

    @Override
    public Said ask(ChatRequest request, @Nullable Correction correction) {
        SdkBytes body = body(request, correction);
        InvokeModelResponse response = clients.runtime(modelId)
                .invokeModel(i -> i.modelId(modelId)
                        .contentType("application/json")
                        .accept("application/json")
                        .body(body));
        JsonNode reply = Dialect.readable(response.body().asUtf8String());
        StringBuilder text = new StringBuilder();
        Form form = null;
        for (JsonNode block : reply.path("content")) {
            switch (block.path("type").asText()) {
                case "text" -> text.append(block.path("text").asText());
                case "tool_use" -> form = new Form(block.path("id").asText(), block.path("input"));
                default -> {}
            }
        }
        return new Said(
                text.toString(),
                form,
                ConverseDialect.stopReason(reply.path("stop_reason").asText()),
                usage(reply.path("usage")),
                reply.path("model").textValue());
    }

    @Override
    public Said stream(ChatRequest request, Consumer<? super String> onText) {
        Answer answer = new Answer(onText);
        SdkBytes body = body(request, null);
        StreamedEvents.<ResponseStream>await(
                events -> clients.runtimeAsync(modelId)
                        .invokeModelWithResponseStream(
                                i -> i.modelId(modelId)
                                        .contentType("application/json")
                                        .accept("application/json")
                                        .body(body),
                                InvokeModelWithResponseStreamResponseHandler.builder()
                                        .subscriber(events)
                                        .build()),
                event -> {
                    if (event instanceof PayloadPart part) {
                        answer.hear(Dialect.readable(part.bytes().asUtf8String()));
                    }
                });
        if (!answer.whole) {
            throw Dialect.brokenOff(modelId);
        }
        return answer.said();
    }

    @Override
    public CountTokensInput countable(ChatRequest request) {
        SdkBytes body = body(request, null);
        return CountTokensInput.fromInvokeModel(i -> i.body(body));
    }

    /** A streamed answer, put together from Anthropic's events. */
    private static final class Answer {
        private final Consumer<? super String> onText;
        private final StringBuilder text = new StringBuilder();
        private final StringBuilder form = new StringBuilder();
        private @Nullable String formId;
        private @Nullable String model;
        private StopReason stopReason = StopReason.OTHER;
        private long inputTokens;
        private long outputTokens;
        private boolean whole;

        Answer(Consumer<? super String> onText) {
            this.onText = onText;
        }

        void hear(JsonNode event) {
            switch (event.path("type").asText()) {
                case "message_start" -> {
                    model = event.at("/message/model").textValue();
                    inputTokens = event.at("/message/usage/input_tokens").asLong();
                }
                case "content_block_start" -> {
                    if (event.at("/content_block/type").asText().equals("tool_use")) {
                        formId = event.at("/content_block/id").asText();
                    }
                }
                case "content_block_delta" -> {
                    form.append(event.at("/delta/partial_json").asText());
                    String piece = event.at("/delta/text").asText();
                    if (!piece.isEmpty()) {
                        text.append(piece);
                        onText.accept(piece);
                    }
                }
                case "message_delta" -> {
                    stopReason = ConverseDialect.stopReason(
                            event.at("/delta/stop_reason").asText());
                    outputTokens = event.at("/usage/output_tokens").asLong();
                }
                case "message_stop" -> whole = true;
                default -> {}
            }
        }

        Said said() {
            return new Said(
                    text.toString(),
                    formId == null ? null : new Form(formId, Dialect.readable(form.toString())),
                    stopReason,
                    new TokenUsage(inputTokens, outputTokens),
                    model);
        }
    }

    private static TokenUsage usage(JsonNode usage) {
        return new TokenUsage(
                usage.path("input_tokens").asLong(), usage.path("output_tokens").asLong());
    }

    private SdkBytes body(ChatRequest request, @Nullable Correction correction) {
        ObjectNode body = Json.object().put("anthropic_version", VERSION);
        body.put(
                "max_tokens",
                request.options().maxTokens().map(Integer::longValue).orElse(defaultMaxTokens));
        request.system().ifPresent(text -> body.put("system", text));
        ArrayNode messages = body.putArray("messages");
        request.messages().forEach(message -> turn(messages, message));
        if (correction != null) {
            correct(messages, request.answerSchema().orElseThrow().name(), correction);
        }
        request.options().temperature().ifPresent(t -> body.put("temperature", t));
        request.options().topP().ifPresent(p -> body.put("top_p", p));
        if (!request.options().stopSequences().isEmpty()) {
            request.options().stopSequences().forEach(body.putArray("stop_sequences")::add);
        }
        request.answerSchema().ifPresent(schema -> force(body, schema));
        return SdkBytes.fromUtf8String(Json.line(body));
    }

    private static void turn(ArrayNode messages, Message message) {
        ObjectNode turn = messages.addObject().put("role", message.role().name().toLowerCase(Locale.ROOT));
        if (message.attachments().isEmpty()) {
            turn.put("content", message.text());
            return;
        }
        ArrayNode content = turn.putArray("content");
        message.attachments().forEach(attachment -> attach(content, attachment));
        content.addObject().put("type", "text").put("text", message.text());
    }

    private static void attach(ArrayNode content, Attachment attachment) {
        String format = attachment.format().equals("jpg") ? "jpeg" : attachment.format();
        ObjectNode block = content.addObject();
        if (IMAGES.contains(format)) {
            base64(block.put("type", "image"), "image/" + format, attachment);
        } else if (format.equals("pdf")) {
            base64(block.put("type", "document").put("title", attachment.name()), "application/pdf", attachment);
        } else if (TEXTS.contains(format)) {
            block.put("type", "document")
                    .put("title", attachment.name())
                    .putObject("source")
                    .put("type", "text")
                    .put("media_type", "text/plain")
                    .put("data", new String(attachment.bytes(), StandardCharsets.UTF_8));
        } else {
            throw InvalidInputException.of(
                    "Anthropic's body takes no document of the format " + format + ".",
                    "give a pdf, a text or an image, or use Api.CONVERSE.");
        }
    }

    private static void base64(ObjectNode block, String mediaType, Attachment attachment) {
        block.putObject("source")
                .put("type", "base64")
                .put("media_type", mediaType)
                .put("data", Base64.getEncoder().encodeToString(attachment.bytes()));
    }

    private static void correct(ArrayNode messages, String tool, Correction correction) {
        ObjectNode use = messages.addObject()
                .put("role", "assistant")
                .putArray("content")
                .addObject();
        use.put("type", "tool_use").put("id", correction.wrong().id()).put("name", tool);
        use.set("input", correction.wrong().content());
        messages.addObject()
                .put("role", "user")
                .putArray("content")
                .addObject()
                .put("type", "tool_result")
                .put("tool_use_id", correction.wrong().id())
                .put("is_error", true)
                .put("content", correction.text());
    }

    private static void force(ObjectNode body, AnswerSchema schema) {
        ObjectNode tool = body.putArray("tools").addObject();
        tool.put("name", schema.name()).put("description", "Gives the answer in this form.");
        tool.set("input_schema", SchemaCheck.tree(schema));
        body.putObject("tool_choice").put("type", "tool").put("name", schema.name());
    }
}
