package io.github.tune4j.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.aws.AwsCallException;
import io.github.tune4j.aws.AwsSession;
import io.github.tune4j.aws.internal.Connection;
import io.github.tune4j.job.CustomModel;
import io.github.tune4j.model.BaseModel;
import io.github.tune4j.run.Budget;
import io.github.tune4j.testkit.Fault;
import io.github.tune4j.testkit.LocalAws;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;

/** What throughput costs, hour by hour, against the local AWS's bill; and who owns it. */
class ServingMoneyTest {
    private final LocalAws local = LocalAws.builder().steppedByHand().start();
    private final AwsSession shared =
            AwsSession.builder().configure(local::configure).time(local.time()).build();

    @TempDir
    Path folder;

    private CustomModel tuned;

    @BeforeEach
    void tune() {
        tuned = ServingTests.tuned(shared, BaseModel.CLAUDE_3_HAIKU, folder);
    }

    @AfterEach
    void close() {
        shared.close();
        local.close();
    }

    private Budget ledger() {
        return Budget.builder("2000")
                .ledger(folder.resolve("ledger.jsonl"))
                .time(local.time())
                .build();
    }

    private ProvisionedModel.Builder order(AwsSession aws) {
        return ProvisionedModel.builder(aws, tuned).name("gauges-eval").maxLifetime(Duration.ofHours(4));
    }

    private void assertPaid(Budget budget, String usd) {
        assertThat(budget.spentUsd()).isEqualByComparingTo(usd);
        assertThat(ServingTests.throughputUsd(local)).isEqualByComparingTo(usd);
    }

    @Test
    void every_hour_is_charged_when_it_begins() {
        Budget budget = ledger();
        try (AwsSession aws = shared.withBudget(budget);
                ProvisionedModel model = order(aws).units(2).provision()) {
            assertPaid(budget, "264");
            local.advance(Duration.ofMinutes(59));
            assertPaid(budget, "264");
            local.advance(Duration.ofMinutes(2));
            assertPaid(budget, "528");
            assertThat(model.snapshot().usdPerHour()).isEqualByComparingTo("264");
        }
        assertPaid(budget, "528");
        assertThat(ledger().spentUsd()).isEqualByComparingTo("528");
    }

    @Test
    void taking_over_charges_only_what_the_ledger_does_not_have() {
        Budget before = ledger();
        String left;
        try (AwsSession dead = shared.withBudget(before)) {
            ProvisionedModel model = order(dead).provision();
            local.advance(Duration.ofMinutes(30));
            left = model.keepRunning();
        }
        assertPaid(before, "132");
        local.advance(Duration.ofMinutes(80)); // Nobody looks, and its second hour begins.
        Budget after = ledger();
        try (AwsSession aws = shared.withBudget(after);
                ProvisionedModel model = order(aws).provisionOrAdopt()) {
            assertThat(model.arn()).isEqualTo(left);
            assertPaid(after, "264");
            local.advance(Duration.ofMinutes(30));
            assertPaid(after, "396");
        }
        assertPaid(after, "396");
    }

    @Test
    void what_is_found_past_its_lease_is_deleted_charged_and_bought_anew() {
        String old;
        try (AwsSession dead = shared.withBudget(ledger())) {
            old = order(dead).provision().keepRunning();
        }
        TagCalls tags = new TagCalls(Connection.of(shared));
        OwnerTags there = OwnerTags.read(tags.of(old)).orElseThrow();
        Duration lease = Duration.ofMinutes(239);
        tags.set(
                old,
                new OwnerTags(
                                there.owner(),
                                there.holder().replaceFirst("/.*", "/1/1"),
                                there.purchase(),
                                local.time().now().plus(lease),
                                lease)
                        .with(Map.of()));
        local.advance(Duration.ofMinutes(245));
        Budget budget = ledger();
        try (AwsSession aws = shared.withBudget(budget);
                ProvisionedModel model = order(aws).provisionOrAdopt()) {
            assertThat(model.arn()).isNotEqualTo(old);
            assertThat(local.running()).containsExactly(model.arn());
            assertPaid(budget, "792"); // Five hours that the dead one had begun, and one.
        }
    }

