package io.github.tune4j.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.aws.AwsSession;
import io.github.tune4j.aws.internal.Connection;
import io.github.tune4j.job.CustomModel;
import io.github.tune4j.model.BaseModel;
import io.github.tune4j.run.Budget;
import io.github.tune4j.testkit.Fault;
import io.github.tune4j.testkit.LocalAws;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.regions.Region;

class OnDemandModelTest {
    private static final Duration LONG = Duration.ofHours(1);

    private final LocalAws local =
            LocalAws.builder().region(Region.US_EAST_1).steppedByHand().start();
    private final AwsSession shared = AwsSession.builder()
            .region(Region.US_EAST_1)
            .configure(local::configure)
            .time(local.time())
            .build();
    private final Budget budget = Budget.builder("10").time(local.time()).build();
    private final AwsSession aws = shared.withBudget(budget);

    @TempDir
    Path folder;

    private CustomModel tuned;

    @BeforeEach
    void tune() {
        tuned = ServingTests.tuned(shared, BaseModel.NOVA_LITE, folder);
    }

    @AfterEach
    void close() {
        aws.close();
        shared.close();
        local.close();
    }

    private OnDemandModel.Builder order() {
        return OnDemandModel.builder(aws, tuned).name("gauges-live");
    }

    private List<String> deployments() {
        return CapacitySweep.of(shared).list().stream().map(Capacity::arn).toList();
    }

