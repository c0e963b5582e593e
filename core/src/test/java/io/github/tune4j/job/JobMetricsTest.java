package io.github.tune4j.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tune4j.TuneException;
import io.github.tune4j.aws.AwsSession;
import io.github.tune4j.aws.ServiceRole;
import io.github.tune4j.aws.internal.Connection;
import io.github.tune4j.dataset.Dataset;
import io.github.tune4j.model.BaseModel;
import io.github.tune4j.run.Budget;
import io.github.tune4j.testkit.LocalAws;
import io.github.tune4j.training.LossCurves;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The providers' three layouts of the output, with and without a column for perplexity. */
class JobMetricsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "claude-3-haiku, us-west-2, validation_artifacts/post_fine_tuning_validation/validation_metrics.csv",
        "nova-micro, us-east-1, validation_artifacts/post_fine_tuning_validation/validation/validation_metrics.csv",
        "llama-3-3-70b, us-west-2, validation_artifacts/validation_metrics.csv"
    })
    void finds_the_curves_in_every_layout_and_charges_what_the_bill_says(String model, String region, String layout) {
        Budget budget = Budget.ofUsd("100");
        try (LocalAws local = LocalAws.builder()
                        .region(Region.of(region))
                        .steppedByHand()
                        .start();
                AwsSession aws = AwsSession.builder()
                        .region(Region.of(region))
                        .configure(local::configure)
                        .time(local.time())
                        .budget(budget)
                        .build()) {
            FineTuningJob job = job(aws, aws.models().get(model), 2);
            job.await(Duration.ofHours(12));
            LossCurves curves = job.lossCurves();
            assertThat(curves.trainingByEpoch()).hasSize(2);
            assertThat(curves.validationByEpoch()).hasSize(2);
            assertThat(job.diagnosis().bestEpoch()).isBetween(1, 2);
            assertThat(keys(local)).anySatisfy(key -> assertThat(key).endsWith("/" + layout));
            String billed = local.bill().items().stream()
                    .filter(item -> item.what().startsWith("Training"))
                    .map(item -> cents(item.usd()))
                    .toList()
                    .get(0);
            assertThat(budget.charges()).hasSize(1);
            assertThat(cents(budget.charges().get(0).usd())).isEqualTo(billed);
        }
    }

    private FineTuningJob job(AwsSession aws, BaseModel model, int epochs) {
        boolean claude = model.name().startsWith("claude");
        Path training = folder.resolve("training.jsonl");
        Path validation = folder.resolve("validation.jsonl");
        Dataset records = claude ? TrainingData.claude(training, 120) : TrainingData.converse(training, 120);
        Dataset measures = claude ? TrainingData.claude(validation, 32) : TrainingData.converse(validation, 32);
        return FineTuningJob.builder(aws)
                .name("gauges-v1")
                .baseModel(model)
                .serviceRole(ServiceRole.createIfMissing("gauges-role"))
                .trainingData(records)
                .validationData(measures)
                .storage("s3://gauges-bucket/tuning")
                .createStorageIfMissing()
                .hyperParameters(h -> h.epochs(epochs))
                .submitOrAttach();
    }

    @ParameterizedTest
    @CsvSource({"claude-3-haiku, 3", "llama-3-3-70b,"})
    void only_a_model_with_early_stopping_is_judged_by_it(String model, Integer stoppedAfter) {
        try (LocalAws local = LocalAws.builder().steppedByHand().start();
                AwsSession aws = AwsSession.builder()
                        .configure(local::configure)
                        .time(local.time())
                        .build()) {
            FineTuningJob job = job(aws, aws.models().get(model), 5);
            job.await(Duration.ofHours(12));
            S3Client s3 = Connection.of(aws).clients().s3();
            for (String kind : List.of("training", "validation")) {
                String losses = "step_number,epoch_number," + kind + "_loss\n4,1,0.5\n8,2,0.5\n12,3,0.5\n";
                String key = keys(local).stream()
                        .filter(name -> name.endsWith(kind + "_metrics.csv"))
                        .findFirst()
                        .orElseThrow();
                s3.putObject(p -> p.bucket("gauges-bucket").key(key), RequestBody.fromString(losses));
            }
            assertThat(job.diagnosis().stoppedAfterEpoch()).isEqualTo(stoppedAfter);
        }
    }

    @Test
    void a_job_that_went_through_all_its_epochs_was_not_stopped_early() {
        try (LocalAws local = LocalAws.builder().steppedByHand().start();
                AwsSession aws = AwsSession.builder()
                        .configure(local::configure)
                        .time(local.time())
                        .build()) {
            FineTuningJob job = job(aws, aws.models().get("claude-3-haiku"), 2);
            job.await(Duration.ofHours(12));
            assertThat(job.diagnosis().stoppedAfterEpoch()).isNull();
            assertThat(job.diagnosis().remarks())
                    .anySatisfy(remark -> assertThat(remark).contains("All 2 planned epochs were run"));
        }
    }

    @Test
    void a_job_that_has_not_completed_has_no_curves() {
        try (Gauges gauges = Gauges.in(folder)) {
            FineTuningJob job = gauges.job().submitOrAttach();
            assertThatThrownBy(job::lossCurves)
                    .isInstanceOf(TuneException.class)
                    .hasMessageContaining("step_wise_training_metrics.csv")
                    .hasMessageContaining("wait until it has completed");
        }
    }

    private static List<String> keys(LocalAws local) {
        S3ClientBuilder builder = S3Client.builder();
        local.configure(builder);
        try (S3Client s3 = builder.build()) {
            return s3.listObjectsV2(b -> b.bucket("gauges-bucket")).contents().stream()
                    .map(S3Object::key)
                    .toList();
        }
    }

    private static String cents(BigDecimal usd) {
        return usd == null ? "unknown" : usd.setScale(2, RoundingMode.HALF_UP).toPlainString();
    }
}
