package io.github.tune4j.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.TuneException;
import io.github.tune4j.aws.AwsSession;
import io.github.tune4j.aws.ServiceRole;
import io.github.tune4j.aws.internal.Connection;
import io.github.tune4j.job.CustomModel;
import io.github.tune4j.job.FineTuningJob;
import io.github.tune4j.job.TrainingData;
import io.github.tune4j.model.BaseModel;
import io.github.tune4j.run.Budget;
import io.github.tune4j.run.BudgetExceededException;
import io.github.tune4j.testkit.Fault;
import io.github.tune4j.testkit.LocalAws;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProvisionedModelTest {
    private static final Duration LONG = Duration.ofHours(1);

    private final LocalAws local = LocalAws.builder().steppedByHand().start();
    private final AwsSession shared =
            AwsSession.builder().configure(local::configure).time(local.time()).build();
    private final Budget budget = Budget.ofUsd("1000");
    private final AwsSession aws = shared.withBudget(budget);

    @TempDir
    Path folder;

    private CustomModel tuned;

    @BeforeEach
    void tune() {
        tuned = FineTuningJob.builder(shared)
                .name("gauges")
                .baseModel(BaseModel.CLAUDE_3_HAIKU)
                .serviceRole(ServiceRole.createIfMissing("gauges-role"))
                .trainingData(TrainingData.claude(folder.resolve("training.jsonl"), 40))
                .storage("s3://gauges-bucket/tuning")
                .createStorageIfMissing()
                .hyperParameters(h -> h.epochs(2).batchSize(8))
                .submit()
                .await(Duration.ofHours(12));
    }

    @AfterEach
    void close() {
        aws.close();
        shared.close();
        local.close();
    }

    private ProvisionedModel.Builder order() {
        return ProvisionedModel.builder(aws, tuned).name("gauges-eval").maxLifetime(Duration.ofHours(2));
    }

    @Test
    void a_life_from_purchase_to_deletion_is_charged_by_the_started_hour_as_aws_bills_it() {
        List<ServingSnapshot.State> seen = new ArrayList<>();
        try (ProvisionedModel model = order().provision()) {
            assertThat(local.running()).containsExactly(model.arn());
            model.awaitInService(LONG, snapshot -> seen.add(snapshot.state()));
            assertThat(model.ask("What does gauge 7 show?")).isNotBlank();
            local.advance(Duration.ofMinutes(50));
        }
        assertThat(seen).containsExactly(ServingSnapshot.State.CREATING, ServingSnapshot.State.IN_SERVICE);
        assertThat(local.running()).isEmpty();
        assertThat(budget.spentUsd()).isEqualByComparingTo("264");
        assertThat(local.bill().items())
                .filteredOn(item -> item.arn().contains("provisioned-model"))
                .singleElement()
                .satisfies(item -> assertThat(item.usd()).isEqualByComparingTo("264"));
    }

    @Test
    void for_a_model_that_has_become_legacy_nothing_is_asked_for_and_the_nearest_living_model_is_named() {
        local.advance(Duration.ofDays(60));
        assertThatThrownBy(() -> order().provision())
                .isInstanceOf(TuneException.class)
                .hasMessageContaining("Claude 3 Haiku is Legacy")
                .hasMessageContaining("To fix: tune ");
        assertThat(local.calls("CreateProvisionedModelThroughput")).isEmpty();
        assertThat(budget.spentUsd()).isZero();
    }

    @Test
    void ends_by_itself_before_its_lifetime_is_over() {
        ProvisionedModel model = order().provision();
        local.advance(Duration.ofMinutes(121));
        assertThat(local.running()).isEmpty();
        assertThat(model.snapshot().state()).isEqualTo(ServingSnapshot.State.GONE);
        assertThat(budget.spentUsd()).isEqualByComparingTo("264");
    }

    @Test
    void ends_by_itself_before_the_hour_that_its_money_does_not_pay() {
        ProvisionedModel.builder(aws, tuned)
                .name("gauges-eval")
                .budgetUsd("400")
                .provision();
        local.advance(Duration.ofHours(10));
        assertThat(local.running()).isEmpty();
        assertThat(budget.spentUsd()).isEqualByComparingTo("396");
    }

    @Test
    void nothing_is_bought_when_the_budget_does_not_suffice() {
        try (AwsSession poor = shared.withBudget(Budget.ofUsd("100"))) {
            assertThatThrownBy(() -> ProvisionedModel.builder(poor, tuned)
                            .maxLifetime(Duration.ofHours(1))
                            .provision())
                    .isInstanceOf(BudgetExceededException.class);
        }
        assertThat(local.calls("CreateProvisionedModelThroughput")).isEmpty();
    }

    @Test
    void the_session_ends_what_was_left_open() {
        order().provision();
        aws.close();
        assertThat(local.running()).isEmpty();
    }

    @Test
    void closing_twice_deletes_once() {
        ProvisionedModel model = order().provision();
        model.close();
        model.close();
        assertThat(local.calls("DeleteProvisionedModelThroughput")).hasSize(1);
    }

    @Test
    void a_wait_that_was_too_short_keeps_the_handle() {
        try (ProvisionedModel model = order().provision()) {
            NotInServiceException late = catchThrowableOfType(
                    NotInServiceException.class, () -> model.awaitInService(Duration.ofMinutes(1)));
            assertThat(late.snapshot().state()).isEqualTo(ServingSnapshot.State.CREATING);
            assertThat(model.awaitInService(LONG).ask("Anything?")).isNotBlank();
        }
        assertThat(local.running()).isEmpty();
    }

    @Test
    void deletion_is_tried_again_and_says_exactly_what_is_left_when_it_cannot_be_done() {
        ProvisionedModel model = order().provision();
        local.inject(Fault.accessDenied("DeleteProvisionedModelThroughput").times(1));
        StillBillingException left = catchThrowableOfType(StillBillingException.class, model::close);
        assertThat(left.left()).singleElement().satisfies(c -> {
            assertThat(c.arn()).isEqualTo(model.arn());
            assertThat(c.usdPerHour()).isEqualByComparingTo("132");
        });
        assertThat(left.commandsToDelete())
                .contains("delete-provisioned-model-throughput --provisioned-model-id " + model.arn())
                .contains("--region us-west-2");
        model.close();
        assertThat(local.running()).isEmpty();
    }

    @Test
    void an_interrupted_thread_still_deletes() {
        ProvisionedModel model = order().provision();
        Thread.currentThread().interrupt();
        model.close();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(local.running()).isEmpty();
    }

    @Test
    void an_answer_that_was_lost_buys_nothing_twice() {
        local.inject(
                Fault.droppedAfterEffect("CreateProvisionedModelThroughput").times(1));
        try (ProvisionedModel model = order().provision()) {
            assertThat(local.running()).containsExactly(model.arn());
        }
        assertThat(local.running()).isEmpty();
    }

    @Test
    void adopts_the_living_one_of_its_name_and_buys_only_when_there_is_none() {
        String arn = order().provision().keepRunning();
        try (ProvisionedModel adopted = order().provisionOrAdopt()) {
            assertThat(adopted.arn()).isEqualTo(arn);
        }
        assertThat(local.running()).isEmpty();
        try (ProvisionedModel bought = order().provisionOrAdopt()) {
            assertThat(bought.arn()).isNotEqualTo(arn);
        }
        assertThat(local.calls("CreateProvisionedModelThroughput")).hasSize(2);
    }

    @Test
    void refuses_to_adopt_what_another_living_process_holds() {
        String arn = order().provision().keepRunning();
        new Throughput(Connection.of(aws))
                .tag(
                        arn,
                        new OwnerTags(
                                        "somebody",
                                        "another-host/1/1",
                                        null,
                                        local.time().now().plus(LONG),
                                        null)
                                .with(Map.of()));
        assertThatThrownBy(() -> order().provisionOrAdopt())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("another-host/1/1");
        local.advance(Duration.ofHours(2));
        order().provisionOrAdopt().close();
    }

    @Test
    void a_commitment_needs_consent_to_its_total() {
        assertThatThrownBy(() -> order().commitment(Commitment.sixMonths(Commitment.Consent.toPayUsd("1000")))
                        .provision())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("289080");
        assertThatThrownBy(() -> order().commitment(Commitment.oneMonth(Commitment.Consent.toPayUsd("1000")))
                        .provision())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("not publicly known");
        assertThat(local.calls("CreateProvisionedModelThroughput")).isEmpty();
    }

    @Test
    void a_sweep_shows_everything_and_deletes_only_what_is_ours_and_overdue() {
        ProvisionedModel ours = order().provision();
        String kept =
                ProvisionedModel.builder(shared, tuned).name("kept").provision().keepRunning();
        new Throughput(Connection.of(aws))
                .tag(
                        ours.arn(),
                        new OwnerTags(
                                        "somebody",
                                        "gone-host/1/1",
                                        null,
                                        local.time().now().plusSeconds(60),
                                        null)
                                .with(Map.of()));
        CapacitySweep sweep = CapacitySweep.of(shared);
        assertThat(sweep.list()).extracting(Capacity::arn).containsExactlyInAnyOrder(ours.arn(), kept);
        assertThat(sweep.deleteOverdue()).isEmpty();
        local.advance(Duration.ofMinutes(2));
        assertThat(sweep.deleteOverdue()).extracting(Capacity::arn).containsExactly(ours.arn());
        assertThat(local.running()).containsExactly(kept);
    }
}
