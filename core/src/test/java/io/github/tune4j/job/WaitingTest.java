package io.github.tune4j.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.tune4j.CancelledException;
import io.github.tune4j.aws.AwsCallException;
import io.github.tune4j.aws.AwsSession;
import io.github.tune4j.run.Budget;
import io.github.tune4j.testkit.Fault;
import io.github.tune4j.testkit.LocalAws;
import io.github.tune4j.testkit.RecordedCall;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WaitingTest {
    private static final Duration LONG = Duration.ofHours(12);
    private static final String LOOK = "GetModelCustomizationJob";

    @TempDir
    Path folder;

    private Gauges gauges;
    private FineTuningJob job;

    @BeforeEach
    void submit() {
        gauges = Gauges.in(folder, Gauges::notRepeating);
        job = gauges.job().submit();
    }

    @AfterEach
    void close() {
        gauges.close();
    }

    @Test
    void no_number_of_throttles_server_errors_and_lost_connections_ends_a_wait() {
        for (Function<String, Fault> kind : List.<Function<String, Fault>>of(
                Fault::throttle, Fault::serverError, Fault::droppedBeforeEffect, Fault::droppedAfterEffect)) {
            gauges.local.inject(kind.apply(LOOK).times(25));
        }
        assertThat(job.await(LONG).name()).isEqualTo("gauges-v1");
        assertThat(gauges.local.calls(LOOK)).hasSizeGreaterThan(100);
    }

    @Test
    void what_waiting_cannot_mend_ends_it_with_everything_that_aws_said() {
        gauges.local.inject(Fault.accessDenied(LOOK));
        AwsCallException e = catchThrowableOfType(AwsCallException.class, () -> job.await(LONG));
        assertThat(e.operation()).isEqualTo(LOOK);
        assertThat(e.errorCode()).isEqualTo("AccessDeniedException");
        assertThat(e.requestId()).isNotEmpty();
        assertThat(e.retryable()).isFalse();
        assertThat(e).hasMessageContaining("To fix: allow " + LOOK);
    }

    @Test
    void a_deadline_that_passes_in_a_storm_tells_the_storm() {
        gauges.local.inject(Fault.throttle(LOOK));
        AwsCallException e = catchThrowableOfType(AwsCallException.class, () -> job.await(Duration.ofMinutes(5)));
        assertThat(e.retryable()).isTrue();
    }

    @Test
    void looks_often_at_first_and_then_less_often_and_never_in_step() {
        gauges.local.advance(Duration.ofSeconds(1));
        job.await(LONG);
        List<Instant> looks = gauges.local.calls(LOOK).stream()
                .filter(call ->
                        String.valueOf(call.parameters().get("jobIdentifier")).startsWith("arn:"))
                .map(call -> call.at())
                .toList();
        List<Long> pauses = new ArrayList<>();
        for (int i = 1; i < looks.size() - 1; i++) {
            pauses.add(Duration.between(looks.get(i - 1), looks.get(i)).toMillis());
        }
        assertThat(pauses.get(0)).isBetween(1_000L, 2_000L);
        assertThat(pauses.subList(8, pauses.size() - 2))
                .allSatisfy(pause -> assertThat(pause).isBetween(22_000L, 30_100L));
        assertThat(Set.copyOf(pauses)).hasSizeGreaterThan(pauses.size() / 2);
    }

    @Test
    void each_snapshot_tells_phases_and_time() {
        List<JobSnapshot> seen = new ArrayList<>();
        job.await(LONG, seen::add);
        assertThat(seen).hasSizeGreaterThan(3);
        assertThat(seen)
                .allSatisfy(snapshot -> assertThat(snapshot.phases())
                        .extracting(JobSnapshot.Phase::name)
                        .containsExactly("validation", "data processing", "training"));
        assertThat(seen).extracting(JobSnapshot::elapsed).isSorted();
        assertThat(seen.get(seen.size() - 1).elapsed()).isBetween(Duration.ofHours(1), Duration.ofHours(3));
    }

    @Test
    void a_listener_that_fails_ends_nothing() {
        assertThat(job.await(LONG, snapshot -> {
                    throw new IllegalStateException("a bug of the listener");
                }))
                .isNotNull();
    }

    @Test
    void an_interrupt_while_it_sleeps_ends_the_wait_and_touches_nothing() {
        int calls = gauges.local.calls().size();
        CancelledException e = catchThrowableOfType(
                CancelledException.class,
                () -> job.await(LONG, snapshot -> Thread.currentThread().interrupt()));
        assertThat(Thread.interrupted()).as("the flag").isTrue();
        assertThat(e.resumeWith()).isEqualTo(job.arn());
        assertThat(gauges.local.calls()).hasSize(calls + 1);
        assertThat(job.snapshot().state()).isEqualTo(JobState.IN_PROGRESS);
        assertThat(job.await(LONG)).isNotNull();
    }

    @Test
    void a_wait_may_last_for_ever() {
        assertThat(job.await(ChronoUnit.FOREVER.getDuration()).name()).isEqualTo("gauges-v1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GetCallerIdentity",
                "GetFoundationModel",
                "GetFoundationModelAvailability",
                "GetCustomModel",
                "HeadBucket",
                "GetRole",
                "SimulatePrincipalPolicy",
                "ListModelCustomizationJobs",
                "GetServiceQuota"
            })
    void an_interrupt_during_the_pre_flight_is_no_finding_of_it(String operation) {
        Thread caller = Thread.currentThread();
        gauges.local.listen(new LocalAws.CallListener() {
            @Override
            public void after(RecordedCall call) {
                if (call.operation().equals(operation)) {
                    caller.interrupt();
                }
            }
        });
        try (AwsSession aws = gauges.sessionWith(Budget.ofUsd("100"))) {
            assertThatThrownBy(() -> gauges.job(aws).name("gauges-v2").submitOrAttach())
                    .isInstanceOf(CancelledException.class);
        }
        assertThat(Thread.interrupted()).as("the flag").isTrue();
        gauges.local.listen(new LocalAws.CallListener() {});
        assertThat(FineTuningJob.list(gauges.aws)).hasSize(1);
    }

    @Test
    void an_interrupt_during_a_call_of_the_submission_is_no_failure_of_aws() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> gauges.job().name("gauges-v2").submitOrAttach())
                .isInstanceOf(CancelledException.class);
        assertThat(Thread.interrupted()).as("the flag").isTrue();
        assertThat(FineTuningJob.list(gauges.aws)).hasSize(1);
    }
}
