package io.github.tune4j.job;

import io.github.tune4j.aws.AwsSession;
import io.github.tune4j.aws.ServiceRole;
import io.github.tune4j.dataset.Dataset;
import io.github.tune4j.model.BaseModel;
import io.github.tune4j.model.PriceList;
import io.github.tune4j.run.Budget;
import io.github.tune4j.testkit.LocalAws;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;

/** A local AWS stepped by hand, a session on it, and the data of a job about gauges. */
final class Gauges implements AutoCloseable {
    /** Prices that nobody published, so that Claude's training has an amount. */
    private static final String PRICES = """
            {"asOf": "2026-01-01", "prices": [
              {"model": "anthropic.claude-3-haiku-20240307-v1:0", "item": "training-thousand-tokens", "usd": "0.5",
               "source": "a test", "asOf": "2026-01-01"},
              {"model": "anthropic.claude-3-haiku-20240307-v1:0", "item": "storage-month", "usd": "1.95",
               "source": "a test", "asOf": "2026-01-01"}]}
            """;

    final LocalAws local;
    final AwsSession aws;
    final Dataset training;
    final Dataset validation;

    private Gauges(Path folder, LocalAws local, AwsSession aws) {
        this.local = local;
        this.aws = aws;
        this.training = TrainingData.claude(folder.resolve("training.jsonl"), 40);
        this.validation = TrainingData.claude(folder.resolve("validation.jsonl"), 32);
    }

    static Gauges in(Path folder) {
        return in(folder, session -> {});
    }

    /** With settings of the session. */
    static Gauges in(Path folder, Consumer<AwsSession.Builder> settings) {
        PriceList prices = prices(folder);
        LocalAws local = LocalAws.builder().steppedByHand().prices(prices).start();
        AwsSession.Builder session = AwsSession.builder()
                .configure(local::configure)
                .time(local.time())
                .prices(prices);
        settings.accept(session);
        return new Gauges(folder, local, session.build());
    }

    static PriceList prices(Path folder) {
        try {
            return PriceList.read(Files.writeString(folder.resolve("prices.json"), PRICES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every failure reaches the library: the SDK repeats nothing. */
    static void notRepeating(AwsSession.Builder session) {
        session.configure(client -> client.overrideConfiguration(o -> o.retryStrategy(AwsRetryStrategy.doNotRetry())));
    }

    FineTuningJob.Builder job() {
        return job(aws);
    }

    FineTuningJob.Builder job(AwsSession session) {
        return FineTuningJob.builder(session)
                .name("gauges-v1")
                .baseModel(BaseModel.CLAUDE_3_HAIKU)
                .serviceRole(ServiceRole.createIfMissing("gauges-role"))
                .trainingData(training)
                .validationData(validation)
                .storage("s3://gauges-bucket/tuning")
                .createStorageIfMissing()
                .hyperParameters(h -> h.epochs(4).batchSize(8));
    }

    /** A session of another program over the same local AWS, with a purse of its own. */
    AwsSession sessionWith(Budget budget) {
        return AwsSession.builder()
                .configure(local::configure)
                .time(local.time())
                .prices(aws.prices())
                .budget(budget)
                .build();
    }

    /** The parameters of the call that made the newest job. */
    Map<String, String> created() {
        var calls = local.calls("CreateModelCustomizationJob");
        return new TreeMap<>(calls.get(calls.size() - 1).parameters());
    }

    /** What of a bill's items has to do with training: US dollars, or null where no price is known. */
    String trainingBill() {
        return local.bill().items().stream()
                .filter(item -> item.what().startsWith("Training"))
                .map(item -> String.valueOf(item.usd()))
                .collect(Collectors.joining(", "));
    }

    @Override
    public void close() {
        aws.close();
        local.close();
    }
}
