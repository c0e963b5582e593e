package io.github.tune4j.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.aws.AwsSession;
import io.github.tune4j.run.Budget;
import io.github.tune4j.run.BudgetExceededException;
import io.github.tune4j.testkit.Fault;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubmissionTest {
    private static final Duration LONG = Duration.ofHours(12);

    @TempDir
    Path folder;

    private Gauges gauges;

    @BeforeEach
    void open() {
        gauges = Gauges.in(folder);
    }

    @AfterEach
    void close() {
        gauges.close();
    }

    private FineTuningJob.Builder job() {
        return gauges.job();
    }

    @Test
    void the_token_is_that_of_the_request_and_tags_are_no_part_of_it() {
        job().submitOrAttach();
        String first = gauges.created().get("clientRequestToken");
        gauges.local.reset();
        job().tags(Map.of("run", "2")).submitOrAttach();
        assertThat(gauges.created().get("clientRequestToken")).isEqualTo(first);
        gauges.local.reset();
        job().hyperParameters(h -> h.epochs(4).batchSize(16)).submitOrAttach();
        assertThat(gauges.created().get("clientRequestToken")).isNotEqualTo(first);
    }

    @Test
    void a_setting_that_is_left_to_aws_now_and_was_given_then_makes_another_job() {
        job().submitOrAttach();
        JobMismatchException e = catchThrowableOfType(
                JobMismatchException.class,
                () -> job().hyperParameters(h -> h.epochs(4)).submitOrAttach());
        assertThat(e.differences()).containsExactly("hyperParameters.batchSize is '8' there and left to AWS here");
    }

    @Test
    void a_tuned_model_can_be_tuned_further_and_makes_another_job_than_its_base() {
        CustomModel first = job().submitOrAttach().await(LONG);
        FineTuningJob further = job().name("gauges-v2").baseModel(first).submitOrAttach();
        assertThat(gauges.created()).containsEntry("baseModelIdentifier", first.arn());
        assertThat(further.await(LONG).baseModel().name()).isEqualTo("claude-3-haiku");
        assertThat(job().name("gauges-v2").baseModel(first).submitOrAttach().arn())
                .isEqualTo(further.arn());
        JobMismatchException e = catchThrowableOfType(
                JobMismatchException.class, () -> job().name("gauges-v2").submitOrAttach());
        assertThat(e.differences()).singleElement().asString().contains("the tuned model that it goes on from");
    }

    @Test
    void key_network_and_tags_reach_aws() {
        String key = gauges.local.declareKey("gauges");
        FineTuningJob job = job().kmsKey(key)
                .vpc(List.of("subnet-1", "subnet-2"), List.of("sg-1"))
                .tags(Map.of("team", "weather"))
                .submitOrAttach();
        assertThat(gauges.created())
                .containsEntry("customModelKmsKeyId", key)
                .hasEntrySatisfying(
                        "vpcConfig.subnetIds", ids -> assertThat(ids).contains("subnet-1", "subnet-2"))
                .hasEntrySatisfying(
                        "vpcConfig.securityGroupIds", ids -> assertThat(ids).contains("sg-1"))
                .hasEntrySatisfying("jobTags", tags -> assertThat(tags).contains("weather", "created-by"))
                .hasEntrySatisfying("customModelTags", tags -> assertThat(tags).contains("weather"));
        assertThat(job().kmsKey(key)
                        .vpc(List.of("subnet-2", "subnet-1"), List.of("sg-1"))
                        .submitOrAttach()
                        .arn())
                .isEqualTo(job.arn());
        assertThatThrownBy(() -> job().kmsKey(key).submitOrAttach())
                .isInstanceOf(JobMismatchException.class)
                .hasMessageContaining("vpc is ");
    }

    @Test
    void validation_data_is_not_needed() {
        FineTuningJob job = FineTuningJob.builder(gauges.aws)
                .name("unvalidated")
                .baseModel(io.github.tune4j.model.BaseModel.CLAUDE_3_HAIKU)
                .serviceRole(io.github.tune4j.aws.ServiceRole.createIfMissing("gauges-role"))
                .trainingData(gauges.training)
                .storage("s3://gauges-bucket/tuning")
                .createStorageIfMissing()
                .hyperParameters(h -> h.epochs(2).batchSize(8))
                .submitOrAttach();
        job.await(LONG);
        assertThat(job.lossCurves().validation()).isEmpty();
        assertThat(job.diagnosis().stoppedAfterEpoch()).isNull();
    }

    @Test
    void a_model_is_called_like_its_job_where_that_is_a_name_for_a_model() {
        assertThat(job().submitOrAttach().await(LONG).name()).isEqualTo("gauges-v1");
        InvalidInputException e = catchThrowableOfType(
                InvalidInputException.class, () -> job().name("gauges.v1+a").submitOrAttach());
        assertThat(e.problems()).singleElement().asString().contains("customModelName", "set it where the job's name");
        assertThat(job().name("gauges.v1+a")
                        .customModelName("gauges-v1-a")
                        .submitOrAttach()
                        .await(LONG)
                        .name())
                .isEqualTo("gauges-v1-a");
    }

    @Test
    void a_stopped_job_uses_its_name_up_at_once_and_the_next_is_taken_only_when_that_is_said() {
        FineTuningJob stopped = job().submitOrAttach();
        stopped.stop();
        JobFailedException e = catchThrowableOfType(JobFailedException.class, () -> job().submitOrAttach());
        assertThat(e).hasMessageContaining("was stopped").hasMessageContaining("'gauges-v1-2' is free");
        FineTuningJob second = job().nextNameIfUsedUp().submitOrAttach();
        assertThat(job().nextNameIfUsedUp().submitOrAttach().arn()).isEqualTo(second.arn());
        assertThat(FineTuningJob.list(gauges.aws))
                .extracting(JobSnapshot::name)
                .containsExactlyInAnyOrder("gauges-v1", "gauges-v1-2");
    }

    @Test
    void a_numbered_name_stays_within_what_aws_takes() {
        String longest = "a".repeat(60) + "---";
        gauges.local.inject(Fault.jobFails(Fault.Phase.VALIDATION, "Encountered an unexpected error"));
        for (String expected : List.of(longest.substring(0, 62) + "b", longest.substring(0, 61) + "-2")) {
            FineTuningJob job = job().name(longest.substring(0, 62) + "b")
                    .customModelName("a".repeat(58) + "-b-c-")
                    .nextNameIfUsedUp()
                    .submitOrAttach();
            assertThat(job.snapshot().name()).isEqualTo(expected);
            assertThatThrownBy(() -> job.await(LONG)).isInstanceOf(JobFailedException.class);
        }
        assertThat(gauges.created().get("customModelName")).isEqualTo("a".repeat(58) + "-b-2");
    }

    @Test
    void stopping_what_has_completed_changes_nothing() {
        FineTuningJob job = job().submitOrAttach();
        CustomModel model = job.await(LONG);
        job.stop();
        assertThat(job.snapshot().state()).isEqualTo(JobState.COMPLETED);
        assertThat(CustomModel.list(gauges.aws)).extracting(CustomModel::arn).containsExactly(model.arn());
    }

    @Test
    void training_is_charged_once_and_to_the_cent_of_the_bill() {
        Path ledger = folder.resolve("ledger.jsonl");
        Budget budget = Budget.builder("100").ledger(ledger).build();
        try (AwsSession aws = gauges.sessionWith(budget)) {
            FineTuningJob job = gauges.job(aws).submitOrAttach();
            assertThat(budget.remainingUsd()).as("set aside").isLessThan(new BigDecimal("100"));
            assertThat(budget.spentUsd()).isZero();
            job.await(LONG);
            job.await(LONG);
            FineTuningJob.attach(aws, "gauges-v1").await(LONG);
        }
        assertThat(budget.charges()).singleElement().satisfies(charge -> {
            assertThat(charge.usd()).isEqualByComparingTo(gauges.trainingBill());
            assertThat(charge.priceDate()).isEqualTo("2026-01-01");
        });
        assertThat(budget.remainingUsd()).isEqualTo(budget.limitUsd().subtract(budget.spentUsd()));
        Budget restarted = Budget.builder("100").ledger(ledger).build();
        try (AwsSession aws = gauges.sessionWith(restarted)) {
            gauges.job(aws).submitOrAttach().await(LONG);
        }
        assertThat(restarted.charges()).hasSize(1);
    }

    @Test
    void epochs_that_early_stopping_saved_are_not_charged() {
        Budget budget = Budget.ofUsd("100");
        try (AwsSession aws = gauges.sessionWith(budget)) {
            FineTuningJob job = gauges.job(aws)
                    .hyperParameters(h -> h.epochs(10)
                            .batchSize(4)
                            .learningRateMultiplier(2)
                            .earlyStoppingThreshold(0.1)
                            .earlyStoppingPatience(1))
                    .submitOrAttach();
            job.await(LONG);
            assertThat(job.lossCurves().trainingByEpoch()).hasSizeLessThan(10);
        }
        assertThat(budget.spentUsd()).isEqualByComparingTo(gauges.trainingBill());
    }

    @Test
    void a_stopped_job_is_charged_without_amount_once_it_has_begun_to_train_and_a_failed_one_not_at_all() {
        Budget budget = Budget.ofUsd("100");
        try (AwsSession aws = gauges.sessionWith(budget)) {
            FineTuningJob early = gauges.job(aws).submitOrAttach();
            early.stop();
            assertThat(budget.charges()).isEmpty();
            FineTuningJob late = gauges.job(aws).name("gauges-v2").submitOrAttach();
            gauges.local.advance(Duration.ofMinutes(76));
            late.stop();
            assertThatThrownBy(() -> late.await(LONG)).isInstanceOf(JobFailedException.class);
            assertThat(budget.unpriced())
                    .singleElement()
                    .satisfies(
                            charge -> assertThat(charge.what()).contains("until it was stopped, at most", late.arn()));
            gauges.local.inject(Fault.jobFails(Fault.Phase.TRAINING, "Encountered an unexpected error"));
            FineTuningJob failing = gauges.job(aws).name("gauges-v3").submitOrAttach();
            assertThatThrownBy(() -> failing.await(LONG)).isInstanceOf(JobFailedException.class);
        }
        assertThat(budget.charges()).hasSize(1);
        assertThat(budget.remainingUsd()).isEqualByComparingTo("100");
    }

    @Test
    void a_job_that_runs_already_is_come_back_to_whatever_the_budget_has_left() {
        FineTuningJob first = job().submitOrAttach();
        Budget budget = Budget.ofUsd("0.50");
        try (AwsSession aws = gauges.sessionWith(budget)) {
            FineTuningJob job = gauges.job(aws).submitOrAttach();
            assertThat(job.arn()).isEqualTo(first.arn());
            assertThat(budget.stopped()).isFalse();
            job.await(LONG);
        }
        assertThat(budget.spentUsd()).as("spent is spent").isEqualByComparingTo(gauges.trainingBill());
    }

    @Test
    void a_budget_that_does_not_suffice_for_all_epochs_makes_nothing() {
        Budget budget = Budget.ofUsd("0.50");
        try (AwsSession aws = gauges.sessionWith(budget)) {
            assertThatThrownBy(() -> gauges.job(aws).submitOrAttach())
                    .isInstanceOf(BudgetExceededException.class)
                    .hasMessageContaining("0.50");
            assertThat(budget.stopped()).as("the run").isTrue();
        }
        assertThat(gauges.local.calls("CreateBucket")).isEmpty();
        assertThat(gauges.local.calls("CreateModelCustomizationJob")).isEmpty();
        assertThat(budget.remainingUsd()).isEqualByComparingTo("0.50");
    }
}
