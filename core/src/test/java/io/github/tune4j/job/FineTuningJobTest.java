package io.github.tune4j.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.tune4j.CancelledException;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.aws.AwsCallException;
import io.github.tune4j.aws.AwsSession;
import io.github.tune4j.dataset.Dataset;
import io.github.tune4j.dataset.validation.InvalidDatasetException;
import io.github.tune4j.model.PriceList;
import io.github.tune4j.testkit.Fault;
import io.github.tune4j.testkit.LocalAws;
import io.github.tune4j.training.LossCurves;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FineTuningJobTest {
    private static final Duration LONG = Duration.ofHours(12);

    @TempDir
    Path folder;

    private Gauges gauges;
    private LocalAws local;
    private AwsSession aws;

    @BeforeEach
    void open() {
        gauges = Gauges.in(folder, session -> session.prices(PriceList.bundled()));
        local = gauges.local;
        aws = gauges.aws;
    }

    @AfterEach
    void close() {
        gauges.close();
    }

    private FineTuningJob.Builder job() {
        return gauges.job();
    }

    @Test
    void a_life_from_submission_to_the_loss_curves() {
        List<JobSnapshot> seen = new ArrayList<>();
        FineTuningJob job = job().submit();
        CustomModel model = job.await(LONG, seen::add);
        assertThat(seen)
                .extracting(JobSnapshot::state)
                .startsWith(JobState.IN_PROGRESS)
                .endsWith(JobState.COMPLETED);
        assertThat(seen.get(seen.size() - 1).phases())
                .extracting(JobSnapshot.Phase::status)
                .containsOnly("Completed")
                .hasSize(3);
        assertThat(model.name()).isEqualTo("gauges-v1");
        assertThat(model.baseModel()).isSameAs(aws.models().get("claude-3-haiku"));
        LossCurves curves = job.lossCurves();
        assertThat(curves.trainingByEpoch()).hasSize(4);
        assertThat(curves.validationByEpoch()).hasSize(4);
        assertThat(job.diagnosis().bestEpoch()).isBetween(1, 4);
        job.downloadMetrics(folder.resolve("metrics"));
        assertThat(LossCurves.read(
                                folder.resolve("metrics/step_wise_training_metrics.csv"),
                                folder.resolve("metrics/validation_metrics.csv"))
                        .training())
                .isEqualTo(curves.training());
        assertThat(FineTuningJob.list(aws)).extracting(JobSnapshot::arn).containsExactly(job.arn());
        assertThat(CustomModel.list(aws)).extracting(CustomModel::arn).containsExactly(model.arn());
    }

    @Test
    void the_same_program_run_again_comes_back_to_its_job() {
        FineTuningJob first = job().submitOrAttach();
        FineTuningJob again = job().submitOrAttach();
        assertThat(again.arn()).isEqualTo(first.arn());
        first.await(LONG);
        assertThat(job().tags(Map.of("run", "3")).submitOrAttach().await(LONG).name())
                .isEqualTo("gauges-v1");
        assertThat(local.calls("CreateModelCustomizationJob")).hasSize(1);
        assertThat(local.calls("CreateRole")).hasSize(1);
    }

    @Test
    void a_lost_answer_makes_no_second_job() {
        local.inject(Fault.droppedAfterEffect("CreateModelCustomizationJob").times(1));
        FineTuningJob job = job().submitOrAttach();
        assertThat(FineTuningJob.list(aws)).extracting(JobSnapshot::arn).containsExactly(job.arn());
    }

    @Test
    void another_job_of_that_name_is_refused_with_every_difference() {
        job().submitOrAttach();
        JobMismatchException e = catchThrowableOfType(
                JobMismatchException.class,
                () -> job().hyperParameters(h -> h.epochs(5).batchSize(8))
                        .trainingData(gauges.validation)
                        .submitOrAttach());
        assertThat(e.differences())
                .hasSize(2)
                .anySatisfy(d -> assertThat(d).contains("trainingData"))
                .anySatisfy(d -> assertThat(d).contains("hyperParameters.epochCount is '4' there and '5' here"));
    }

    @Test
    void a_failed_job_is_explained() {
        local.inject(Fault.jobFails(Fault.Phase.VALIDATION, "Unable to parse Amazon S3 file: x.jsonl."));
        JobFailedException e = catchThrowableOfType(
                JobFailedException.class, () -> job().submit().await(LONG));
        assertThat(e.snapshot().state()).isEqualTo(JobState.FAILED);
        assertThat(e.explanation().certainty()).isEqualTo(FailureExplanation.Certainty.CERTAIN);
        assertThat(e.explanation().original()).contains("x.jsonl");
    }

    @Test
    void a_name_that_a_failure_used_up_is_named_with_the_next_free_one_and_may_be_taken_once() {
        local.inject(Fault.jobFails(Fault.Phase.TRAINING, "Encountered an unexpected error")
                .times(1));
        assertThatThrownBy(() -> job().submitOrAttach().await(LONG)).isInstanceOf(JobFailedException.class);
        assertThatThrownBy(() -> job().submitOrAttach())
                .isInstanceOf(JobFailedException.class)
                .hasMessageContaining("used up for ever")
                .hasMessageContaining("'gauges-v1-2' is free");
        FineTuningJob second = job().nextNameIfUsedUp().submitOrAttach();
        assertThat(second.snapshot().name()).isEqualTo("gauges-v1-2");
        assertThat(job().nextNameIfUsedUp().submitOrAttach().arn()).isEqualTo(second.arn());
        assertThat(second.await(LONG).name()).isEqualTo("gauges-v1-2");
    }

    @Test
    void a_role_that_iam_has_not_spread_yet_is_waited_for() {
        local.inject(Fault.roleNotAssumableYet(Duration.ofSeconds(60)));
        assertThat(job().submit().snapshot().state()).isEqualTo(JobState.IN_PROGRESS);
    }

    @Test
    void a_role_that_never_becomes_assumable_ends_in_both_causes() {
        local.inject(Fault.roleNotAssumableYet(Duration.ofHours(10)));
        assertThatThrownBy(() -> job().submit())
                .isInstanceOf(AwsCallException.class)
                .hasMessageContaining("trust bedrock.amazonaws.com")
                .hasMessageContaining("two minutes");
    }

    @Test
    void throttles_and_faults_while_waiting_do_not_end_the_wait() {
        FineTuningJob job = job().submit();
        local.inject(Fault.throttle("GetModelCustomizationJob").times(2));
        local.inject(Fault.serverError("GetModelCustomizationJob").times(2));
        assertThat(job.await(LONG).name()).isEqualTo("gauges-v1");
    }

    @Test
    void a_deadline_leaves_the_job_alone() {
        FineTuningJob job = job().submit();
        StillRunningException e =
                catchThrowableOfType(StillRunningException.class, () -> job.await(Duration.ofMinutes(5)));
        assertThat(e.snapshot().arn()).isEqualTo(job.arn());
        assertThat(FineTuningJob.attach(aws, "gauges-v1").await(LONG)).isNotNull();
    }

    @Test
    void an_interrupt_ends_the_wait_and_names_what_to_go_on_with() {
        FineTuningJob job = job().submit();
        Thread.currentThread().interrupt();
        CancelledException e = catchThrowableOfType(CancelledException.class, () -> job.await(LONG));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(e.resumeWith()).isEqualTo(job.arn());
        assertThat(job.snapshot().state()).isEqualTo(JobState.IN_PROGRESS);
    }

    @Test
    void a_stopped_job_leaves_no_model_and_stopping_again_changes_nothing() {
        FineTuningJob job = job().submit();
        job.stop();
        assertThatThrownBy(() -> job.await(LONG))
                .isInstanceOf(JobFailedException.class)
                .hasMessageContaining("was stopped");
        job.stop();
        assertThat(CustomModel.list(aws)).isEmpty();
    }

    @Test
    void every_missing_setting_is_reported_at_once() {
        InvalidInputException e = catchThrowableOfType(
                InvalidInputException.class,
                () -> FineTuningJob.builder(aws).name("_no").submit());
        assertThat(String.join("\n", e.problems()))
                .contains("name ", "baseModel ", "serviceRole ", "trainingData ", "storage ");
        assertThat(local.calls()).isEmpty();
    }

    @Test
    void hyperparameters_that_the_model_does_not_take_are_refused_with_those_it_takes() {
        assertThatThrownBy(() -> job().hyperParameters(h -> h.epochs(11).learningRate(0.1))
                        .estimate())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("epochCount")
                .hasMessageContaining("learningRate");
    }

    @Test
    void bad_data_is_refused_before_anything_is_made() {
        Dataset small = TrainingData.claude(folder.resolve("small.jsonl"), 31);
        assertThatThrownBy(() -> job().trainingData(small).submit()).isInstanceOf(InvalidDatasetException.class);
        assertThat(local.calls("CreateBucket")).isEmpty();
        assertThat(local.calls("CreateRole")).isEmpty();
    }

    @Test
    void an_estimate_calls_nothing_and_does_not_invent_a_price() {
        assertThat(job().estimate().lines().get(0).usd()).isNull();
        assertThat(local.calls()).isEmpty();
    }
}
