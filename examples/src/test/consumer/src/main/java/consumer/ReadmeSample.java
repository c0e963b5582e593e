package consumer;

import io.github.tune4j.aws.AwsSession;
import io.github.tune4j.aws.ServiceRole;
import io.github.tune4j.dataset.Dataset;
import io.github.tune4j.dataset.DatasetConverter;
import io.github.tune4j.job.CustomModel;
import io.github.tune4j.job.FineTuningJob;
import io.github.tune4j.model.BaseModel;
import io.github.tune4j.serving.ProvisionedModel;
import io.github.tune4j.testkit.LocalAws;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The README's sample, run by a project that is not part of the build. */
public final class ReadmeSample {
    public static void main(String[] args) throws IOException {
        Path work = Path.of(args[0]);
        Path pairs = work.resolve("qa.json");
        Files.writeString(
                pairs,
                IntStream.range(0, 40)
                        .mapToObj(i -> "{\"question\":\"What is the colour of thing number " + i
                                + "?\",\"answer\":\"Thing number " + i + " is painted in colour " + i * i + ".\"}")
                        .collect(Collectors.joining(",", "[", "]")));
        // region readme
        try (LocalAws local = LocalAws.start(); // leave these two lines out on a real account,
                AwsSession aws = AwsSession.builder().configure(local::configure).time(local.time()).build()) {
            Dataset training = DatasetConverter.builder().systemPrompt("Answer briefly.").build()
                    .convert(pairs, work.resolve("training.jsonl"));
            CustomModel tuned = FineTuningJob.builder(aws).name("qa-bot-v1").baseModel(BaseModel.CLAUDE_3_HAIKU)
                    .serviceRole(ServiceRole.createIfMissing("qa-bot-role")).trainingData(training)
                    .storage("s3://qa-bot-data/v1").createStorageIfMissing().hyperParameters(h -> h.epochs(10))
                    .submitOrAttach().await(Duration.ofHours(12)); // the same program again never buys a second job
            try (ProvisionedModel model = ProvisionedModel.builder(aws, tuned).maxLifetime(Duration.ofHours(1)).provision()) {
                System.out.println(model.awaitInService(Duration.ofMinutes(45)).ask("What is the colour of thing number 7?"));
            } // the hourly charge stops here
        }
        // endregion
    }

    private ReadmeSample() {}
}
