package io.github.tune4j.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tune4j.aws.AwsSession;
import io.github.tune4j.job.CustomModel;
import io.github.tune4j.model.BaseModel;
import io.github.tune4j.testkit.Fault;
import io.github.tune4j.testkit.LocalAws;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.regions.Region;

/** A lease is over, and AWS does not delete what was leased: it is tried at every look, and said now and then. */
class LeaseExpiryTest {
    private static final Duration LEASE = Duration.ofHours(2);

    private final LocalAws local =
            LocalAws.builder().region(Region.US_EAST_1).steppedByHand().start();
    private final AwsSession aws = AwsSession.builder()
            .region(Region.US_EAST_1)
            .configure(local::configure)
            .time(local.time())
            .build();

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        aws.close();
        local.close();
    }

    private CustomModel tuned() {
        return ServingTests.tuned(aws, BaseModel.NOVA_LITE, folder);
    }

    private static Fault expired(String operation) {
        return Fault.error(
                operation, 403, "ExpiredTokenException", "The security token included in the request is expired");
    }

    @Test
    void is_said_at_first_when_the_reason_changes_and_once_an_hour_with_how_long_it_has_gone_on() {
        String delete = "DeleteProvisionedModelThroughput";
        ProvisionedModel model = ProvisionedModel.builder(aws, tuned())
                .maxLifetime(LEASE)
                .watchdog(false)
                .provision();
        local.inject(Fault.accessDenied(delete).times(30));
        local.inject(expired(delete).times(270));
        List<String> errors;
        List<String> ends;
        try (Logged logged = new Logged()) {
            local.advance(LEASE.plusHours(3));
            errors = logged.lines("ERROR");
            ends = logged.lines("The lease of " + model.arn() + " has ended");
        }
        assertThat(ends).hasSize(1);
        assertThat(errors).hasSize(4).allMatch(line -> line.contains(model.arn()));
        assertThat(errors.get(0))
                .contains("AccessDenied")
                .contains("To fix: delete it by hand")
                .doesNotContain("by now");
        assertThat(errors.get(1)).contains("For 0 h 10 min by now: ").contains("ExpiredToken");
        assertThat(errors.get(2)).contains("For 1 h 10 min by now: ");
        assertThat(errors.get(3)).contains("For 2 h 10 min by now: ");
        assertThat(local.running()).isEmpty();
        assertThat(local.calls(delete)).hasSize(301);
    }

    @Test
    void the_same_holds_for_a_deployment() {
        String delete = "DeleteCustomModelDeployment";
        OnDemandModel model =
                OnDemandModel.builder(aws, tuned()).maxLifetime(LEASE).deploy();
        local.inject(Fault.accessDenied(delete).times(200));
        List<String> errors;
        try (Logged logged = new Logged()) {
            local.advance(LEASE.plusHours(3));
            errors = logged.lines("ERROR");
        }
        assertThat(errors).hasSize(2).allMatch(line -> line.contains(model.arn()));
        assertThat(errors.get(1)).contains("For 1 h 0 min by now: ");
        assertThat(CapacitySweep.of(aws).list()).isEmpty();
    }

    @Test
    void failures_that_may_pass_are_said_no_more_often() {
        CustomModel tuned = tuned();
        try (AwsSession impatient = AwsSession.builder()
                .region(Region.US_EAST_1)
                .configure(local::configure)
                .configure(client -> client.overrideConfiguration(o -> o.retryStrategy(AwsRetryStrategy.doNotRetry())))
                .time(local.time())
                .build()) {
            ProvisionedModel model = ProvisionedModel.builder(impatient, tuned)
                    .maxLifetime(LEASE)
                    .provision();
            local.inject(Fault.serverError("DeleteProvisionedModelThroughput").times(100));
            try (Logged logged = new Logged()) {
                local.advance(LEASE.plusMinutes(50));
                assertThat(logged.lines(model.arn())).hasSize(2).anyMatch(line -> line.contains("has ended"));
            }
            assertThat(local.running()).isEmpty();
        }
    }
}
