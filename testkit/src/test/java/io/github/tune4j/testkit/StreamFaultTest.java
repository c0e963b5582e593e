package io.github.tune4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClientBuilder;
import software.amazon.awssdk.services.bedrockruntime.model.BedrockRuntimeException;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConversationRole;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelWithResponseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.Message;

/** Streams that break in their middle, as the SDK's client sees them. */
@Timeout(60)
class StreamFaultTest {
    private static final String MODEL = "anthropic.claude-3-haiku-20240307-v1:0";
    private static final String CONVERSE = "ConverseStream";
    private static final String INVOKE = "InvokeModelWithResponseStream";
    private static LocalAws local;
    private static BedrockRuntimeAsyncClient client;

    private final List<String> heard = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void start() {
        local = LocalAws.start();
        BedrockRuntimeAsyncClientBuilder builder = BedrockRuntimeAsyncClient.builder();
        local.configure(builder);
        client = builder.overrideConfiguration(o -> o.retryStrategy(r -> r.maxAttempts(1)))
                .build();
    }

    @AfterAll
    static void stop() {
        client.close();
        local.close();
    }

    @AfterEach
    void reset() {
        local.reset();
    }

    private CompletableFuture<Void> stream(String operation) {
        if (operation.equals(CONVERSE)) {
            Message question = Message.builder()
                    .role(ConversationRole.USER)
                    .content(ContentBlock.fromText("What is a tide gauge?"))
                    .build();
            return client.converseStream(
                    r -> r.modelId(MODEL).messages(question),
                    ConverseStreamResponseHandler.builder()
                            .subscriber(event -> heard.add(event.sdkEventType().toString()))
                            .build());
        }
        String body = "{\"anthropic_version\":\"bedrock-2023-05-31\",\"max_tokens\":100,"
                + "\"messages\":[{\"role\":\"user\",\"content\":\"What is a tide gauge?\"}]}";
        return client.invokeModelWithResponseStream(
                r -> r.modelId(MODEL).contentType("application/json").body(SdkBytes.fromUtf8String(body)),
                InvokeModelWithResponseStreamResponseHandler.builder()
                        .subscriber(event -> heard.add(event.sdkEventType().toString()))
                        .build());
    }

    @ParameterizedTest
    @ValueSource(strings = {CONVERSE, INVOKE})
    void a_dropped_stream_brings_no_more_than_the_events_before(String operation) {
        local.inject(Fault.streamDropped(operation, 3).times(1));
        stream(operation).handle((nothing, failure) -> failure).join();
        assertThat(heard).hasSizeLessThanOrEqualTo(3);
        heard.clear();
        stream(operation).join();
        assertThat(heard).hasSizeGreaterThan(3);
    }

    @Test
    void a_dropped_stream_ends_the_connection_before_the_body_is_whole() {
        try (Life life = Life.on(LocalAws.start())) {
            String body = "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"Hi\"}]}]}";
            String path = "/model/" + MODEL.replace(":", "%3A") + "/converse-stream";
            assertThat(life.raw("POST", path, body).body()).contains("messageStop");
            life.local.inject(Fault.streamDropped(CONVERSE, 2).times(1));
            assertThatThrownBy(() -> life.raw("POST", path, body)).hasRootCauseInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ConverseStream,ThrottlingException",
        "ConverseStream,ModelStreamErrorException",
        "ConverseStream,InternalServerException",
        "ConverseStream,ServiceUnavailableException",
        "ConverseStream,ValidationException",
        "InvokeModelWithResponseStream,ThrottlingException",
        "InvokeModelWithResponseStream,ModelStreamErrorException",
        "InvokeModelWithResponseStream,ModelTimeoutException",
        "InvokeModelWithResponseStream,InternalServerException",
        "InvokeModelWithResponseStream,ServiceUnavailableException",
        "InvokeModelWithResponseStream,ValidationException"
    })
    void an_error_in_a_stream_is_the_declared_one_after_the_events_that_came(String operation, String code) {
        local.inject(Fault.streamFails(operation, 2, code, "Half of it.").times(1));
        CompletionException failure = catchThrowableOfType(CompletionException.class, stream(operation)::join);
        assertThat(failure.getCause()).isInstanceOfSatisfying(BedrockRuntimeException.class, e -> {
            assertThat(e.getClass().getSimpleName()).isEqualTo(code);
            assertThat(e.getMessage()).contains("Half of it.");
        });
        assertThat(heard).hasSize(2);
    }

    @Test
    void an_error_may_be_the_first_event_and_what_comes_after_the_last_is_the_whole_stream() {
        local.inject(
                Fault.streamFails(CONVERSE, 0, "ThrottlingException", "No.").times(1));
        assertThatThrownBy(stream(CONVERSE)::join).hasMessageContaining("No.");
        assertThat(heard).isEmpty();
        local.inject(Fault.streamFails(CONVERSE, 10_000, "ThrottlingException", "At last.")
                .times(1));
        assertThatThrownBy(stream(CONVERSE)::join).hasMessageContaining("At last.");
        assertThat(heard).last().asString().containsIgnoringCase("metadata");
    }

    @Test
    void a_broken_answer_is_billed_as_a_whole_one() {
        local.inject(Fault.streamDropped(CONVERSE, 1).times(1));
        stream(CONVERSE).handle((nothing, failure) -> failure).join();
        assertThat(local.bill().items())
                .anyMatch(item -> item.what().toLowerCase(Locale.ROOT).contains("token"));
    }

    @Test
    void another_process_injects_them_too() {
        LocalAws remote = LocalAws.connect(local.endpoint());
        remote.inject(
                Fault.streamFails(CONVERSE, 1, "ThrottlingException", "Later.").times(1));
        assertThatThrownBy(stream(CONVERSE)::join).hasMessageContaining("Later.");
        remote.close();
    }

    @Test
    void what_makes_no_sense_is_refused_at_once() {
        assertThatThrownBy(() -> Fault.streamDropped(CONVERSE, -1)).hasMessageContaining("events is -1");
        assertThatThrownBy(() -> Fault.streamFails(CONVERSE, 1, " ", "x")).hasMessageContaining("code is empty");
    }
}