    private BigDecimal tokensBilled() {
        return local.bill().items().stream()
                .filter(item -> item.unit().equals("token") && item.usd() != null)
                .map(item -> item.usd())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    @Test
    void a_life_from_deployment_to_deletion_costs_its_tokens_and_nothing_else() {
        List<ServingSnapshot.State> seen = new ArrayList<>();
        try (OnDemandModel model = order().deploy()) {
            model.awaitInService(LONG, snapshot -> seen.add(snapshot.state()));
            assertThat(model.ask("What does gauge 7 show?")).isNotBlank();
            assertThat(model.ask("What does gauge 8 show?")).isNotBlank();
            local.advance(Duration.ofDays(1));
            assertThat(deployments()).containsExactly(model.arn());
        }
        assertThat(seen).containsExactly(ServingSnapshot.State.CREATING, ServingSnapshot.State.IN_SERVICE);
        assertThat(deployments()).isEmpty();
        assertThat(budget.spentUsd()).isPositive().isEqualByComparingTo(tokensBilled());
    }

    @Test
    void a_deployment_that_is_closed_while_it_is_made_is_deleted_as_soon_as_it_is() {
        order().deploy().close();
        assertThat(deployments()).isEmpty();
    }

    @Test
    void ends_at_the_end_of_its_lifetime_and_is_overdue_for_a_sweep_when_nobody_is_there() {
        order().maxLifetime(Duration.ofHours(2)).deploy();
        local.advance(Duration.ofMinutes(121));
        assertThat(deployments()).isEmpty();

        OnDemandModel orphan = order().maxLifetime(Duration.ofHours(2)).deploy().awaitInService(LONG);
        local.inject(Fault.accessDenied("DeleteCustomModelDeployment").times(50));
        local.advance(Duration.ofMinutes(121));
        Capacity seen = CapacitySweep.of(shared).list().get(0);
        assertThat(seen.arn()).isEqualTo(orphan.arn());
        assertThat(seen.overdue()).isTrue();
        assertThat(seen.usdPerHour()).isNull();
        local.reset();
    }

    /** A deployment of a process that is dead, with two hours to live. */
    private String orphan(String name, String owner) {
        String arn = order().name(name).deploy().keepRunning();
        Duration left = Duration.ofHours(2);
        String dead = OwnerTags.ofThisProcess(null, null, null).holder().replaceFirst("/.*", "/1/1");
        new TagCalls(Connection.of(shared))
                .set(arn, new OwnerTags(owner, dead, null, local.time().now().plus(left), left).with(Map.of()));
        return arn;
    }

    @Test
    void a_sweep_deletes_what_a_dead_process_left_overdue_and_neither_a_strangers_nor_what_has_time_left() {
        String overdue = orphan("orphan", OwnerTags.thisOwner());
        String strangers = order().name("strangers").deploy().keepRunning();
        new TagCalls(Connection.of(shared)).remove(strangers, "tune4j:owner");
        local.advance(Duration.ofMinutes(90));
        String young = orphan("young", OwnerTags.thisOwner());
        CapacitySweep sweep = CapacitySweep.of(shared);
        assertThat(sweep.deleteOverdue()).isEmpty();

        local.advance(Duration.ofMinutes(31));
        assertThat(sweep.list())
                .filteredOn(Capacity::overdue)
                .extracting(Capacity::arn)
                .containsExactly(overdue);
        assertThat(sweep.deleteOverdue()).extracting(Capacity::arn).containsExactly(overdue);
        assertThat(deployments()).containsExactlyInAnyOrder(strangers, young);
        assertThat(local.calls("DeleteCustomModelDeployment")).hasSize(1);
    }

    @Test
    void one_that_was_taken_over_lives_as_long_as_its_new_lease() {
        String arn = orphan("gauges-live", OwnerTags.thisOwner());
        local.advance(Duration.ofMinutes(115));
        try (OnDemandModel again = order().maxLifetime(Duration.ofHours(2)).deployOrAdopt()) {
            assertThat(again.arn()).isEqualTo(arn);
            local.advance(Duration.ofMinutes(30));
            assertThat(CapacitySweep.of(shared).deleteOverdue()).isEmpty();
            assertThat(deployments()).containsExactly(arn);
        }
    }

    @Test
    void the_session_ends_it_and_keeping_it_leaves_it() {
        String kept =
                order().name("kept").maxLifetime(Duration.ofHours(2)).deploy().keepRunning();
        order().deploy();
        local.advance(Duration.ofMinutes(10));
        aws.close();
        assertThat(deployments()).containsExactly(kept);
        local.advance(Duration.ofHours(3));
        assertThat(CapacitySweep.of(shared).deleteOverdue()).isEmpty();
        assertThat(deployments()).containsExactly(kept);
    }

    @Test
    void takes_over_the_one_of_its_name_and_refuses_a_strangers() {
        String arn = order().deploy().keepRunning();
        local.advance(Duration.ofMinutes(10));
        try (OnDemandModel again = order().deployOrAdopt()) {
            assertThat(again.arn()).isEqualTo(arn);
        }
        assertThat(deployments()).isEmpty();
        try (OnDemandModel made = order().deployOrAdopt()) {
            assertThat(made.arn()).isNotEqualTo(arn);
            local.advance(Duration.ofMinutes(10));
            for (String key : List.of("tune4j:owner", "tune4j:run")) {
                new TagCalls(Connection.of(shared)).remove(made.arn(), key);
            }
            assertThatThrownBy(() -> order().deployOrAdopt())
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("not made with this library");
        }
    }

    @Test
    void says_what_is_left_when_it_cannot_be_deleted() {
        OnDemandModel model = order().deploy().awaitInService(LONG);
        local.inject(Fault.accessDenied("DeleteCustomModelDeployment").times(1));
        StillBillingException left = catchThrowableOfType(StillBillingException.class, model::close);
        assertThat(left.commandsToDelete())
                .isEqualTo("aws bedrock delete-custom-model-deployment --custom-model-deployment-identifier "
                        + model.arn() + " --region us-east-1");
        model.close();
        assertThat(deployments()).isEmpty();
    }

    @Test
    void a_model_that_is_not_served_on_demand_is_refused_before_anything_is_asked() {
        try (LocalAws west = LocalAws.builder().steppedByHand().start();
                AwsSession session = AwsSession.builder()
                        .configure(west::configure)
                        .time(west.time())
                        .build()) {
            CustomModel claude = ServingTests.tuned(session, BaseModel.CLAUDE_3_HAIKU, folder);
            assertThatThrownBy(() -> OnDemandModel.builder(session, claude).deploy())
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("ProvisionedModel");
            assertThat(west.calls("CreateCustomModelDeployment")).isEmpty();
        }
    }
}
