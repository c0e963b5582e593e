package io.github.tune4j.testkit.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConversationRole;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseResponse;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.DocumentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.Message;
import software.amazon.awssdk.services.bedrockruntime.model.OutputFormatType;
import software.amazon.awssdk.services.bedrockruntime.model.StopReason;
import software.amazon.awssdk.services.bedrockruntime.model.Tool;
import software.amazon.awssdk.services.bedrockruntime.model.ToolChoice;
import software.amazon.awssdk.services.bedrockruntime.model.ToolConfiguration;
import software.amazon.awssdk.services.bedrockruntime.model.ToolInputSchema;
import software.amazon.awssdk.services.bedrockruntime.model.ToolResultContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ToolUseBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ValidationException;

class ForcedToolCallTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SCHEMA_JSON = """
            {"type":"object","properties":{"dates":{"type":"array","items":{"type":"string"}}},"required":["dates"]}""";
    private static final Document SCHEMA = Document.mapBuilder()
            .putString("type", "object")
            .putDocument(
                    "properties",
                    Document.mapBuilder()
                            .putDocument(
                                    "dates",
                                    Document.mapBuilder()
                                            .putString("type", "array")
                                            .putDocument(
                                                    "items",
                                                    Document.mapBuilder()
                                                            .putString("type", "string")
                                                            .build())
                                            .build())
                            .build())
            .build();
    private static RuntimeServer server;
    private static BedrockRuntimeClient client;
    private static BedrockRuntimeAsyncClient async;

    @BeforeAll
    static void start() {
        server = new RuntimeServer(null);
        client = server.client();
        async = server.asyncClient();
    }

    @AfterAll
    static void stop() {
        client.close();
        async.close();
        server.close();
    }

    @Test
    void converse_calls_the_tool_that_is_forced_with_a_document_at_hand() {
        ConverseResponse response = client.converse(r -> r.modelId(RuntimeServer.HAIKU)
                .messages(user("List the dates.", "The harbour opened in May 1911. It closed in 1980 for good."))
                .toolConfig(forced(ToolChoice.fromTool(t -> t.name("dates")))));
        assertThat(response.stopReason()).isEqualTo(StopReason.TOOL_USE);
        ToolUseBlock use = response.output().message().content().get(0).toolUse();
        assertThat(use.name()).isEqualTo("dates");
        assertThat(use.toolUseId()).matches("[a-zA-Z0-9_.:-]{1,64}");
        assertThat(use.input().asMap().get("dates").asList()).isNotEmpty();
        assertThat(use.input().asMap().get("dates").asList().get(0).asString())
                .isEqualTo("The harbour opened in May 1911.");
    }

    @Test
    void a_tool_that_is_only_offered_is_not_called_and_any_takes_the_first() {
        ConverseResponse offered = client.converse(r -> r.modelId(RuntimeServer.HAIKU)
                .messages(user("List the dates."))
                .toolConfig(forced(ToolChoice.fromAuto(a -> {}))));
        assertThat(offered.stopReason()).isEqualTo(StopReason.END_TURN);
        ConverseResponse any = client.converse(r -> r.modelId(RuntimeServer.NOVA)
                .messages(user("List the dates."))
                .toolConfig(forced(ToolChoice.fromAny(a -> {}))));
        assertThat(any.output().message().content().get(0).toolUse().name()).isEqualTo("dates");
    }

    @Test
    void a_conversation_can_go_on_after_a_tool_was_used() {
        ToolConfiguration tools = forced(ToolChoice.fromAuto(a -> {}));
        ConverseResponse response = client.converse(r -> r.modelId(RuntimeServer.HAIKU)
                .messages(
                        user("List the dates."),
                        Message.builder()
                                .role(ConversationRole.ASSISTANT)
                                .content(ContentBlock.fromToolUse(t -> t.toolUseId("one")
                                        .name("dates")
                                        .input(Document.mapBuilder().build())))
                                .build(),
                        Message.builder()
                                .role(ConversationRole.USER)
                                .content(ContentBlock.fromToolResult(
                                        t -> t.toolUseId("one").content(ToolResultContentBlock.fromText("done"))))
                                .build())
                .toolConfig(tools));
        assertThat(response.stopReason()).isEqualTo(StopReason.END_TURN);
        assertThatThrownBy(() -> client.converse(r -> r.modelId(RuntimeServer.HAIKU)
                        .messages(Message.builder()
                                .role(ConversationRole.USER)
                                .content(ContentBlock.fromToolResult(
                                        t -> t.toolUseId("one").content(ToolResultContentBlock.fromText("done"))))
                                .build())))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("The toolConfig field must be defined");
    }

    @Test
    void a_stream_brings_the_tools_input_in_pieces_that_are_one_json() throws Exception {
        StringBuilder input = new StringBuilder();
        List<String> events = new CopyOnWriteArrayList<>();
        async.converseStream(
                        r -> r.modelId(RuntimeServer.HAIKU)
                                .messages(user("List the dates."))
                                .toolConfig(forced(ToolChoice.fromTool(t -> t.name("dates")))),
                        ConverseStreamResponseHandler.builder()
                                .subscriber(ConverseStreamResponseHandler.Visitor.builder()
                                        .onContentBlockStart(e ->
                                                events.add(e.start().toolUse().name()))
                                        .onContentBlockDelta(e ->
                                                input.append(e.delta().toolUse().input()))
                                        .onMessageStop(e -> events.add(e.stopReasonAsString()))
                                        .build())
                                .build())
                .get();
        assertThat(events).containsExactly("dates", "tool_use");
        assertThat(JSON.readTree(input.toString()).path("dates").isArray()).isTrue();
    }

    @Test
    void anthropics_body_forces_tools_too() throws Exception {
        String body = """
                {"anthropic_version":"bedrock-2023-05-31","max_tokens":500,"messages":[{"role":"user","content":"List the dates."}],
                 "tools":[{"name":"dates","input_schema":%s}],"tool_choice":{"type":"tool","name":"%s"}}""";
        JsonNode reply = JSON.readTree(client.invokeModel(r -> r.modelId(RuntimeServer.HAIKU)
                        .body(SdkBytes.fromUtf8String(body.formatted(SCHEMA_JSON, "dates"))))
                .body()
                .asUtf8String());
        assertThat(reply.path("stop_reason").asText()).isEqualTo("tool_use");
        assertThat(reply.path("content").path(0).path("type").asText()).isEqualTo("tool_use");
        assertThat(reply.path("content").path(0).path("input").path("dates").isArray())
                .isTrue();
        assertThatThrownBy(() -> client.invokeModel(r -> r.modelId(RuntimeServer.HAIKU)
                        .body(SdkBytes.fromUtf8String(body.formatted(SCHEMA_JSON, "other")))))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("Tool 'other' not found in provided tools");
    }

    @Test
    void a_schema_for_the_words_of_the_answer_is_kept() throws Exception {
        ConverseResponse response = client.converse(r -> r.modelId(RuntimeServer.HAIKU)
                .messages(user("List the dates."))
                .outputConfig(o -> o.textFormat(f -> f.type(OutputFormatType.JSON_SCHEMA)
                        .structure(s -> s.jsonSchema(j -> j.name("dates").schema(SCHEMA_JSON))))));
        assertThat(response.stopReason()).isEqualTo(StopReason.END_TURN);
        JsonNode answer =
                JSON.readTree(response.output().message().content().get(0).text());
        assertThat(answer.path("dates").isArray()).isTrue();
    }

    @Test
    void refuses_tools_that_are_not_there_or_that_the_model_cannot_be_forced_to_use() {
        assertThatThrownBy(() -> client.converse(r -> r.modelId(RuntimeServer.LLAMA)
                        .messages(user("List the dates."))
                        .toolConfig(forced(ToolChoice.fromTool(t -> t.name("dates"))))))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("This model doesn't support the toolConfig.toolChoice.tool field.");
        assertThatThrownBy(() -> client.converse(r -> r.modelId(RuntimeServer.HAIKU)
                        .messages(user("List the dates."))
                        .toolConfig(forced(ToolChoice.fromTool(t -> t.name("other"))))))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("The tool other in toolConfig.toolChoice.tool is not in toolConfig.tools.");
        assertThatThrownBy(() -> client.converse(r -> r.modelId(RuntimeServer.HAIKU)
                        .messages(user("List the dates."))
                        .guardrailConfig(g -> g.guardrailIdentifier("g").guardrailVersion("1"))))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("guardrailConfig");
    }

    private static ToolConfiguration forced(ToolChoice choice) {
        return ToolConfiguration.builder()
                .tools(Tool.fromToolSpec(t -> t.name("dates").inputSchema(ToolInputSchema.fromJson(SCHEMA))))
                .toolChoice(choice)
                .build();
    }

    private static Message user(String text, String... documents) {
        Message.Builder message = Message.builder().role(ConversationRole.USER);
        List<ContentBlock> content = new CopyOnWriteArrayList<>(List.of(ContentBlock.fromText(text)));
        for (String document : documents) {
            content.add(ContentBlock.fromDocument(DocumentBlock.builder()
                    .name("notes")
                    .format("txt")
                    .source(s -> s.bytes(SdkBytes.fromUtf8String(document)))
                    .build()));
        }
        return message.content(content).build();
    }
}
