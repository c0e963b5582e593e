package io.github.tune4j.job;

import io.github.tune4j.aws.AwsSession;
import io.github.tune4j.aws.ServiceRole;
import io.github.tune4j.crash.Child;
import io.github.tune4j.crash.Life;
import io.github.tune4j.dataset.Dataset;
import io.github.tune4j.model.BaseModel;
import io.github.tune4j.model.PriceList;
import io.github.tune4j.run.Budget;
import io.github.tune4j.training.TrainingDiagnosis;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** From two files to a tuned model and its curves, in a program that may be run as often as one likes. */
final class TuningLife implements Life {
    static final String TRAINING = "training.jsonl";
    static final String VALIDATION = "validation.jsonl";
    static final String PRICES = "prices.json";
    static final String KEY = "key.txt";
    static final String LEDGER = "ledger.jsonl";

    @Override
    public void run(Child child) throws Exception {
        Path folder = child.folder();
        Budget budget = Budget.builder("100")
                .ledger(folder.resolve(LEDGER))
                .time(child.time())
                .build();
        try (AwsSession aws = child.session()
                .prices(PriceList.read(folder.resolve(PRICES)))
                .budget(budget)
                .build()) {
            FineTuningJob job = FineTuningJob.builder(aws)
                    .name("gauges-v1")
                    .baseModel(BaseModel.CLAUDE_3_HAIKU)
                    .serviceRole(ServiceRole.createIfMissing("gauges-role"))
                    .trainingData(Dataset.open(folder.resolve(TRAINING)))
                    .validationData(Dataset.open(folder.resolve(VALIDATION)))
                    .storage("s3://gauges-bucket/tuning")
                    .createStorageIfMissing()
                    .kmsKey(Files.readString(folder.resolve(KEY)))
                    .hyperParameters(h -> h.epochs(3).batchSize(8))
                    .submitOrAttach();
            CustomModel model = job.await(Duration.ofHours(12));
            job.downloadMetrics(folder.resolve("metrics"));
            TrainingDiagnosis diagnosis = job.diagnosis();
            child.result("job", job.arn());
            child.result("model", model);
            child.result("best", diagnosis.bestEpoch() + " " + diagnosis.stoppedAfterEpoch());
            child.result(
                    "metrics",
                    Files.readString(folder.resolve("metrics/step_wise_training_metrics.csv"))
                                    .hashCode()
                            + " "
                            + Files.readString(folder.resolve("metrics/validation_metrics.csv"))
                                    .hashCode());
            child.result("spent", budget.spentUsd());
            child.result("charges", budget.charges().size());
        }
    }
}
