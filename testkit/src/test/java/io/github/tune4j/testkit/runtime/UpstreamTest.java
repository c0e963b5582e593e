package io.github.tune4j.testkit.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tune4j.testkit.standin.LocalModel;
import io.github.tune4j.testkit.standin.Training;
import io.github.tune4j.testkit.standin.TrainingRecord;
import io.github.tune4j.testkit.standin.TrainingSettings;
import io.github.tune4j.testkit.wire.Interceptor;
import io.github.tune4j.testkit.wire.Signatures;
import io.github.tune4j.testkit.wire.WireServer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseResponse;
import software.amazon.awssdk.services.bedrockruntime.model.Message;
import software.amazon.awssdk.services.bedrockruntime.model.ModelErrorException;
import software.amazon.awssdk.services.bedrockruntime.model.ServiceUnavailableException;
import software.amazon.awssdk.services.bedrockruntime.model.StopReason;
import software.amazon.awssdk.services.bedrockruntime.model.ThrottlingException;

class UpstreamTest {
    private static final String REPLY = """
            {"choices":[{"message":{"content":"A suite of harbour tools."},"finish_reason":"length"}],
             "usage":{"prompt_tokens":11,"completion_tokens":6}}""";

    private final ChatEndpoint endpoint = new ChatEndpoint(REPLY);
    private WireServer chat;
    private RuntimeServer server;
    private BedrockRuntimeClient client;

    @BeforeEach
    void start() {
        chat = WireServer.start(0, List.of(endpoint), Interceptor.NONE, Signatures.unchecked());
        server = new RuntimeServer(new Upstream(chat.endpoint().resolve("/v1"), "small-chat"));
        client = server.client();
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
        chat.close();
    }

    @Test
    void forwards_calls_of_base_models() {
        ConverseResponse response = client.converse(r -> r.modelId(RuntimeServer.HAIKU)
                .messages(Message.builder()
                        .role("user")
                        .content(ContentBlock.fromText("What is the Harbour Suite?"))
                        .build())
                .inferenceConfig(c -> c.maxTokens(6).temperature(0f).stopSequences("END")));
        assertThat(response.output().message().content().get(0).text()).isEqualTo("A suite of harbour tools.");
        assertThat(response.stopReason()).isEqualTo(StopReason.MAX_TOKENS);
        assertThat(response.usage().inputTokens()).isEqualTo(11);
        JsonNode body = endpoint.asked.get(0);
        assertThat(body.path("model").asText()).isEqualTo("small-chat");
        assertThat(body.path("max_tokens").asInt()).isEqualTo(6);
        assertThat(body.path("stop").path(0).asText()).isEqualTo("END");
        assertThat(body.path("messages").path(0).path("content").asText()).isEqualTo("What is the Harbour Suite?");
    }

    @Test
    void keeps_tuned_models_here() {
        LocalModel tuned = Training.run(
                        List.of(new TrainingRecord("Where is the pier?", "In the west.")),
                        List.of(),
                        new TrainingSettings(5, 1, 1, 0, null),
                        LocalModel.untuned())
                .model();
        server.serve("tuned", RuntimeServer.HAIKU, tuned);
        assertThat(ask("tuned", "Where is the pier?")
                        .output()
                        .message()
                        .content()
                        .get(0)
                        .text())
                .isEqualTo("In the west.");
        assertThat(endpoint.asked).isEmpty();
    }

    @Test
    void words_the_upstream_models_errors_as_bedrock_does() {
        endpoint.answer(429, REPLY);
        assertThatThrownBy(() -> ask(RuntimeServer.HAIKU, "Hi")).isInstanceOf(ThrottlingException.class);
        endpoint.answer(500, "{\"error\":{\"message\":\"out of memory\"}}");
        assertThatThrownBy(() -> ask(RuntimeServer.HAIKU, "Hi"))
                .isInstanceOf(ModelErrorException.class)
                .hasMessageContaining("out of memory")
                .satisfies(e -> assertThat(((ModelErrorException) e).originalStatusCode())
                        .isEqualTo(500));
        chat.close();
        assertThatThrownBy(() -> ask(RuntimeServer.HAIKU, "Hi")).isInstanceOf(ServiceUnavailableException.class);
    }

    private ConverseResponse ask(String model, String question) {
        return client.converse(r -> r.modelId(model)
                .messages(Message.builder()
                        .role("user")
                        .content(ContentBlock.fromText(question))
                        .build()));
    }
}
