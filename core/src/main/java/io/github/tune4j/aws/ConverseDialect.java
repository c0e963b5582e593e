package io.github.tune4j.aws;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tune4j.aws.internal.Clients;
import io.github.tune4j.chat.AnswerSchema;
import io.github.tune4j.chat.Attachment;
import io.github.tune4j.chat.ChatOptions;
import io.github.tune4j.chat.ChatRequest;
import io.github.tune4j.chat.StopReason;
import io.github.tune4j.chat.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConversationRole;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseResponse;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamOutput;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.CountTokensInput;
import software.amazon.awssdk.services.bedrockruntime.model.InferenceConfiguration;
import software.amazon.awssdk.services.bedrockruntime.model.Message;
import software.amazon.awssdk.services.bedrockruntime.model.SystemContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.Tool;
import software.amazon.awssdk.services.bedrockruntime.model.ToolChoice;
import software.amazon.awssdk.services.bedrockruntime.model.ToolConfiguration;
import software.amazon.awssdk.services.bedrockruntime.model.ToolResultContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ToolResultStatus;
import software.amazon.awssdk.services.bedrockruntime.model.ToolUseBlock;

/** Converse: the same request for every vendor's model. */
final class ConverseDialect implements Dialect {
    private static final Set<String> IMAGES = Set.of("png", "jpeg", "gif", "webp");

    private final Clients clients;
    private final String modelId;

    ConverseDialect(Clients clients, String modelId) {
        this.clients = clients;
        this.modelId = modelId;
    }

    @Override
    public Said ask(ChatRequest request, @Nullable Correction correction) {
        ConverseResponse response = clients.runtime(modelId)
                .converse(ConverseRequest.builder()
                        .modelId(modelId)
                        .system(system(request))
                        .messages(messages(request, correction))
                        .inferenceConfig(inference(request.options()))
                        .toolConfig(tools(request))
                        .build());
        StringBuilder text = new StringBuilder();
        Form form = null;
        for (ContentBlock block : response.output().message().content()) {
            if (block.text() != null) {
                text.append(block.text());
            } else if (block.toolUse() != null) {
                form = new Form(
                        block.toolUse().toolUseId(),
                        SdkDocument.json(block.toolUse().input()));
            }
        }
        return new Said(
                text.toString(),
                form,
                stopReason(response.stopReasonAsString()),
                new TokenUsage(response.usage().inputTokens(), response.usage().outputTokens()),
                null);
    }

    @Override
    public Said stream(ChatRequest request, Consumer<? super String> onText) {
        Answer answer = new Answer();
        StreamedEvents.<ConverseStreamOutput>await(
                events -> clients.runtimeAsync(modelId)
                        .converseStream(
                                ConverseStreamRequest.builder()
                                        .modelId(modelId)
                                        .system(system(request))
                                        .messages(messages(request, null))
                                        .inferenceConfig(inference(request.options()))
                                        .toolConfig(tools(request))
                                        .build(),
                                ConverseStreamResponseHandler.builder()
                                        .subscriber(events)
                                        .build()),
                event -> event.accept(answer.listening(onText)));
        if (answer.usage == null) {
            throw Dialect.brokenOff(modelId);
        }
        return answer.said(answer.usage);
    }

    @Override
    public CountTokensInput countable(ChatRequest request) {
        return CountTokensInput.fromConverse(
                c -> c.system(system(request)).messages(messages(request, null)).toolConfig(tools(request)));
    }

    /** A streamed answer, put together from its pieces. */
    private static final class Answer {
        private final StringBuilder text = new StringBuilder();
        private final StringBuilder form = new StringBuilder();
        private @Nullable String formId;
        private StopReason stopReason = StopReason.OTHER;
        private @Nullable TokenUsage usage;

        ConverseStreamResponseHandler.Visitor listening(Consumer<? super String> onText) {
            return ConverseStreamResponseHandler.Visitor.builder()
                    .onContentBlockStart(e -> {
                        if (e.start() != null && e.start().toolUse() != null) {
                            formId = e.start().toolUse().toolUseId();
                        }
                    })
                    .onContentBlockDelta(e -> {
                        if (e.delta().text() != null) {
                            text.append(e.delta().text());
                            onText.accept(e.delta().text());
                        } else if (e.delta().toolUse() != null) {
                            form.append(e.delta().toolUse().input());
                        }
                    })
                    .onMessageStop(e -> stopReason = ConverseDialect.stopReason(e.stopReasonAsString()))
                    .onMetadata(e -> usage =
                            new TokenUsage(e.usage().inputTokens(), e.usage().outputTokens()))
                    .build();
        }

