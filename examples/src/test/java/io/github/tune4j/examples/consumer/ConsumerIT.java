package io.github.tune4j.examples.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tune4j.aws.AwsSession;
import io.github.tune4j.aws.ServiceRole;
import io.github.tune4j.dataset.Dataset;
import io.github.tune4j.job.FineTuningJob;
import io.github.tune4j.model.BaseModel;
import io.github.tune4j.testkit.LocalAws;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A project outside this build takes the finished jars from a file repository, through the BOM, and runs the README's
 * sample, and a program with a watchdog, on the class path and on the module path.
 */
class ConsumerIT {
    private static final Path ROOT = Path.of(System.getProperty("maven.multiModuleProjectDirectory"));
    private static final Path WORK = ROOT.resolve("examples/target/consumer");
    private static final Path PROJECT = WORK.resolve("project");
    private static final String VERSION = "0.1.0-SNAPSHOT";
    private static final Duration LIFETIME = Duration.ofHours(2);

    @BeforeAll
    static void builds_the_project_against_the_installed_modules() throws Exception {
        delete(WORK);
        install("tune4j-parent", ROOT.resolve("pom.xml"), null);
        install("tune4j-bom", ROOT.resolve("bom/pom.xml"), null);
        for (String module : List.of("dataset", "core", "testkit")) {
            String artifact = "tune4j-" + module;
            Path folder = ROOT.resolve(module);
            install(artifact, folder.resolve("pom.xml"), folder.resolve("target/" + artifact + "-" + VERSION + ".jar"));
        }
        copy(ROOT.resolve("examples/src/test/consumer"), PROJECT);
        Files.writeString(WORK.resolve("settings.xml"), settings());
        String output = run(
                PROJECT,
                System.getProperty("maven.home") + "/bin/mvn",
                "-B",
                "-q",
                "-s",
                WORK.resolve("settings.xml").toString(),
                "-Dmaven.repo.local=" + WORK.resolve("local"),
                "package");
        assertThat(output).doesNotContain("ERROR");
    }

    @Test
    void the_sample_runs_on_the_class_path() throws Exception {
        Path jar = PROJECT.resolve("target/consumer-1.jar");
        String answer =
                java("-cp", jar + File.pathSeparator + PROJECT.resolve("target/lib") + "/*", "consumer.ReadmeSample");
        assertThat(answer).contains("painted in colour");
    }

    @Test
    void the_sample_runs_on_the_module_path() throws Exception {
        Path jar = PROJECT.resolve("target/consumer-1.jar");
        String answer = java(
                "-p", jar + File.pathSeparator + PROJECT.resolve("target/lib"), "-m", "consumer/consumer.ReadmeSample");
        assertThat(answer).contains("painted in colour");
    }

