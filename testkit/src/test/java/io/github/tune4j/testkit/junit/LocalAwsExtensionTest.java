package io.github.tune4j.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.github.tune4j.chat.ChatModel;
import io.github.tune4j.run.TimeSource;
import io.github.tune4j.testkit.LocalAws;
import io.github.tune4j.testkit.ScriptedChatModel;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;
import software.amazon.awssdk.services.bedrock.BedrockClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.s3.S3Client;

class LocalAwsExtensionTest {

    @Nested
    class InOneTest {
        @RegisterExtension
        final LocalAwsExtension extension = LocalAwsExtension.of(
                LocalAws.builder().date(LocalDate.of(2026, 2, 1)).steppedByHand());

        @Test
        void injects_the_local_aws_its_clock_and_clients(
                LocalAws local,
                TimeSource time,
                BedrockClient bedrock,
                S3Client s3,
                BedrockRuntimeAsyncClient runtime) {
            assertThat(local).isSameAs(extension.local());
            assertThat(time.now()).isEqualTo(Instant.parse("2026-02-01T00:00:00Z"));
            assertThat(bedrock.listCustomModels(b -> {}).modelSummaries()).isEmpty();
            assertThat(s3.listBuckets().buckets()).isEmpty();
            assertThat(runtime.countTokens(b -> b.modelId("anthropic.claude-3-haiku-20240307-v1:0")
                                    .input(i -> i.converse(c -> {})))
                            .handle((answer, error) -> error)
                            .join())
                    .isNotNull();
        }
    }

    @Test
    void each_test_has_a_fresh_one_and_nothing_outside() {
        Fresh.endpoints.clear();
        assertThat(run(Fresh.class).getTestsSucceededCount()).isEqualTo(2);
        assertThat(Fresh.endpoints).hasSize(2);
        assertThatThrownBy(() -> LocalAwsExtension.create().local()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_test_that_leaves_throughput_running_fails() {
        TestExecutionSummary summary = run(Leaving.class);
        assertThat(summary.getFailures())
                .singleElement()
                .satisfies(failure -> assertThat(failure.getException())
                        .isInstanceOf(AssertionError.class)
                        .hasMessageContaining("left provisioned throughput running")
                        .hasMessageContaining(":provisioned-model/"));
        assertThat(run(LeavingOnPurpose.class).getFailures()).isEmpty();
    }

    @Test
    void leaves_no_thread_behind() {
        run(Fresh.class);
        Set<String> names = new HashSet<>();
        Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .forEach(thread -> names.add(thread.getName()));
        assertThat(names).noneMatch(name -> name.startsWith("tune4j-local-") || name.startsWith("local-aws"));
    }

    private static TestExecutionSummary run(Class<?> testClass) {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(testClass))
                                .build(),
                        listener);
        return listener.getSummary();
    }

    static class Fresh {
        static final Set<String> endpoints = new HashSet<>();

        @RegisterExtension
        static final LocalAwsExtension EXTENSION = LocalAwsExtension.create();

        @AfterAll
        static void nothing_is_left() {
            assertThatThrownBy(EXTENSION::local).isInstanceOf(IllegalStateException.class);
        }

        @Test
        void one(S3Client s3) {
            endpoints.add(EXTENSION.local().endpoint() + "" + System.identityHashCode(EXTENSION.local()));
            s3.createBucket(
                    b -> b.bucket("only-here").createBucketConfiguration(c -> c.locationConstraint("us-west-2")));
        }

        @Test
        void two(S3Client s3) {
            endpoints.add(EXTENSION.local().endpoint() + "" + System.identityHashCode(EXTENSION.local()));
            s3.createBucket(
                    b -> b.bucket("only-here").createBucketConfiguration(c -> c.locationConstraint("us-west-2")));
        }
    }

    static class Leaving {
        @RegisterExtension
        final LocalAwsExtension extension = LocalAwsExtension.create();

        @Test
        void forgets_to_delete(BedrockClient bedrock) {
            buy(bedrock);
        }
    }

    static class LeavingOnPurpose {
        @RegisterExtension
        final LocalAwsExtension extension = LocalAwsExtension.create().allowRunningCapacity();

        @Test
        void keeps_it(BedrockClient bedrock) {
            buy(bedrock);
        }
    }

    private static void buy(BedrockClient bedrock) {
        bedrock.createProvisionedModelThroughput(b -> b.provisionedModelName("left")
                .modelId("anthropic.claude-3-haiku-20240307-v1:0:200k")
                .modelUnits(1));
    }

    @Nested
    class TheContract extends ChatModelContract {
        @Override
        protected ChatModel model() {
            return ScriptedChatModel.replying("Paris");
        }
    }
}