    @Test
    void who_loses_the_race_for_a_name_takes_over_or_is_refused_and_buys_nothing() {
        local.inject(Fault.droppedBeforeEffect("GetProvisionedModelThroughput").times(1));
        try (ProvisionedModel winner = order(shared).provision()) {
            assertThatThrownBy(() -> order(shared).provision())
                    .isInstanceOf(AwsCallException.class)
                    .hasMessageContaining("in use");
            // The same process may; what another one holds is refused elsewhere.
            assertThat(order(shared).provisionOrAdopt().arn()).isEqualTo(winner.arn());
            assertThatThrownBy(() -> order(shared).units(2).provisionOrAdopt())
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("has 1 units");
        }
        assertThat(local.running()).isEmpty();
    }

    @Test
    void a_purchase_whose_answer_never_comes_is_found_by_its_tags() {
        local.inject(
                Fault.droppedAfterEffect("CreateProvisionedModelThroughput").times(1));
        try (AwsSession impatient = AwsSession.builder()
                        .configure(local::configure)
                        .configure(client ->
                                client.overrideConfiguration(o -> o.retryStrategy(AwsRetryStrategy.doNotRetry())))
                        .time(local.time())
                        .build();
                ProvisionedModel model = order(impatient).provision()) {
            assertThat(local.running()).containsExactly(model.arn());
        }
        assertThat(local.running()).isEmpty();
    }

    @Test
    void is_renamed_and_given_another_model_while_it_serves() {
        try (ProvisionedModel model = order(shared).provision()) {
            assertThatThrownBy(() -> model.rename("too-early")).isInstanceOf(AwsCallException.class);
            model.awaitInService(Duration.ofHours(1));
            model.rename("gauges-other");
            assertThat(model.name()).isEqualTo("gauges-other");
            model.exchangeModel(tuned);
            assertThat(model.snapshot().state()).isEqualTo(ServingSnapshot.State.UPDATING);
            assertThat(model.ask("What does gauge 7 show?")).isNotBlank();
            local.advance(Duration.ofMinutes(15));
            assertThat(model.snapshot().state()).isEqualTo(ServingSnapshot.State.IN_SERVICE);
        }
        assertThat(local.running()).isEmpty();
    }

    @Test
    void all_wrong_settings_are_named_at_once() {
        assertThatThrownBy(() -> ProvisionedModel.builder(shared, tuned)
                        .name("two__separators")
                        .units(0)
                        .budgetUsd("much")
                        .provision())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("name")
                .hasMessageContaining("units")
                .hasMessageContaining("budgetUsd");
    }

    @Test
    void a_sweep_goes_on_after_a_failure_and_reports_all_that_is_left() {
        for (String name : new String[] {"one", "two", "three"}) {
            String arn = order(shared).name(name).units(1).provision().keepRunning();
            new TagCalls(Connection.of(shared))
                    .set(
                            arn,
                            new OwnerTags(
                                            "somebody",
                                            "gone/1/1",
                                            null,
                                            local.time().now(),
                                            null)
                                    .with(Map.of()));
            local.quota(10);
        }
        local.inject(Fault.accessDenied("DeleteProvisionedModelThroughput").times(2));
        StillBillingException left = catchThrowableOfType(
                StillBillingException.class, () -> CapacitySweep.of(shared).deleteOverdue());
        assertThat(left.left()).hasSize(2).allMatch(c -> c.usdPerHour().intValue() == 132);
        assertThat(left.commandsToDelete().lines()).hasSize(2);
        assertThat(local.running()).hasSize(2);

        local.inject(Fault.accessDenied("ListCustomModelDeployments").times(1));
        assertThatThrownBy(() -> CapacitySweep.of(shared).deleteOverdue())
                .isInstanceOf(AwsCallException.class)
                .hasMessageContaining("ListCustomModelDeployments");
        assertThat(local.running()).as("what could be looked at is swept").isEmpty();
    }
}
