package io.github.tune4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tune4j.testkit.runtime.ChatEndpoint;
import io.github.tune4j.testkit.wire.Interceptor;
import io.github.tune4j.testkit.wire.Signatures;
import io.github.tune4j.testkit.wire.WireServer;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.Message;

@Timeout(60)
class LocalAwsTest {
    private static final String HAIKU = "anthropic.claude-3-haiku-20240307-v1:0";

    @TempDir
    Path folder;

    @Test
    void leaves_no_thread_behind() throws Exception {
        try (Life life = Life.start(LocalAws.builder())) {
            String job = life.create("job");
            FullLifeTest.ask(life, HAIKU, "Hello?");
            life.local.time().schedule(Duration.ofDays(1), () -> {});
            assertThat(life.get(job).jobName()).isEqualTo("job");
            assertThat(threads()).isNotEmpty();
        }
        assertThat(threads()).isEmpty();
    }

    @Test
    void leaves_no_thread_behind_when_it_is_closed_in_the_middle_of_a_training() {
        try (Life life = Life.byHand()) {
            life.put("training.jsonl", Life.claude(3_000));
            life.create("job");
            life.local.advance(Duration.ofMinutes(3));
            assertThat(threads()).extracting(Thread::getName).contains("tune4j-local-training");
        }
        assertThat(threads()).isEmpty();
    }

    private static List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("local-aws")
                        || thread.getName().startsWith("tune4j-local"))
                .toList();
    }

    @Test
    void answers_fifty_calls_of_throughput_at_once() throws Exception {
        ExecutorService fifty = Executors.newFixedThreadPool(50);
        try (Life life = Life.byHand()) {
            String model = life.model("m");
            String throughput = life.throughput("t", model);
            List<Callable<String>> calls = IntStream.range(0, 50)
                    .<Callable<String>>mapToObj(i -> () -> FullLifeTest.ask(life, throughput, Life.question(i % 7)))
                    .toList();
            for (var answer : fifty.invokeAll(calls)) {
                assertThat(answer.get()).contains("Station");
            }
        } finally {
            fifty.shutdownNow();
        }
    }

    @Test
    void a_real_model_answers_for_base_models_and_tuned_ones_stay_local() {
        try (WireServer chat =
                        WireServer.start(0, List.of(new ChatEndpoint("""
                        {"choices":[{"message":{"content":"From elsewhere."},"finish_reason":"stop"}],
                         "usage":{"prompt_tokens":9,"completion_tokens":4}}""")), Interceptor.NONE, Signatures.unchecked());
                Life life = Life.start(LocalAws.builder()
                        .steppedByHand()
                        .upstream(chat.endpoint().resolve("/v1"), "small"))) {
            assertThat(ask(life, HAIKU)).isEqualTo("From elsewhere.");
            assertThat(life.local.bill().items())
                    .extracting(item -> item.quantity().intValue())
                    .containsExactly(9, 4);
            String model = life.model("m");
            String throughput = life.throughput("t", model);
            assertThat(ask(life, throughput)).startsWith("Station 3 sells");
        }
    }

    private static String ask(Life life, String model) {
        try (BedrockRuntimeClient runtime = runtime(life)) {
            return runtime.converse(b -> b.modelId(model)
                            .messages(Message.builder()
                                    .role("user")
                                    .content(ContentBlock.fromText(Life.question(3)))
                                    .build()))
                    .output()
                    .message()
                    .content()
                    .get(0)
                    .text();
        }
    }

    private static BedrockRuntimeClient runtime(Life life) {
        var builder = BedrockRuntimeClient.builder();
        life.local.configure(builder);
        return builder.overrideConfiguration(c -> c.retryStrategy(r -> r.maxAttempts(1)))
                .build();
    }

    @Test
    void limits_are_those_of_a_model_whichever_of_its_names_is_called() {
        try (Life life = Life.byHand();
                BedrockRuntimeClient runtime = runtime(life)) {
            life.local.inject(Fault.requestsPerMinute(1));
            runtime.countTokens(b -> b.modelId(HAIKU).input(i -> i.converse(c -> c.messages(hello()))));
            runtime.converse(b -> b.modelId(HAIKU).messages(hello()));
            assertThatThrownBy(() ->
                            runtime.converse(b -> b.modelId("arn:aws:bedrock:us-west-2::foundation-model/" + HAIKU)
                                    .messages(hello())))
                    .isInstanceOfSatisfying(
                            AwsServiceException.class,
                            e -> assertThat(e.statusCode()).isEqualTo(429));
            life.local.advance(Duration.ofMinutes(2));
            runtime.converse(b -> b.modelId(HAIKU).messages(hello()));
        }
    }

    private static Message hello() {
        return Message.builder()
                .role("user")
                .content(ContentBlock.fromText("Hello?"))
                .build();
    }

    @Test
    void a_state_folder_serves_one_at_a_time_and_keeps_the_time() {
        Instant then;
        try (LocalAws first = LocalAws.builder().state(folder).steppedByHand().start()) {
            assertThatThrownBy(() -> LocalAws.builder().state(folder).start())
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("another local AWS keeps its state there");
            first.advance(Duration.ofDays(3));
            then = first.time().now();
        }
        try (LocalAws again = LocalAws.builder().state(folder).steppedByHand().start()) {
            assertThat(again.time().now()).isEqualTo(then);
        }
    }
}
