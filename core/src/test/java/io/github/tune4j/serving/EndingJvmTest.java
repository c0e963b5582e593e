package io.github.tune4j.serving;

import static io.github.tune4j.serving.ServingTests.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.tune4j.TuneException;
import io.github.tune4j.aws.AwsSession;
import io.github.tune4j.job.CustomModel;
import io.github.tune4j.model.BaseModel;
import io.github.tune4j.testkit.LocalAws;
import io.github.tune4j.testkit.RecordedCall;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.regions.Region;

/** A JVM of its own that is told to end, as by SIGTERM, while it holds something or is about to. */
class EndingJvmTest {
    /** What a JVM exits with that SIGTERM ended in good order. */
    private static final int TERMINATED = 128 + 15;

    private final LocalAws local =
            LocalAws.builder().region(Region.US_EAST_1).steppedByHand().start();

    @TempDir
    Path folder;

    private String model;
    private Path output;
    private Process program;

    @BeforeEach
    void tune() {
        try (AwsSession aws = session(local)) {
            model = ServingTests.tuned(aws, BaseModel.NOVA_LITE, folder).arn();
        }
        output = folder.resolve("output.txt");
    }

    @AfterEach
    void close() {
        if (program != null) {
            program.destroyForcibly();
        }
        local.close();
    }

    private static AwsSession session(LocalAws local) {
        return AwsSession.builder()
                .region(Region.US_EAST_1)
                .configure(local::configure)
                .time(local.time())
                .build();
    }

    /** What the child does. */
    enum Act {
        /** Buys throughput and holds it. */
        BUYS {
            @Override
            String take(AwsSession aws, CustomModel model) {
                return ProvisionedModel.builder(aws, model)
                        .maxLifetime(Duration.ofHours(2))
                        .provision()
                        .arn();
            }
        },
        /** Deploys and holds it. */
        DEPLOYS {
            @Override
            String take(AwsSession aws, CustomModel model) {
                return OnDemandModel.builder(aws, model).deploy().arn();
            }
        },
        /** Buys throughput when it is told to end. */
        BUYS_AT_ITS_END {
            @Override
            String take(AwsSession aws, CustomModel model) {
                return BUYS.take(aws, model);
            }
        };

        abstract String take(AwsSession aws, CustomModel model);
    }

    /** The program. It says what comes of it, and when it is told to end. */
    static final class Program {
        private Program() {}

        @SuppressWarnings("resource")
        public static void main(String[] args) throws InterruptedException {
            LocalAws local = LocalAws.connect(URI.create(args[0]));
            Act act = Act.valueOf(args[1]);
            AwsSession aws = session(local);
            CustomModel model = CustomModel.attach(aws, args[2]);
            Runnable take = () -> {
                try {
                    System.out.println("took " + act.take(aws, model));
                } catch (TuneException e) {
                    System.out.println("refused: " + e.getMessage());
                }
            };
            Thread atItsEnd = new Thread(act == Act.BUYS_AT_ITS_END ? take : () -> System.out.println("told to end"));
            Runtime.getRuntime().addShutdownHook(atItsEnd);
            if (act == Act.BUYS_AT_ITS_END) {
                System.out.println("holds nothing");
            } else {
                take.run();
            }
            new CountDownLatch(1).await();
        }
    }

    private void start(Act act) throws IOException {
        assumeTrue(ProcessHandle.current().supportsNormalTermination());
        String classPath = Stream.of(
                        testClasses().toString(),
                        System.getProperty("jdk.module.path", ""),
                        System.getProperty("java.class.path", ""))
                .filter(path -> !path.isEmpty())
                .collect(Collectors.joining(File.pathSeparator));
        program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx256m",
                        "-cp",
                        classPath,
                        Program.class.getName(),
                        local.endpoint().toString(),
                        act.name(),
                        model)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    private static Path testClasses() {
        try {
            Path place = Path.of(
                    EndingJvmTest.class.getResource("EndingJvmTest.class").toURI());
            for (int i = 0; i < EndingJvmTest.class.getName().split("\\.").length; i++) {
                place = place.getParent();
            }
            return place;
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private String said() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void hears(String words) {
        assertThat(soon(() -> said().contains(words) || !program.isAlive())).isTrue();
        assertThat(said()).contains(words);
    }

    private void isToldToEnd() {
        program.destroy();
        assertThat(program.onExit().join().exitValue()).as(said()).isEqualTo(TERMINATED);
    }

    /** Tells it to end as soon as a call has taken effect, and keeps the answer until it has heard that. */
    private AtomicReference<Boolean> endsAmid(String operation) {
        AtomicReference<Boolean> heard = new AtomicReference<>(false);
        local.listen(new LocalAws.CallListener() {
            @Override
            public void after(RecordedCall call) {
                if (call.operation().equals(operation)) {
                    program.destroy();
                    heard.set(soon(() -> said().contains("told to end")));
                }
            }
        });
        return heard;
    }

    @Test
    void throughput_that_it_holds_is_deleted() throws IOException {
        start(Act.BUYS);
        hears("took arn:");
        assertThat(local.running()).hasSize(1);
        isToldToEnd();
        assertThat(local.running()).isEmpty();
        assertThat(local.calls("DeleteProvisionedModelThroughput")).hasSize(1);
    }

    @Test
    void throughput_whose_purchase_is_under_way_is_deleted_as_soon_as_it_is_bought_and_that_is_said()
            throws IOException {
        AtomicReference<Boolean> heard = endsAmid("CreateProvisionedModelThroughput");
        start(Act.BUYS);
        assertThat(program.onExit().join().exitValue()).as(said()).isEqualTo(TERMINATED);
        assertThat(heard.get()).isTrue();
        assertThat(local.calls("CreateProvisionedModelThroughput")).hasSize(1);
        assertThat(local.running()).isEmpty();
        assertThat(said()).containsPattern("The JVM is ending, and ProvisionedModel\\[arn:.*\\] has just been bought");
    }

    @Test
    void a_deployment_that_is_under_way_is_deleted_as_soon_as_it_is_made() throws IOException {
        AtomicReference<Boolean> heard = endsAmid("CreateCustomModelDeployment");
        start(Act.DEPLOYS);
        assertThat(program.onExit().join().exitValue()).as(said()).isEqualTo(TERMINATED);
        assertThat(heard.get()).isTrue();
        assertThat(local.calls("CreateCustomModelDeployment")).hasSize(1);
        assertThat(local.calls("DeleteCustomModelDeployment")).isNotEmpty();
        try (AwsSession aws = session(local)) {
            assertThat(CapacitySweep.of(aws).list()).isEmpty();
        }
    }

    @Test
    void nothing_is_bought_any_more_when_it_is_ending_already() throws IOException {
        start(Act.BUYS_AT_ITS_END);
        hears("holds nothing");
        isToldToEnd();
        assertThat(local.calls("CreateProvisionedModelThroughput")).isEmpty();
        assertThat(said()).contains("refused: The JVM is ending").contains("To fix:");
    }

    @Test
    void a_purchase_that_is_refused_does_not_hold_up_the_end() throws IOException {
        local.quota(0);
        AtomicReference<Boolean> heard = endsAmid("CreateProvisionedModelThroughput");
        start(Act.BUYS);
        assertThat(program.onExit().join().exitValue()).as(said()).isEqualTo(TERMINATED);
        assertThat(heard.get()).isTrue();
        assertThat(local.running()).isEmpty();
        assertThat(local.calls("CreateProvisionedModelThroughput")).isNotEmpty().allMatch(call -> call.status() >= 400);
        assertThat(said()).doesNotContain("has just been bought").doesNotContain("is not known");
    }
}
