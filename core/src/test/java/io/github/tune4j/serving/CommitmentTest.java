package io.github.tune4j.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.aws.AwsSession;
import io.github.tune4j.job.CustomModel;
import io.github.tune4j.model.BaseModel;
import io.github.tune4j.run.Budget;
import io.github.tune4j.run.BudgetExceededException;
import io.github.tune4j.testkit.LocalAws;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Six months of throughput for a tuned Claude 3 Haiku: 48,180 USD a month. */
class CommitmentTest {
    private static final Commitment SIX = Commitment.sixMonths(Commitment.Consent.toPayUsd("289080.00"));

    private final LocalAws local = LocalAws.builder().steppedByHand().start();
    private final AwsSession shared =
            AwsSession.builder().configure(local::configure).time(local.time()).build();
    private final Budget budget = Budget.builder("300000").time(local.time()).build();
    private final AwsSession aws = shared.withBudget(budget);

    @TempDir
    Path folder;

    private CustomModel tuned;

    @BeforeEach
    void tune() {
        tuned = ServingTests.tuned(shared, BaseModel.CLAUDE_3_HAIKU, folder);
    }

    @AfterEach
    void close() {
        aws.close();
        shared.close();
        local.close();
    }

    private ProvisionedModel.Builder order() {
        return ProvisionedModel.builder(aws, tuned).name("prod").commitment(SIX);
    }

    @Test
    void is_charged_as_a_whole_as_aws_bills_it_and_closing_does_not_pretend() {
        ProvisionedModel model = order().provision();
        assertThat(budget.spentUsd()).isEqualByComparingTo("289080");
        Instant end = model.committedUntil().orElseThrow();
        assertThat(Duration.between(local.time().now(), end)).isGreaterThan(Duration.ofDays(180));
        model.close();
        model.close();
        assertThat(local.running()).containsExactly(model.arn());
        assertThat(local.calls("DeleteProvisionedModelThroughput")).isEmpty();
        assertThat(ServingTests.throughputUsd(local)).isEqualByComparingTo(budget.spentUsd());
    }

    @Test
    void closing_says_when_the_term_ends_that_it_renews_and_how_to_delete_it_then() {
        ProvisionedModel model = order().provision();
        Instant end = model.committedUntil().orElseThrow();
        try (Logged logged = new Logged()) {
            model.close();
            model.close();
            assertThat(logged.lines(model.arn()))
                    .singleElement()
                    .asString()
                    .contains("WARN", "is not deleted: it is committed until " + end)
                    .contains("AWS renews it then for another term unless it is deleted after that moment: "
                            + "aws bedrock delete-provisioned-model-throughput --provisioned-model-id " + model.arn()
                            + " --region us-west-2");
        }
    }

    @Test
    void is_deleted_by_closing_once_its_term_is_over() {
        ProvisionedModel model = order().provision();
        local.advance(
                Duration.between(local.time().now(), model.committedUntil().orElseThrow())
                        .plusSeconds(1));
        model.close();
        assertThat(local.running()).isEmpty();
    }

    @Test
    void is_taken_over_by_who_asks_for_the_same_and_not_charged_again() {
        String arn = order().provision().keepRunning();
        assertThatThrownBy(() -> ProvisionedModel.builder(aws, tuned)
                        .name("prod")
                        .maxLifetime(Duration.ofHours(1))
                        .provisionOrAdopt())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("commitment until");
        try (ProvisionedModel again = order().provisionOrAdopt()) {
            assertThat(again.arn()).isEqualTo(arn);
        }
        assertThat(budget.spentUsd()).isEqualByComparingTo("289080");
        assertThat(local.running()).containsExactly(arn);
    }

    @Test
    void cannot_be_had_with_a_promise_to_end_early() {
        assertThatThrownBy(() -> order().maxLifetime(Duration.ofHours(1)).provision())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("AWS does not end it early");
        assertThat(local.calls("CreateProvisionedModelThroughput")).isEmpty();
    }

    @Test
    void is_not_bought_when_the_budget_does_not_suffice_for_the_whole_term() {
        try (AwsSession poor = shared.withBudget(Budget.ofUsd("100000"))) {
            assertThatThrownBy(() -> ProvisionedModel.builder(poor, tuned)
                            .commitment(SIX)
                            .provision())
                    .isInstanceOf(BudgetExceededException.class);
        }
        assertThat(local.calls("CreateProvisionedModelThroughput")).isEmpty();
    }

    @Test
    void a_sweep_lists_it_without_a_price_an_hour_and_never_deletes_it() {
        order().provision().close();
        local.advance(Duration.ofDays(10));
        CapacitySweep sweep = CapacitySweep.of(shared);
        assertThat(sweep.deleteOverdue()).isEmpty();
        assertThat(sweep.list()).singleElement().satisfies(c -> {
            assertThat(c.usdPerHour()).isNull();
            assertThat(c.overdue()).isFalse();
        });
    }
}
