package io.github.tune4j.examples.asking;

import io.github.tune4j.TuneException;
import io.github.tune4j.aws.AwsSession;
import io.github.tune4j.aws.BedrockChatModel;
import io.github.tune4j.aws.ServiceRole;
import io.github.tune4j.chat.StreamingChatModel;
import io.github.tune4j.dataset.Dataset;
import io.github.tune4j.dataset.DatasetConverter;
import io.github.tune4j.examples.article.ArticleData;
import io.github.tune4j.examples.article.ArticleRun;
import io.github.tune4j.examples.cli.OfflineAws;
import io.github.tune4j.job.CustomModel;
import io.github.tune4j.job.FineTuningJob;
import io.github.tune4j.model.BaseModel;
import io.github.tune4j.model.ModelCatalog;
import io.github.tune4j.run.Budget;
import io.github.tune4j.run.TimeSource;
import io.github.tune4j.serving.OnDemandModel;
import io.github.tune4j.serving.ProvisionedModel;
import io.github.tune4j.testkit.LocalAws;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.regions.Region;

/** A base model and what was tuned from it, on a local AWS whose models are stand-ins or on a real account. */
public final class TwoModels implements AutoCloseable {
    /** How the page and the prompt call what is not Bedrock. */
    public static final String STAND_INS =
            "Offline, on a local AWS whose models are stand-ins: small, really trained, and not the models they are named after.";

    private static final int EPOCHS = 10;

    private final AwsSession aws;
    private final Budget budget;
    private final @Nullable LocalAws local;
    private final StreamingChatModel base;

    private TwoModels(AwsSession aws, Budget budget, @Nullable LocalAws local, String baseId) {
        this.aws = aws;
        this.budget = budget;
        this.local = local;
        this.base = BedrockChatModel.of(aws, baseId);
    }

    /** On a local AWS of its own, of which nothing is left after {@link #close}. */
    public static TwoModels local(BaseModel model, String limitUsd) {
        LocalAws local = OfflineAws.start(model);
        Budget budget = Budget.builder(limitUsd).time(local.time()).build();
        AwsSession aws = AwsSession.builder()
                .configure(local::configure)
                .region(local.region())
                .time(local.time())
                .budget(budget)
                .build();
        return new TwoModels(aws, budget, local, model.callingId());
    }

    /** On the AWS that the SDK's default chain reaches. */
    public static TwoModels aws(@Nullable String region, String baseIdOrName, Budget budget) {
        AwsSession.Builder session = AwsSession.builder().budget(budget);
        if (region != null) {
            session.region(Region.of(region));
        }
        String baseId = ModelCatalog.bundled().all().stream()
                .filter(m -> m.name().equals(baseIdOrName))
                .map(BaseModel::callingId)
                .findFirst()
                .orElse(baseIdOrName);
        return new TwoModels(session.build(), budget, null, baseId);
    }

    /** The base model. */
    public StreamingChatModel base() {
        return base;
    }

    /** The purse of the run. */
    public Budget budget() {
        return budget;
    }

    /** The clock of the run. */
    public TimeSource time() {
        return local == null ? TimeSource.system() : local.time();
    }

    /** The session of the run. */
    public AwsSession session() {
        return aws;
    }

    /** Tunes the stand-in with the project's own questions and answers. */
    public CustomModel tuneStandIn(BaseModel model, String systemPrompt) {
        Path folder = temporaryFolder();
        try {
            ArticleData data = ArticleData.bundled(folder.resolve("data"));
            Dataset training = DatasetConverter.builder()
                    .target(model.limits().format())
                    .systemPrompt(systemPrompt)
                    .promptKey("sentence1")
                    .completionKey("sentence2")
                    .build()
                    .convert(data.training(), folder.resolve("training.jsonl"));
            return FineTuningJob.builder(aws)
                    .name("playground")
                    .baseModel(model)
                    .serviceRole(ServiceRole.createIfMissing("playground-role"))
                    .trainingData(training)
                    .storage("s3://playground/tuning")
                    .createStorageIfMissing()
                    .hyperParameters(h -> h.epochs(Math.min(EPOCHS, ArticleRun.epochs(model))))
                    .submitOrAttach()
                    .await(Duration.ofHours(24));
        } finally {
            delete(folder);
        }
    }

    /** Buys what answers for a tuned model: throughput that ends itself after a time, or a deployment that idles for free. */
    public Served serve(CustomModel tuned, Duration lifetime) {
        if (tuned.baseModel().servedBy(BaseModel.ServingKind.ON_DEMAND)) {
            return Served.of(
                    OnDemandModel.builder(aws, tuned).name(tuned.name()).deployOrAdopt());
        }
        return Served.of(ProvisionedModel.builder(aws, tuned)
                .name(tuned.name())
                .maxLifetime(lifetime)
                .provisionOrAdopt());
    }

    /** The throughput or deployment of an ARN, which stays as it is. */
    public Served existing(String arn) {
        return Served.existing(BedrockChatModel.of(aws, arn));
    }

    @Override
    public void close() {
        try {
            aws.close();
        } finally {
            if (local != null) {
                local.close();
            }
        }
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("tune4j-playground");
        } catch (IOException e) {
            throw new TuneException(
                    "No temporary folder can be made.", "make the folder of java.io.tmpdir writable.", e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new TuneException("The folder " + folder + " cannot be deleted.", "delete it by hand.", e);
        }
    }
}
