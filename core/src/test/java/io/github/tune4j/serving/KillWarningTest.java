package io.github.tune4j.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tune4j.aws.AwsSession;
import io.github.tune4j.job.CustomModel;
import io.github.tune4j.model.BaseModel;
import io.github.tune4j.testkit.LocalAws;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who buys without watchdog is told in one line what a killed JVM costs. */
class KillWarningTest {
    private static final String KILLED = "If this JVM is killed";

    private final LocalAws local = LocalAws.builder().steppedByHand().start();
    private final AwsSession aws =
            AwsSession.builder().configure(local::configure).time(local.time()).build();

    @TempDir
    Path folder;

    private CustomModel tuned;

    @BeforeEach
    void tune() {
        tuned = ServingTests.tuned(aws, BaseModel.CLAUDE_3_HAIKU, folder);
    }

    @AfterEach
    void close() {
        aws.close();
        local.close();
    }

    private ProvisionedModel.Builder order() {
        return ProvisionedModel.builder(aws, tuned).maxLifetime(Duration.ofHours(2));
    }

    private static String[] said(Supplier<ProvisionedModel> purchase, boolean closes) {
        try (Logged logged = new Logged()) {
            ProvisionedModel model = purchase.get();
            if (closes) {
                model.close();
            }
            return logged.lines(KILLED).toArray(String[]::new);
        }
    }

    @Test
    void names_the_price_the_end_of_the_lease_and_the_command_that_ends_it_then() {
        String end = local.time().now().plus(Duration.ofMinutes(119)).toString();
        assertThat(said(() -> order().provision(), true))
                .singleElement()
                .asString()
                .contains("WARN", ":provisioned-model/", "132.00 USD an hour", end, "watchdog(true)")
                .contains("SweepCapacity --delete --region us-west-2");
    }

    @Test
    void says_that_no_sweep_ends_what_has_no_lease() {
        assertThat(said(() -> ProvisionedModel.builder(aws, tuned).provision(), true))
                .singleElement()
                .asString()
                .contains("132.00 USD an hour", "no lease", "maxLifetime", "SweepCapacity --region us-west-2")
                .contains("aws bedrock delete-provisioned-model-throughput --provisioned-model-id arn:")
                .doesNotContain("--delete ");
    }

    @Test
    void is_said_to_who_takes_over_as_well() {
        order().provision().keepRunning();
        assertThat(said(() -> order().provisionOrAdopt(), true))
                .singleElement()
                .asString()
                .contains("SweepCapacity --delete --region us-west-2");
    }

    @Test
    void is_not_said_when_a_watchdog_ends_it() {
        assertThat(said(() -> order().watchdog(true).provision(), true)).isEmpty();
    }

    @Test
    void is_not_said_of_a_commitment_that_nothing_could_end() {
        Commitment six = Commitment.sixMonths(Commitment.Consent.toPayUsd("289080.00"));
        assertThat(said(
                        () -> ProvisionedModel.builder(aws, tuned)
                                .commitment(six)
                                .provision(),
                        false))
                .isEmpty();
    }
}
