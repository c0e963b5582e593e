package io.github.tune4j.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.tune4j.CancelledException;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.TuneException;
import io.github.tune4j.aws.AwsSession;
import io.github.tune4j.run.Budget;
import io.github.tune4j.run.BudgetExceededException;
import io.github.tune4j.run.Progress;
import io.github.tune4j.run.ReportSection;
import io.github.tune4j.testkit.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.bedrock.model.FineTuningJobStatus;

class HyperParameterSweepTest {
    private static final Duration LONG = Duration.ofDays(2);

    @TempDir
    Path folder;

    private TuningAccount account;

    @BeforeEach
    void open() {
        account = new TuningAccount(folder);
        account.tidy();
    }

    @AfterEach
    void close() {
        account.close();
    }

    private HyperParameterSweep.Builder sweep(FineTuningJob.Builder common) {
        return HyperParameterSweep.builder(common)
                .addVariant("e1", h -> h.epochs(1))
                .addVariant("e4-m0.5", h -> h.epochs(4).learningRateMultiplier(0.5))
                .addVariant("e4", h -> h.epochs(4));
    }

    @Test
    void variants_whose_tuned_models_would_have_one_name_are_refused_before_any_is_paid() {
        HyperParameterSweep.Builder sweep = HyperParameterSweep.builder(account.haiku())
                .addVariant("m1.0", h -> h.learningRateMultiplier(1))
                .addVariant("m1-0", h -> h.learningRateMultiplier(0.5));
        assertThatThrownBy(sweep::build)
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("'m1.0' and 'm1-0' give their tuned models one name");
    }

    private int created() {
        return account.local.calls("CreateModelCustomizationJob").size();
    }

    @Test
    void variants_are_ranked_by_their_lowest_validation_loss_with_the_curves_on_one_picture() throws Exception {
        List<Progress> heard = new ArrayList<>();
        SweepReport report = sweep(account.haiku()).progress(heard::add).build().runOrResume(LONG);
        assertThat(report.ranking())
                .extracting(SweepReport.Trial::bestValidationLoss)
                .doesNotContainNull()
                .isSorted();
        assertThat(report.ranking()).hasSize(3).last().satisfies(worst -> {
            assertThat(worst.name()).isEqualTo("gauges-v1-e1");
            assertThat(worst.hyperParameters().values())
                    .containsEntry("epochCount", "1")
                    .containsEntry("batchSize", "8");
        });
        assertThat(report.best().name()).isIn("gauges-v1-e4", "gauges-v1-e4-m0-5");
        assertThat(heard.get(heard.size() - 1).done()).isEqualTo(3);
        report.writePng(folder.resolve("sweep.png"));
        assertThat(ImageIO.read(folder.resolve("sweep.png").toFile()).getWidth())
                .isEqualTo(1600);
        report.writeSvg(folder.resolve("sweep.svg"));
        assertThat(folder.resolve("sweep.svg")).content().contains("e4-m0.5");
        assertThat(report.section().blocks())
                .filteredOn(ReportSection.Chart.class::isInstance)
                .hasSize(1);
    }

    @Test
    void a_sweep_that_was_broken_off_goes_on_without_a_second_job() {
        assertThatThrownBy(() -> sweep(account.haiku()).atOnce(1).build().runOrResume(Duration.ofMinutes(30)))
                .isInstanceOf(StillRunningException.class);
        assertThat(created()).isEqualTo(1);
        assertThat(sweep(account.haiku()).build().runOrResume(LONG).ranking()).hasSize(3);
        assertThat(created()).isEqualTo(3);
        assertThat(sweep(account.haiku()).build().runOrResume(LONG).ranking()).hasSize(3);
        assertThat(created()).isEqualTo(3);
    }

    @Test
    void never_more_jobs_run_at_once_than_were_wished() {
        List<Long> running = new ArrayList<>();
        sweep(account.haiku())
                .atOnce(2)
                .progress(progress -> running.add(account
                        .clients()
                        .bedrock()
                        .listModelCustomizationJobs(l -> l.statusEquals(FineTuningJobStatus.IN_PROGRESS))
                        .modelCustomizationJobSummaries()
                        .stream()
                        .count()))
                .build()
                .runOrResume(LONG);
        assertThat(running).isNotEmpty().allMatch(jobs -> jobs <= 2);
        assertThat(FineTuningJob.list(account.aws)).hasSize(3);
    }