        Said said(TokenUsage usage) {
            return new Said(
                    text.toString(),
                    formId == null ? null : new Form(formId, Dialect.readable(form.toString())),
                    stopReason,
                    usage,
                    null);
        }
    }

    private static List<SystemContentBlock> system(ChatRequest request) {
        return request.system().map(SystemContentBlock::fromText).map(List::of).orElse(List.of());
    }

    private static @Nullable InferenceConfiguration inference(ChatOptions options) {
        if (options.equals(ChatOptions.defaults())) {
            return null;
        }
        InferenceConfiguration.Builder inference = InferenceConfiguration.builder();
        options.maxTokens().ifPresent(inference::maxTokens);
        options.temperature().ifPresent(t -> inference.temperature((float) t));
        options.topP().ifPresent(p -> inference.topP((float) p));
        if (!options.stopSequences().isEmpty()) {
            inference.stopSequences(options.stopSequences());
        }
        return inference.build();
    }

    private static List<Message> messages(ChatRequest request, @Nullable Correction correction) {
        List<Message> messages = new ArrayList<>();
        DocumentNames names = new DocumentNames();
        for (io.github.tune4j.chat.Message message : request.messages()) {
            List<ContentBlock> blocks = new ArrayList<>();
            blocks.add(ContentBlock.fromText(message.text()));
            message.attachments().forEach(attachment -> blocks.add(block(attachment, names)));
            messages.add(Message.builder()
                    .role(
                            message.role() == io.github.tune4j.chat.Message.Role.USER
                                    ? ConversationRole.USER
                                    : ConversationRole.ASSISTANT)
                    .content(blocks)
                    .build());
        }
        if (correction != null) {
            String id = correction.wrong().id();
            messages.add(Message.builder()
                    .role(ConversationRole.ASSISTANT)
                    .content(ContentBlock.fromToolUse(ToolUseBlock.builder()
                            .toolUseId(id)
                            .name(request.answerSchema().orElseThrow().name())
                            .input(SdkDocument.of(correction.wrong().content()))
                            .build()))
                    .build());
            messages.add(Message.builder()
                    .role(ConversationRole.USER)
                    .content(ContentBlock.fromToolResult(r -> r.toolUseId(id)
                            .status(ToolResultStatus.ERROR)
                            .content(ToolResultContentBlock.fromText(correction.text()))))
                    .build());
        }
        return messages;
    }

    private static ContentBlock block(Attachment attachment, DocumentNames names) {
        SdkBytes bytes = SdkBytes.fromByteArray(attachment.bytes());
        String format = attachment.format().equals("jpg") ? "jpeg" : attachment.format();
        return IMAGES.contains(format)
                ? ContentBlock.fromImage(i -> i.format(format).source(s -> s.bytes(bytes)))
                : ContentBlock.fromDocument(d ->
                        d.format(format).name(names.unique(attachment.name())).source(s -> s.bytes(bytes)));
    }

    private @Nullable ToolConfiguration tools(ChatRequest request) {
        if (request.answerSchema().isEmpty()) {
            return null;
        }
        AnswerSchema schema = request.answerSchema().get();
        JsonNode form = SchemaCheck.tree(schema);
        return ToolConfiguration.builder()
                .tools(Tool.fromToolSpec(t -> t.name(schema.name())
                        .description("Gives the answer in this form.")
                        .inputSchema(s -> s.json(SdkDocument.of(form)))))
                .toolChoice(choice(schema.name()))
                .build();
    }

    /** Llama has tools but cannot be told to use one. */
    private ToolChoice choice(String name) {
        return modelId.contains("meta.llama") ? ToolChoice.fromAuto(a -> {}) : ToolChoice.fromTool(t -> t.name(name));
    }

    static StopReason stopReason(String reason) {
        return switch (reason) {
            case "end_turn" -> StopReason.END_OF_TURN;
            case "max_tokens" -> StopReason.MAX_TOKENS;
            case "stop_sequence" -> StopReason.STOP_SEQUENCE;
            case "tool_use" -> StopReason.SCHEMA_ANSWER;
            case "guardrail_intervened", "content_filtered", "refusal" -> StopReason.REFUSED;
            default -> StopReason.OTHER;
        };
    }
}