    /** From jars alone: where the parts of a program lie decides how its watchdog is started. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void the_watchdog_of_a_program_that_is_killed_deletes_its_throughput_at_the_end_of_its_lease(boolean onModulePath)
            throws Exception {
        Path jar = PROJECT.resolve("target/consumer-1.jar");
        Path lib = PROJECT.resolve("target/lib");
        List<String> program = onModulePath
                ? List.of("-p", jar + File.pathSeparator + lib, "-m", "consumer/consumer.KilledProgram")
                : List.of("-cp", jar + File.pathSeparator + lib + "/*", "consumer.KilledProgram");
        try (LocalAws local = LocalAws.builder().steppedByHand().start()) {
            Process killed = start(program, local.endpoint().toString(), tuned(local), LIFETIME.toString());
            ProcessHandle watchdog = killed(killed);
            try {
                assertThat(local.running()).hasSize(1);
                Instant end = local.time().now().plus(LIFETIME);
                local.advance(LIFETIME.minusMinutes(2));
                assertThat(local.running()).as("before the end of the lease").hasSize(1);
                local.advance(Duration.ofMinutes(3));
                watchdog.onExit().get(2, TimeUnit.MINUTES);
                assertThat(local.running()).as("after the end of the lease").isEmpty();
                assertThat(local.calls("DeleteProvisionedModelThroughput"))
                        .singleElement()
                        .satisfies(call -> assertThat(call.at()).isBefore(end.plus(Duration.ofMinutes(2))));
            } finally {
                watchdog.destroyForcibly();
            }
        }
    }

    private static String tuned(LocalAws local) throws IOException {
        Path data = Files.createTempFile(WORK, "training", ".jsonl");
        Files.writeString(
                data,
                IntStream.range(0, 40)
                        .mapToObj(i -> "{\"messages\":[{\"role\":\"user\",\"content\":\"Thing " + i
                                + "?\"},{\"role\":\"assistant\",\"content\":\"It has colour " + i + ".\"}]}")
                        .collect(Collectors.joining("\n", "", "\n")));
        try (AwsSession aws = AwsSession.builder()
                .configure(local::configure)
                .time(local.time())
                .build()) {
            return FineTuningJob.builder(aws)
                    .name("things")
                    .baseModel(BaseModel.CLAUDE_3_HAIKU)
                    .serviceRole(ServiceRole.createIfMissing("things-role"))
                    .trainingData(Dataset.open(data))
                    .storage("s3://things-bucket/v1")
                    .createStorageIfMissing()
                    .submit()
                    .await(Duration.ofHours(12))
                    .arn();
        }
    }

    private static Process start(List<String> program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(System.getProperty("java.home") + "/bin/java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(program);
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .directory(Files.createTempDirectory(WORK, "killed").toFile())
                .redirectError(WORK.resolve("killed.txt").toFile())
                .start();
    }

    /** Kills the program as soon as it has bought, and says which process watches over what it leaves. */
    private static ProcessHandle killed(Process program) throws Exception {
        BufferedReader lines = program.inputReader();
        String watchdog = String.valueOf(lines.readLine());
        String bought = String.valueOf(lines.readLine());
        program.destroyForcibly();
        assertThat(List.of(watchdog, bought))
                .as(Files.readString(WORK.resolve("killed.txt")))
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("watchdog "),
                        line -> assertThat(line).startsWith("bought "));
        assertThat(program.waitFor()).as("killed by SIGKILL").isEqualTo(128 + 9);
        return ProcessHandle.of(Long.parseLong(watchdog.split(" ")[1])).orElseThrow();
    }

    private static String java(String... arguments) throws Exception {
        Path files = Files.createTempDirectory(WORK, "run");
        List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
        command.addAll(List.of(arguments));
        command.add(files.toString());
        return run(files, command.toArray(String[]::new));
    }

    private static String run(Path folder, String... command) throws Exception {
        Path output = Files.createTempFile(WORK, "output", ".txt");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        process.getOutputStream().close();
        boolean ended = process.waitFor(5, TimeUnit.MINUTES);
        process.destroyForcibly();
        String text = Files.readString(output);
        assertThat(ended).as("ended in time: %s", text).isTrue();
        assertThat(process.exitValue()).as(text).isZero();
        return text;
    }

    /** Puts a module where Maven looks for it in a repository. */
    private static void install(String artifact, Path pom, @Nullable Path jar) throws IOException {
        Path folder =
                WORK.resolve("repository/io/github/tune4j").resolve(artifact).resolve(VERSION);
        Files.createDirectories(folder);
        Files.copy(pom, folder.resolve(artifact + "-" + VERSION + ".pom"));
        if (jar != null) {
            Files.copy(jar, folder.resolve(artifact + "-" + VERSION + ".jar"));
        }
    }

    /** Everything else comes from what this build has already fetched: the test needs no network. */
    private static String settings() {
        return """
                <settings>
                  <mirrors>
                    <mirror>
                      <id>fetched</id>
                      <mirrorOf>central</mirrorOf>
                      <url>%s</url>
                    </mirror>
                  </mirrors>
                  <profiles>
                    <profile>
                      <id>file</id>
                      <repositories>
                        <repository>
                          <id>tune4j</id>
                          <url>%s</url>
                        </repository>
                      </repositories>
                    </profile>
                  </profiles>
                  <activeProfiles>
                    <activeProfile>file</activeProfile>
                  </activeProfiles>
                </settings>
                """.formatted(
                        Path.of(System.getProperty("tune4j.localRepository")).toUri(),
                        WORK.resolve("repository").toUri());
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