    @Test
    void the_accounts_own_quota_is_waited_for() {
        for (int i = 0; i < 9; i++) {
            account.job().name("busy-" + i).submit();
        }
        assertThat(sweep(account.haiku()).atOnce(3).build().runOrResume(LONG).ranking())
                .extracting(trial -> trial.job().state())
                .containsOnly(JobState.COMPLETED);
    }

    @Test
    void a_budget_that_does_not_suffice_for_all_variants_buys_none() {
        try (AwsSession poor = account.poor("3")) {
            HyperParameterSweep sweep = HyperParameterSweep.builder(account.job(poor))
                    .addVariant("e1", h -> h.epochs(1))
                    .addVariant("e2", h -> h.epochs(2))
                    .build();
            assertThat(sweep.estimate().totalUsd())
                    .isGreaterThan(Budget.ofUsd("3").limitUsd());
            assertThatThrownBy(() -> sweep.runOrResume(LONG)).isInstanceOf(BudgetExceededException.class);
            assertThat(created()).isZero();
        }
    }

    @Test
    void a_budget_that_suffices_is_charged_for_each_variant_once() {
        try (AwsSession rich = account.poor("100")) {
            HyperParameterSweep sweep = HyperParameterSweep.builder(account.job(rich))
                    .addVariant("e1", h -> h.epochs(1))
                    .addVariant("e2", h -> h.epochs(2))
                    .build();
            sweep.runOrResume(LONG);
            sweep.runOrResume(LONG);
            assertThat(rich.budget().orElseThrow().charges()).hasSize(2);
        }
    }

    @Test
    void a_variant_that_fails_is_reported_and_ends_nothing() {
        account.local.inject(Fault.jobFails(Fault.Phase.TRAINING, "Encountered an unexpected error")
                .times(1));
        SweepReport report = sweep(account.haiku()).build().runOrResume(LONG);
        assertThat(report.ranking())
                .extracting(trial -> trial.job().state())
                .containsExactly(JobState.COMPLETED, JobState.COMPLETED, JobState.FAILED);
        assertThat(sweep(account.haiku()).build().runOrResume(LONG).ranking()).hasSize(3);
        assertThat(created()).isEqualTo(3);
    }

    @Test
    void when_all_fail_there_is_no_best_and_it_says_why() {
        account.local.inject(Fault.jobFails(Fault.Phase.TRAINING, "Encountered an unexpected error"));
        SweepReport report = sweep(account.haiku()).build().runOrResume(LONG);
        assertThatThrownBy(report::best).isInstanceOf(TuneException.class).hasMessageContaining("left a model");
    }

    @Test
    void throttles_and_faults_end_nothing() {
        account.local.inject(Fault.throttle("GetModelCustomizationJob").times(2));
        account.local.inject(Fault.serverError("ListModelCustomizationJobs").times(2));
        account.local.inject(
                Fault.droppedAfterEffect("CreateModelCustomizationJob").times(2));
        assertThat(sweep(account.haiku()).build().runOrResume(LONG).ranking())
                .extracting(trial -> trial.job().state())
                .containsOnly(JobState.COMPLETED);
        assertThat(FineTuningJob.list(account.aws)).hasSize(3);
    }

    @Test
    void an_interrupt_leaves_the_jobs_running() {
        HyperParameterSweep sweep = sweep(account.haiku())
                .progress(progress -> Thread.currentThread().interrupt())
                .build();
        assertThatThrownBy(() -> sweep.runOrResume(LONG)).isInstanceOf(CancelledException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(FineTuningJob.list(account.aws))
                .extracting(JobSnapshot::state)
                .doesNotContain(JobState.STOPPED, JobState.STOPPING);
    }

    @Test
    void wrong_settings_are_told_together() {
        InvalidInputException e = catchThrowableOfType(
                InvalidInputException.class,
                () -> HyperParameterSweep.builder(account.haikuAlone())
                        .addVariant("same", h -> h.epochs(1))
                        .addVariant("same", h -> h.epochs(2))
                        .addVariant("so so", h -> h.epochs(3))
                        .atOnce(0)
                        .build());
        assertThat(String.join("\n", e.problems()))
                .contains("'same' is there twice")
                .contains("'so so' must hold")
                .contains("atOnce")
                .contains("validationData must be set");
    }
}
