package io.github.tune4j.testkit.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.tune4j.testkit.standin.LocalModel;
import io.github.tune4j.testkit.standin.Training;
import io.github.tune4j.testkit.standin.TrainingRecord;
import io.github.tune4j.testkit.standin.TrainingSettings;
import io.github.tune4j.testkit.wire.ServiceError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.BedrockRuntimeException;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConversationRole;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseResponse;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.DocumentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.GuardrailContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelResponse;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelWithResponseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.Message;
import software.amazon.awssdk.services.bedrockruntime.model.ModelNotReadyException;
import software.amazon.awssdk.services.bedrockruntime.model.StopReason;
import software.amazon.awssdk.services.bedrockruntime.model.SystemContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ThrottlingException;
import software.amazon.awssdk.services.bedrockruntime.model.ValidationException;

class RuntimeServiceTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String QUESTION = "What is the Harbour Suite?";
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
    void answers_anthropics_body_with_usage_headers_and_a_name_that_says_what_it_is() throws Exception {
        InvokeModelResponse response = invoke(RuntimeServer.HAIKU, anthropic(100, ""));
        JsonNode body = JSON.readTree(response.body().asUtf8String());
        assertThat(body.path("model").asText()).isEqualTo("claude-3-haiku-20240307-local-stand-in");
        assertThat(body.path("type").asText()).isEqualTo("message");
        assertThat(body.path("role").asText()).isEqualTo("assistant");
        assertThat(body.path("stop_reason").asText()).isEqualTo("end_turn");
        assertThat(body.path("stop_sequence").isNull()).isTrue();
        assertThat(body.path("content").path(0).path("text").asText()).contains("Harbour Suite");
        assertThat(response.contentType()).isEqualTo("application/json");
        assertThat(header(response, "X-Amzn-Bedrock-Input-Token-Count"))
                .isEqualTo(body.path("usage").path("input_tokens").asText());
        assertThat(header(response, "X-Amzn-Bedrock-Output-Token-Count"))
                .isEqualTo(body.path("usage").path("output_tokens").asText());
        assertThat(Long.parseLong(header(response, "X-Amzn-Bedrock-Invocation-Latency")))
                .isPositive();
        assertThat(server.metered)
                .contains(List.of(
                        body.path("usage").path("input_tokens").asInt(),
                        body.path("usage").path("output_tokens").asInt()));
    }

    @Test
    void cuts_answers_at_max_tokens_and_stop_sequences() throws Exception {
        JsonNode cut = JSON.readTree(
                invoke(RuntimeServer.HAIKU, anthropic(5, "")).body().asUtf8String());
        assertThat(cut.path("stop_reason").asText()).isEqualTo("max_tokens");
        assertThat(cut.path("usage").path("output_tokens").asInt()).isEqualTo(5);
        JsonNode stopped = JSON.readTree(invoke(RuntimeServer.HAIKU, anthropic(100, ",\"stop_sequences\":[\"Suite\"]"))
                .body()
                .asUtf8String());
        assertThat(stopped.path("stop_reason").asText()).isEqualTo("stop_sequence");
        assertThat(stopped.path("stop_sequence").asText()).isEqualTo("Suite");
        assertThat(stopped.path("content").path(0).path("text").asText()).endsWith("Harbour ");
    }

    @Test
    void answers_novas_and_llamas_bodies() throws Exception {
        JsonNode nova = JSON.readTree(
                invoke(RuntimeServer.NOVA, """
                                {"schemaVersion":"messages-v1","messages":[{"role":"user","content":[{"text":"%s"}]}],
                                 "inferenceConfig":{"maxTokens":6}}""".formatted(QUESTION)).body().asUtf8String());
        assertThat(nova.path("output")
                        .path("message")
                        .path("content")
                        .path(0)
                        .path("text")
                        .asText())
                .isNotEmpty();
        assertThat(nova.path("stopReason").asText()).isEqualTo("max_tokens");
        assertThat(nova.path("usage").path("outputTokens").asInt()).isEqualTo(6);

        String prompt = "<|begin_of_text|><|start_header_id|>user<|end_header_id|>\\n\\n" + QUESTION
                + "<|eot_id|><|start_header_id|>assistant<|end_header_id|>\\n\\n";
        JsonNode llama = JSON.readTree(invoke(RuntimeServer.LLAMA, "{\"prompt\":\"" + prompt + "\",\"temperature\":0}")
                .body()
                .asUtf8String());
        assertThat(llama.path("generation").asText()).contains("Harbour Suite").doesNotContain("<|");
        assertThat(llama.path("stop_reason").asText()).isEqualTo("stop");
        assertThat(llama.path("generation_token_count").asInt()).isPositive();
    }

    @Test
    void converses() {
        ConverseResponse response = client.converse(ask(QUESTION)
                .andThen(r -> r.inferenceConfig(c -> c.temperature(0f))
                        .system(SystemContentBlock.fromText("Be brief."))
                        .additionalModelResponseFieldPaths("/stop_sequence")));
        assertThat(response.output().message().role()).isEqualTo(ConversationRole.ASSISTANT);
        assertThat(response.output().message().content().get(0).text()).contains("Harbour Suite");
        assertThat(response.stopReason()).isEqualTo(StopReason.END_TURN);
        assertThat(response.usage().totalTokens())
                .isEqualTo(response.usage().inputTokens() + response.usage().outputTokens());
        assertThat(response.metrics().latencyMs()).isPositive();
        assertThat(response.additionalModelResponseFields().asMap()).containsKey("stop_sequence");
    }

    @Test
    void a_tuned_model_answers_from_what_it_learned_under_its_own_arn() {
        List<TrainingRecord> records = IntStream.range(0, 16)
                .mapToObj(i -> new TrainingRecord(
                        "What colour is buoy number " + (char) ('a' + i) + "lpha?",
                        "Buoy " + i + " is painted " + "red green blue grey".split(" ")[i % 4] + "."))
                .toList();
        LocalModel tuned = Training.run(
                        records, List.of(), new TrainingSettings(10, 4, 1, 0, null), LocalModel.untuned())
                .model();
        String arn = "arn:aws:bedrock:us-west-2:123456789012:provisioned-model/abcdefabcdef";
        server.serve(arn, RuntimeServer.HAIKU, tuned);
        ConverseResponse response =
                client.converse(ask("What colour is buoy number dlpha?").andThen(r -> r.modelId(arn)));
        assertThat(response.output().message().content().get(0).text()).isEqualTo("Buoy 3 is painted grey.");
    }

    @Test
    void streams_converse_over_the_default_asynchronous_client() throws Exception {
        StringBuilder text = new StringBuilder();
        List<String> events = new CopyOnWriteArrayList<>();
        ConverseStreamResponseHandler handler = ConverseStreamResponseHandler.builder()
                .subscriber(ConverseStreamResponseHandler.Visitor.builder()
                        .onMessageStart(e -> events.add("start " + e.roleAsString()))
                        .onContentBlockDelta(e -> text.append(e.delta().text()))
                        .onContentBlockStop(e -> events.add("block stop"))
                        .onMessageStop(e -> events.add("stop " + e.stopReasonAsString()))
                        .onMetadata(e -> events.add("tokens " + e.usage().outputTokens()))
                        .build())
                .build();
        async.converseStream(
                        r -> r.modelId(RuntimeServer.HAIKU)
                                .messages(user(ContentBlock.fromText(QUESTION)))
                                .inferenceConfig(c -> c.temperature(0f).maxTokens(12)),
                        handler)
                .get();
        ConverseResponse whole = client.converse(ask(QUESTION)
                .andThen(r -> r.inferenceConfig(c -> c.temperature(0f).maxTokens(12))));
        assertThat(text.toString())
                .isEqualTo(whole.output().message().content().get(0).text());
        assertThat(events).containsExactly("start assistant", "block stop", "stop max_tokens", "tokens 12");
    }

    @ParameterizedTest
    @ValueSource(strings = {RuntimeServer.HAIKU, RuntimeServer.NOVA, RuntimeServer.LLAMA})
    void streams_each_models_own_chunks(String model) throws Exception {
        String body = switch (model) {
            case RuntimeServer.HAIKU -> anthropic(100, ",\"temperature\":0");
            case RuntimeServer.NOVA ->
                "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"" + QUESTION
                        + "\"}]}],\"inferenceConfig\":{\"temperature\":0}}";
            default -> "{\"temperature\":0,\"prompt\":\"" + QUESTION + "\"}";
        };
        List<JsonNode> chunks = new CopyOnWriteArrayList<>();
        InvokeModelWithResponseStreamResponseHandler handler = InvokeModelWithResponseStreamResponseHandler.builder()
                .subscriber(InvokeModelWithResponseStreamResponseHandler.Visitor.builder()
                        .onChunk(part -> chunks.add(read(part.bytes().asUtf8String())))
                        .build())
                .build();
        async.invokeModelWithResponseStream(
                        r -> r.modelId(model).contentType("application/json").body(SdkBytes.fromUtf8String(body)),
                        handler)
                .get();
        StringBuilder text = new StringBuilder();
        for (JsonNode chunk : chunks) {
            text.append(chunk.path("delta").path("text").asText())
                    .append(chunk.path("contentBlockDelta")
                            .path("delta")
                            .path("text")
                            .asText())
                    .append(chunk.path("generation").asText());
        }
        assertThat(text.toString())
                .isEqualTo(client.converse(
                                ask(QUESTION).andThen(r -> r.modelId(model).inferenceConfig(c -> c.temperature(0f))))
                        .output()
                        .message()
                        .content()
                        .get(0)
                        .text());
        JsonNode last = chunks.get(chunks.size() - 1).path("amazon-bedrock-invocationMetrics");
        assertThat(last.path("inputTokenCount").asInt()).isPositive();
        assertThat(last.path("outputTokenCount").asInt()).isPositive();
        if (model.equals(RuntimeServer.HAIKU)) {
            assertThat(chunks)
                    .extracting(chunk -> chunk.path("type").asText())
                    .startsWith("message_start", "content_block_start", "content_block_delta")
                    .endsWith("content_block_stop", "message_delta", "message_stop");
        }
    }

    @Test
    void counts_tokens_as_the_answers_usage_does() {
        int counted = client.countTokens(r -> r.modelId(RuntimeServer.HAIKU)
                        .input(i -> i.converse(c -> c.messages(user(ContentBlock.fromText(QUESTION)))
                                .system(SystemContentBlock.fromText("Be brief.")))))
                .inputTokens();
        ConverseResponse answered =
                client.converse(ask(QUESTION).andThen(r -> r.system(SystemContentBlock.fromText("Be brief."))));
        assertThat(answered.usage().inputTokens()).isEqualTo(counted);
        int invoked = client.countTokens(r -> r.modelId(RuntimeServer.HAIKU)
                        .input(i -> i.invokeModel(
                                m -> m.body(SdkBytes.fromUtf8String(anthropic(100, ",\"system\":\"Be brief.\""))))))
                .inputTokens();
        assertThat(invoked).isEqualTo(counted);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no json|Malformed input request, please reformat your input and try again.",
                "{}|Malformed input request: 3 schema violations found, please reformat your input and try again.",
                "{\"anthropic_version\":\"bedrock-2023-05-31\",\"messages\":[]}|Malformed input request: #: required key [max_tokens] not found, please reformat your input and try again.",
                "{\"anthropic_version\":\"bedrock-2023-05-31\",\"max_tokens\":9,\"messages\":[],\"colour\":1}|Malformed input request: #: extraneous key [colour] is not permitted, please reformat your input and try again.",
                "{\"anthropic_version\":\"bedrock-2023-05-31\",\"max_tokens\":9,\"messages\":[]}|messages: at least one message is required",
                "{\"anthropic_version\":\"bedrock-2023-05-31\",\"max_tokens\":9,\"messages\":[{\"role\":\"assistant\",\"content\":\"a\"}]}|messages: first message must use the \"user\" role",
                "{\"anthropic_version\":\"bedrock-2023-05-31\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"user\",\"content\":\"a\"}]}|messages: roles must alternate between \"user\" and \"assistant\", but found multiple \"user\" roles in a row",
                "{\"anthropic_version\":\"bedrock-2023-05-31\",\"max_tokens\":99999,\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]}|max_tokens: 99999 > 4096, which is the maximum allowed number of output tokens for claude-3-haiku-20240307",
                "{\"anthropic_version\":\"bedrock-2023-05-31\",\"max_tokens\":9,\"temperature\":2,\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]}|temperature: range: 0..1",
            })
    void refuses_anthropics_body_in_its_words(String body, String message) {
        assertThatThrownBy(() -> invoke(RuntimeServer.HAIKU, body))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining(message);
    }

    @Test
    void refuses_conversations_that_break_the_rules() {
        refused(r -> r.messages(assistant("Hello")), "must start with a user message");
        refused(
                r -> r.messages(user(ContentBlock.fromText("a")), user(ContentBlock.fromText("b"))),
                "must alternate between user and assistant roles");
        refused(r -> r.messages(user(ContentBlock.fromText(" "))), "messages.0.content.0 is blank");
        refused(r -> r.messages(user(document("notes", "x"))), "has a document and no text");
        refused(
                r -> r.messages(user(ContentBlock.fromText("a"), document("two  blanks", "x"))),
                "can't contain more than one consecutive whitespace");
        refused(
                r -> r.messages(user(ContentBlock.fromText("a"), document("a.pdf", "x"))),
                "can only contain alphanumeric characters");
        refused(
                r -> r.messages(user(ContentBlock.fromText("a"), document("n", "x"), document("n", "x"))),
                "duplicate document names");
        List<ContentBlock> six = new ArrayList<>(List.of(ContentBlock.fromText("a")));
        IntStream.range(0, 6).forEach(i -> six.add(document("n" + i, "x")));
        refused(r -> r.messages(user(six.toArray(ContentBlock[]::new))), "at most 5 documents");
        refused(
                r -> r.messages(user(ContentBlock.fromText("a"), document("n", "x".repeat(5_000_000)))),
                "at most 4.5 MB");
        refused(
                r -> r.messages(user(ContentBlock.fromText("a"))).inferenceConfig(c -> c.maxTokens(100_000)),
                "exceeds the model limit of 4096");
        refused(
                r -> r.messages(user(ContentBlock.fromText("a")))
                        .inferenceConfig(c -> c.maxTokens(0).temperature(2f)),
                "2 validation errors detected: Value '0' at 'inferenceConfig.maxTokens' failed to satisfy constraint:"
                        + " Member must have value greater than or equal to 1");
        refused(
                r -> r.messages(user(ContentBlock.fromText("word ".repeat(200_001)))),
                "Input is too long for requested model.");
    }

    @Test
    void words_errors_of_models_as_the_client_knows_them() {
        assertThatThrownBy(() -> invoke("amazon.no-such-model", "{}"))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("The provided model identifier is invalid.");
        Models.Served base = new Models.Served(RuntimeServer.HAIKU, 9999, 99, LocalModel.untuned(), (in, most) -> {
            throw new ServiceError(429, "ThrottlingException", "Too many tokens, please wait before trying again.");
        });
        server.serve("throttled", base);
        assertThatThrownBy(() -> client.converse(ask("Hi").andThen(r -> r.modelId("throttled"))))
                .isInstanceOf(ThrottlingException.class);
        server.serve("creating", new Models.Served(RuntimeServer.HAIKU, 9999, 99, LocalModel.untuned(), (in, most) -> {
            throw new ServiceError(429, "ModelNotReadyException", "The model is not ready.");
        }));
        assertThatThrownBy(() -> client.converse(ask("Hi").andThen(r -> r.modelId("creating"))))
                .isInstanceOf(ModelNotReadyException.class);
    }

    @Test
    void an_operation_that_is_not_offered_is_refused_by_name() {
        assertThatThrownBy(() -> client.applyGuardrail(r -> r.guardrailIdentifier("g")
                        .guardrailVersion("1")
                        .source("INPUT")
                        .content(GuardrailContentBlock.fromText(t -> t.text("x")))))
                .isInstanceOf(BedrockRuntimeException.class);
    }

    @Test
    void answers_fifty_calls_at_once() {
        List<CompletableFuture<String>> calls = IntStream.range(0, 50)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> invoke(RuntimeServer.HAIKU, anthropic(100, ",\"temperature\":0"))
                                .body()
                                .asUtf8String()))
                .toList();
        assertThat(calls.stream().map(CompletableFuture::join).distinct()).hasSize(1);
    }

    private static void refused(Consumer<ConverseRequest.Builder> request, String message) {
        assertThatThrownBy(() -> client.converse(r -> request.accept(r.modelId(RuntimeServer.HAIKU))))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining(message);
    }

    private static Consumer<ConverseRequest.Builder> ask(String question) {
        return r -> r.modelId(RuntimeServer.HAIKU).messages(user(ContentBlock.fromText(question)));
    }

    private static Message user(ContentBlock... content) {
        return Message.builder().role(ConversationRole.USER).content(content).build();
    }

    private static Message assistant(String text) {
        return Message.builder()
                .role(ConversationRole.ASSISTANT)
                .content(ContentBlock.fromText(text))
                .build();
    }

    private static ContentBlock document(String name, String text) {
        return ContentBlock.fromDocument(DocumentBlock.builder()
                .name(name)
                .format("txt")
                .source(s -> s.bytes(SdkBytes.fromUtf8String(text)))
                .build());
    }

    private static String anthropic(int maxTokens, String more) {
        return "{\"anthropic_version\":\"bedrock-2023-05-31\",\"max_tokens\":" + maxTokens
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"" + QUESTION + "\"}]" + more + "}";
    }

    private static InvokeModelResponse invoke(String model, String body) {
        return client.invokeModel(r -> r.modelId(model)
                .contentType("application/json")
                .body(SdkBytes.fromString(body, StandardCharsets.UTF_8)));
    }

    private static String header(InvokeModelResponse response, String name) {
        return response.sdkHttpResponse().firstMatchingHeader(name).orElseThrow();
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
