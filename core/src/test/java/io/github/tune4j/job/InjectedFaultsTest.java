package io.github.tune4j.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tune4j.aws.AwsSession;
import io.github.tune4j.aws.ServiceRole;
import io.github.tune4j.crash.Census;
import io.github.tune4j.run.Budget;
import io.github.tune4j.testkit.Fault;
import io.github.tune4j.testkit.RecordedCall;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One call in five of every operation goes wrong: throttled, failed on AWS's side, cut off before or after its effect. The
 * life completes, nothing is there twice, and what is left at the end is what a life without faults leaves.
 */
class InjectedFaultsTest {
    private static final List<Function<String, Fault>> KINDS =
            List.of(Fault::throttle, Fault::serverError, Fault::droppedBeforeEffect, Fault::droppedAfterEffect);

    /** Four kinds of this chance each hit 20 % of all calls together. */
    private static final double CHANCE = 1 - Math.pow(0.8, 0.25);

    @TempDir
    Path folder;

    static LongStream seeds() {
        return Boolean.getBoolean("tune4j.nightly") ? LongStream.rangeClosed(1, 12) : LongStream.of(2);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void a_life_completes_under_twenty_percent_of_faults_on_all_operations(long seed) {
        try (Gauges gauges = Gauges.in(folder)) {
            List<String> undisturbed = live(gauges);
            gauges.local.reset();
            for (int kind = 0; kind < KINDS.size(); kind++) {
                gauges.local.inject(KINDS.get(kind).apply("*").chance(CHANCE, seed * 10 + kind));
            }
            List<String> disturbed = live(gauges);
            assertThat(disturbed).isEqualTo(undisturbed);
            assertThat(share(gauges)).as("calls that went wrong").isBetween(0.08, 0.4);
        }
    }

    @Test
    void every_first_answer_that_is_lost_is_got_over() {
        try (Gauges gauges = Gauges.in(folder)) {
            List<String> undisturbed = live(gauges);
            List<String> operations = gauges.local.calls().stream()
                    .map(RecordedCall::operation)
                    .distinct()
                    .toList();
            gauges.local.reset();
            operations.forEach(operation ->
                    gauges.local.inject(Fault.droppedAfterEffect(operation).times(1)));
            assertThat(live(gauges)).isEqualTo(undisturbed);
        }
    }

    /** From the submission to the end of all that was made, with the census before the cleaning up. */
    private List<String> live(Gauges gauges) {
        Budget budget = Budget.ofUsd("100");
        List<String> seen = new ArrayList<>();
        try (AwsSession aws = gauges.sessionWith(budget)) {
            FineTuningJob job = gauges.job(aws).submitOrAttach();
            CustomModel model = job.await(Duration.ofHours(12));
            seen.add("curves " + job.lossCurves().trainingByEpoch());
            FineTuningJob stopped = gauges.job(aws).name("gauges-v2").submitOrAttach();
            stopped.stop();
            seen.add("jobs "
                    + FineTuningJob.list(aws).stream().map(JobSnapshot::name).toList());
            model.delete();
            ServiceRole.delete(aws, "gauges-role");
            seen.add("spent " + budget.spentUsd() + " in " + budget.charges().size());
        }
        assertThat(budget.spentUsd()).isEqualByComparingTo(gauges.trainingBill());
        seen.addAll(Census.of(gauges.local));
        return seen;
    }

    private static double share(Gauges gauges) {
        Map<Boolean, Long> byEnd = gauges.local.calls().stream()
                .collect(Collectors.partitioningBy(
                        call -> call.status() == 0 || call.status() == 429 || call.status() >= 500,
                        Collectors.counting()));
        return byEnd.get(true) / (double) (byEnd.get(true) + byEnd.get(false));
    }
}
