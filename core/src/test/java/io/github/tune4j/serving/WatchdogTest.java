package io.github.tune4j.serving;

import static io.github.tune4j.serving.ServingTests.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.TuneException;
import io.github.tune4j.aws.AwsSession;
import io.github.tune4j.job.CustomModel;
import io.github.tune4j.model.BaseModel;
import io.github.tune4j.run.TimeSource;
import io.github.tune4j.testkit.Fault;
import io.github.tune4j.testkit.LocalAws;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;

class WatchdogTest {
    private static final String SECRET = "a-secret-that-nobody-may-see";

    private final LocalAws local = LocalAws.builder().steppedByHand().start();
    private final AwsSession aws = AwsSession.builder()
            .configure(local::configure)
            .configure(client -> client.credentialsProvider(() -> AwsBasicCredentials.create("AKIDEXAMPLE", SECRET)))
            .time(local.time())
            .build();

    @TempDir
    Path folder;

    private CustomModel tuned;

    @BeforeEach
    void tune() {
        tuned = ServingTests.tuned(aws, BaseModel.CLAUDE_3_HAIKU, folder);
    }

    @AfterEach
    void close() {
        aws.close();
        local.close();
    }

    private ProvisionedModel.Builder order() {
        return ProvisionedModel.builder(aws, tuned)
                .name("gauges-eval")
                .maxLifetime(Duration.ofHours(2))
                .watchdog(true);
    }

    private static List<ProcessHandle> watchdogs() {
        try (Stream<ProcessHandle> children = ProcessHandle.current().children()) {
            return children.filter(ProcessHandle::isAlive)
                    .filter(p -> p.info().command().orElse("").endsWith("java"))
                    .toList();
        }
    }

    @Test
    void is_there_before_the_purchase_and_exits_when_what_it_watched_is_closed_with_its_session() {
        try (ProvisionedModel model = order().provision()) {
            assertThat(watchdogs()).hasSize(1);
            assertThat(local.running()).containsExactly(model.arn());
            List<String> operations =
                    local.calls().stream().map(call -> call.operation()).toList();
            assertThat(operations.indexOf("GetProvisionedModelThroughput"))
                    .as("the watchdog has looked before anything was bought")
                    .isBetween(0, operations.indexOf("CreateProvisionedModelThroughput") - 1);
        }
        aws.close();
        assertThat(soon(() -> watchdogs().isEmpty())).isTrue();
    }

    @Test
    void one_is_enough_for_all_purchases_of_a_session() {
        try (ProvisionedModel one = order().provision();
                ProvisionedModel other = order().name("gauges-other").provision()) {
            assertThat(watchdogs()).hasSize(1);
            assertThat(local.running()).containsExactlyInAnyOrder(one.arn(), other.arn());
        }
    }

    @Test
    void keeps_secrets_off_its_command_line_and_out_of_its_environment() throws Exception {
        try (ProvisionedModel model = order().provision()) {
            ProcessHandle watchdog = watchdogs().get(0);
            for (String place : List.of("cmdline", "environ")) {
                Path file = Path.of("/proc", Long.toString(watchdog.pid()), place);
                if (Files.isReadable(file)) {
                    assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                            .isNotEmpty()
                            .doesNotContain(SECRET);
                }
            }
            assertThat(model.arn()).isNotBlank();
        }
    }

    @Test
    void nothing_is_bought_when_it_cannot_do_its_work() {
        local.inject(Fault.accessDenied("GetProvisionedModelThroughput"));
        assertThatThrownBy(() -> order().provision())
                .isInstanceOf(TuneException.class)
                .hasMessageContaining("nothing was bought")
                .hasMessageContaining("GetProvisionedModelThroughput");
        assertThat(local.calls("CreateProvisionedModelThroughput")).isEmpty();
    }

    /** Here its classes are not where this JVM says. It is dead before it is told what to do. */
    @Test
    void one_that_cannot_start_is_told_with_the_reason_and_its_session_closes_all_the_same() {
        AtomicBoolean dies = new AtomicBoolean();
        Map<String, String> paths = new HashMap<>();
        for (String property : List.of("jdk.module.path", "java.class.path")) {
            Optional.ofNullable(System.getProperty(property)).ifPresent(path -> paths.put(property, path));
        }
        try (AwsSession session = AwsSession.builder()
                .configure(local::configure)
                .configure(client -> client.credentialsProvider(() -> {
                    if (dies.get()) {
                        assertThat(soon(WatchdogTest::hasNoChild)).isTrue();
                    }
                    return AwsBasicCredentials.create("AKIDEXAMPLE", SECRET);
                }))
                .time(local.time())
                .build()) {
            ProvisionedModel.Builder order = ProvisionedModel.builder(session, tuned)
                    .maxLifetime(Duration.ofHours(2))
                    .watchdog(true);
            paths.keySet().forEach(property -> System.setProperty(property, folder.toString()));
            dies.set(true);
            assertThatThrownBy(order::provision)
                    .isInstanceOf(TuneException.class)
                    .hasMessageContaining("nothing was bought")
                    .hasMessageMatching("(?s).*(FindException|ClassNotFoundException).*");
        } finally {
            paths.forEach(System::setProperty);
        }
        assertThat(local.calls("CreateProvisionedModelThroughput")).isEmpty();
    }

    private static boolean hasNoChild() {
        try (Stream<ProcessHandle> children = ProcessHandle.current().children()) {
            return children.noneMatch(ProcessHandle::isAlive);
        }
    }

    @Test
    void needs_an_end_to_watch_for() {
        assertThatThrownBy(() ->
                        ProvisionedModel.builder(aws, tuned).watchdog(true).provision())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("maxLifetime");
        assertThat(local.calls("CreateProvisionedModelThroughput")).isEmpty();
    }

    @Test
    void refuses_a_clock_that_it_cannot_follow() {
        TimeSource own = TimeSource.of(Clock.systemUTC());
        try (AwsSession session =
                AwsSession.builder().configure(local::configure).time(own).build()) {
            assertThatThrownBy(() -> ProvisionedModel.builder(session, tuned)
                            .maxLifetime(Duration.ofHours(1))
                            .watchdog(true)
                            .provision())
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("Serializable");
        }
        assertThat(local.calls("CreateProvisionedModelThroughput")).isEmpty();
    }

    @Test
    void is_started_again_when_it_was_killed() {
        try (ProvisionedModel one = order().provision()) {
            ProcessHandle first = watchdogs().get(0);
            first.destroyForcibly();
            assertThat(soon(() -> !first.isAlive())).isTrue();
            try (ProvisionedModel other = order().name("gauges-other").provision()) {
                assertThat(watchdogs()).hasSize(1).doesNotContain(first);
                assertThat(local.running()).containsExactlyInAnyOrder(one.arn(), other.arn());
            }
        }
    }

    @Test
    void leaves_alone_what_was_left_running_on_purpose() {
        String kept = order().provision().keepRunning();
        aws.close();
        local.advance(Duration.ofHours(3));
        assertThat(soon(() -> watchdogs().isEmpty())).isTrue();
        assertThat(local.running()).containsExactly(kept);
    }
}
