package io.github.tune4j.serving;

import io.github.tune4j.aws.AwsSession;
import io.github.tune4j.aws.ServiceRole;
import io.github.tune4j.job.CustomModel;
import io.github.tune4j.job.FineTuningJob;
import io.github.tune4j.job.TrainingData;
import io.github.tune4j.model.BaseModel;
import io.github.tune4j.testkit.LocalAws;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** What the tests of serving have in common: a tuned model, and patience with other processes. */
final class ServingTests {
    private ServingTests() {}

    static CustomModel tuned(AwsSession aws, BaseModel base, Path folder) {
        return FineTuningJob.builder(aws)
                .name("gauges")
                .baseModel(base)
                .serviceRole(ServiceRole.createIfMissing("gauges-role"))
                .trainingData(TrainingData.claude(folder.resolve("training.jsonl"), 40))
                .storage("s3://gauges-bucket/tuning")
                .createStorageIfMissing()
                .hyperParameters(h -> h.epochs(2).batchSize(8))
                .submit()
                .await(Duration.ofHours(12));
    }

    /** Waits in real time for what another process does. */
    static boolean soon(BooleanSupplier done) {
        Instant end = Instant.now().plusSeconds(30);
        while (!done.getAsBoolean()) {
            if (Instant.now().isAfter(end)) {
                return false;
            }
            LockSupport.parkNanos(20_000_000);
        }
        return true;
    }

    static BigDecimal throughputUsd(LocalAws local) {
        return local.bill().items().stream()
                .filter(item -> item.arn().contains(":provisioned-model/"))
                .map(item -> item.usd())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
