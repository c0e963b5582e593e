package io.github.tune4j.serving;

import io.github.tune4j.aws.AwsSession;
import io.github.tune4j.aws.ServiceRole;
import io.github.tune4j.job.CustomModel;
import io.github.tune4j.job.FineTuningJob;
import io.github.tune4j.job.TrainingData;
import io.github.tune4j.model.BaseModel;
import io.github.tune4j.testkit.LocalAws;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** What the tests of serving have in common: a tuned model, and patience with other processes. */
final class ServingTests {
    private ServingTests() {}

    static CustomModel tuned(AwsSession aws, BaseModel base, Path folder) {
        boolean claude = base == BaseModel.CLAUDE_3_HAIKU;
        Path file = folder.resolve(base + ".jsonl");
        return FineTuningJob.builder(aws)
                .name("gauges")
                .baseModel(base)
                .serviceRole(ServiceRole.createIfMissing("gauges-role"))
                .trainingData(claude ? TrainingData.claude(file, 40) : TrainingData.converse(file, 40))
                .storage("s3://gauges-bucket/tuning")
                .createStorageIfMissing()
                .hyperParameters(claude ? h -> h.epochs(2).batchSize(8) : h -> h.epochs(2))
                .submit()
                .await(Duration.ofHours(12));
    }

    /** Waits in real time for what another process does. */
    static boolean soon(BooleanSupplier done) {
        return soon(done, Duration.ofSeconds(30));
    }

    /** Waits in real time for what another process does. */
    static boolean soon(BooleanSupplier done, Duration most) {
        Instant end = Instant.now().plus(most);
        while (!done.getAsBoolean()) {
            if (Instant.now().isAfter(end)) {
                return false;
            }
            LockSupport.parkNanos(20_000_000);
        }
        return true;
    }

    /** The watchdogs of this test's folder whose starters are dead, by what Linux tells of processes. */
    static List<String> orphanedWatchdogs() {
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            return processes
                    .filter(p -> p.getFileName().toString().matches("\\d+"))
                    .filter(ServingTests::isOrphanedWatchdog)
                    .map(Path::toString)
                    .toList();
        } catch (IOException e) {
            return List.of(); // Not Linux: what they did is seen on the local AWS all the same.
        }
    }

    private static boolean isOrphanedWatchdog(Path process) {
        try {
            return Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1)
                            .contains("io.github.tune4j.serving.Watchdog")
                    && Files.readSymbolicLink(process.resolve("cwd"))
                            .equals(Path.of("").toAbsolutePath())
                    && !Files.readString(process.resolve("status"))
                            .contains("PPid:\t" + ProcessHandle.current().pid() + "\n");
        } catch (IOException e) {
            return false; // It has just ended.
        }
    }

    static BigDecimal throughputUsd(LocalAws local) {
        return local.bill().items().stream()
                .filter(item -> item.arn().contains(":provisioned-model/"))
                .map(item -> item.usd())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
