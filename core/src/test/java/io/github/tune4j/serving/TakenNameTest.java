package io.github.tune4j.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.aws.AwsCallException;
import io.github.tune4j.aws.AwsSession;
import io.github.tune4j.job.CustomModel;
import io.github.tune4j.model.BaseModel;
import io.github.tune4j.run.Budget;
import io.github.tune4j.testkit.LocalAws;
import io.github.tune4j.testkit.RecordedCall;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.bedrock.BedrockClient;
import software.amazon.awssdk.services.bedrock.BedrockClientBuilder;
import software.amazon.awssdk.services.bedrock.model.Tag;

/** Two want one name: the one looks, finds nothing, and when it buys, the other has bought already. */
class TakenNameTest {
    private static final Duration HOURS = Duration.ofHours(2);

    private final LocalAws local = LocalAws.builder().steppedByHand().start();
    private final AwsSession shared =
            AwsSession.builder().configure(local::configure).time(local.time()).build();
    private final Budget budget = Budget.builder("1000").time(local.time()).build();
    private final AwsSession aws = shared.withBudget(budget);
    private final AtomicBoolean bought = new AtomicBoolean();
    private BedrockClient winner;

    @TempDir
    Path folder;

    private CustomModel tuned;

    @BeforeEach
    void tune() {
        tuned = ServingTests.tuned(shared, BaseModel.CLAUDE_3_HAIKU, folder);
        BedrockClientBuilder builder = BedrockClient.builder();
        local.configure(builder);
        winner = builder.build();
    }

    @AfterEach
    void close() {
        winner.close();
        aws.close();
        shared.close();
        local.close();
    }

    private ProvisionedModel.Builder order() {
        return ProvisionedModel.builder(aws, tuned).name("gauges-eval").maxLifetime(HOURS);
    }

    /** Between the look and the purchase somebody else buys the name. */
    private void isOutrunBy(List<Tag> tags) {
        local.listen(new LocalAws.CallListener() {
            @Override
            public void before(RecordedCall call) {
                if (call.operation().equals("CreateProvisionedModelThroughput") && !bought.getAndSet(true)) {
                    winner.createProvisionedModelThroughput(r -> r.provisionedModelName("gauges-eval")
                            .modelId(tuned.arn())
                            .modelUnits(1)
                            .tags(tags));
                }
            }
        });
    }

    private List<Tag> heldBy(String holder) {
        return new OwnerTags(
                        "somebody",
                        holder,
                        "throughput gauges-eval of-the-winner",
                        local.time().now().plus(HOURS),
                        HOURS)
                .with(Map.of());
    }

    private void oneIsOnTheBill() {
        assertThat(bought).isTrue();
        assertThat(local.bill().items().stream().filter(item -> item.arn().contains(":provisioned-model/")))
                .hasSize(1);
        assertThat(local.calls("CreateProvisionedModelThroughput"))
                .extracting(call -> call.status() < 300)
                .containsExactlyInAnyOrder(true, false);
    }

    @Test
    void who_comes_second_is_refused_while_a_living_process_holds_it_and_spends_nothing() {
        isOutrunBy(heldBy("another-host/1/1"));
        assertThatThrownBy(() -> order().provisionOrAdopt())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("The name gauges-eval is taken")
                .hasMessageContaining("held by another process (another-host/1/1)")
                .hasMessageContaining("To fix: wait for it, or choose another name.");
        oneIsOnTheBill();
        assertThat(local.running()).hasSize(1);
        assertThat(local.calls("DeleteProvisionedModelThroughput")).isEmpty();
        assertThat(budget.spentUsd()).isZero();
        assertThat(budget.remainingUsd()).isEqualByComparingTo("1000");
    }

    @Test
    void who_comes_second_takes_over_what_a_dead_process_of_this_machine_left_and_pays_its_hours() {
        isOutrunBy(heldBy(OwnerTags.ofThisProcess(null, null, null).holder().replaceFirst("/.*", "/1/1")));
        try (ProvisionedModel model = order().provisionOrAdopt()) {
            assertThat(local.running()).containsExactly(model.arn());
            model.awaitInService(Duration.ofHours(1));
        }
        oneIsOnTheBill();
        assertThat(local.running()).isEmpty();
        assertThat(budget.spentUsd())
                .isEqualByComparingTo("132")
                .isEqualByComparingTo(ServingTests.throughputUsd(local));
    }

    @Test
    void who_comes_second_is_refused_what_is_not_this_librarys() {
        isOutrunBy(List.of());
        assertThatThrownBy(() -> order().provisionOrAdopt())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("was not bought with this library");
        oneIsOnTheBill();
        assertThat(budget.remainingUsd()).isEqualByComparingTo("1000");
    }

    @Test
    void provision_alone_takes_nothing_over_and_passes_on_what_aws_says() {
        isOutrunBy(heldBy("another-host/1/1"));
        assertThatThrownBy(() -> order().provision())
                .isInstanceOf(AwsCallException.class)
                .hasMessageContaining("currently in use");
        oneIsOnTheBill();
        assertThat(budget.remainingUsd()).isEqualByComparingTo("1000");
    }
}
