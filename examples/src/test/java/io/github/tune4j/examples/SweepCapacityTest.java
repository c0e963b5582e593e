package io.github.tune4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tune4j.testkit.Fault;
import io.github.tune4j.testkit.LocalAws;
import io.github.tune4j.testkit.RecordedCall;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.bedrock.BedrockClient;
import software.amazon.awssdk.services.bedrock.BedrockClientBuilder;
import software.amazon.awssdk.services.bedrock.model.Tag;

class SweepCapacityTest {
    private static final Map<String, String> SETTINGS =
            Map.of("aws.accessKeyId", "local", "aws.secretAccessKey", "local");

    private final LocalAws local = LocalAws.builder().steppedByHand().start();
    private final List<Consumer<RecordedCall>> listeners = new CopyOnWriteArrayList<>();
    private BedrockClient bedrock;

    @BeforeEach
    void start() {
        BedrockClientBuilder builder = BedrockClient.builder();
        local.configure(builder);
        bedrock = builder.build();
        System.setProperty("aws.endpointUrl", local.endpoint().toString());
        SETTINGS.forEach(System::setProperty);
    }

    @AfterEach
    void close() {
        System.clearProperty("aws.endpointUrl");
        SETTINGS.keySet().forEach(System::clearProperty);
        bedrock.close();
        local.close();
    }

    private static MainRun run(String... arguments) {
        return MainRun.of(SweepCapacity.COMMAND, SweepCapacity::run, arguments);
    }

    private String buy(String name, Tag... tags) {
        return bedrock.createProvisionedModelThroughput(r -> r.provisionedModelName(name)
                        .modelId("anthropic.claude-3-haiku-20240307-v1:0:200k")
                        .modelUnits(1)
                        .tags(tags))
                .provisionedModelArn();
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    private String ours(String name, Duration left) {
        return buy(
                name,
                tag("tune4j:owner", "somebody"),
                tag("tune4j:run", "a-host/1/1"),
                tag("tune4j:expires", local.time().now().plus(left).toString()));
    }

    @Test
    void nothing_running_is_good() {
        MainRun run = run();
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("Nothing is running in us-west-2.");
    }

    @Test
    void lists_everything_and_deletes_nothing_without_being_told() {
        String ours = ours("eval", Duration.ofMinutes(30));
        String foreign = buy("theirs");
        assertThat(run().exitCode()).isZero();
        local.advance(Duration.ofMinutes(90));
        MainRun run = run();
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .contains(
                        ours, "owner somebody", "1 h 30 min old", "132.00 USD an hour", "so far 264.00 USD", "OVERDUE")
                .contains(foreign, "owner not this library", "no expiry");
        assertThat(local.running()).containsExactlyInAnyOrder(ours, foreign);
    }

    @Test
    void deletes_what_is_ours_and_overdue_and_tells_a_program() {
        String ours = ours("eval", Duration.ofMinutes(30));
        String foreign = buy("theirs");
        local.advance(Duration.ofMinutes(90));
        MainRun run = run("--delete", "--json", "--region", "us-west-2,us-east-1");
        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode json = run.json();
        assertThat(json.path("overdue").asBoolean()).isFalse();
        assertThat(json.path("capacity"))
                .extracting(
                        c -> c.path("arn").asText() + " " + c.path("deleted").asBoolean())
                .containsExactlyInAnyOrder(ours + " true", foreign + " false");
        assertThat(local.running()).containsExactly(foreign);
        assertThat(run("--delete").exitCode()).isZero();
    }

    @Test
    void goes_on_after_a_failure_and_says_what_is_left_and_how_to_delete_it() {
        String one = ours("one", Duration.ofMinutes(30));
        String other = ours("other", Duration.ofMinutes(30));
        local.advance(Duration.ofMinutes(90));
        local.inject(Fault.accessDenied("DeleteProvisionedModelThroughput").times(1));
        MainRun run = run("--delete");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(local.running()).hasSize(1);
        String left = local.running().get(0);
        assertThat(left).isIn(one, other);
        assertThat(run.err()).contains("delete-provisioned-model-throughput --provisioned-model-id " + left);
        assertThat(run("--delete").exitCode()).isZero();
        assertThat(local.running()).isEmpty();
    }

    @Test
    void what_cannot_be_looked_at_is_no_good_news() {
        local.inject(Fault.accessDenied("ListProvisionedModelThroughputs"));
        MainRun run = run();
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains("ListProvisionedModelThroughputs")
                .contains("To fix:")
                .doesNotContain("\tat ");
        assertThat(run.out()).isEmpty();
    }

    /** Does something once, at a call's end, as soon as the local AWS's clock has come so far. */
    private void onceAt(Duration passed, String operation, Runnable act) {
        Instant due = local.time().now().plus(passed);
        AtomicBoolean done = new AtomicBoolean();
        listeners.add(call -> {
            if (call.operation().equals(operation) && !local.time().now().isBefore(due) && !done.getAndSet(true)) {
                act.run();
            }
        });
        local.listen(new LocalAws.CallListener() {
            @Override
            public void after(RecordedCall call) {
                listeners.forEach(listener -> listener.accept(call));
            }
        });
    }

    @Test
    void again_and_again_it_survives_a_failing_round_and_deletes_what_has_become_overdue_until_it_is_interrupted() {
        String ours = ours("eval", Duration.ofMinutes(12));
        String foreign = buy("theirs");
        Thread main = Thread.currentThread();
        Instant begin = local.time().now();
        onceAt(
                Duration.ofMinutes(4),
                "ListCustomModelDeployments",
                () -> local.inject(
                        Fault.accessDenied("ListProvisionedModelThroughputs").times(3)));
        onceAt(Duration.ofMinutes(24), "ListCustomModelDeployments", main::interrupt);

        MainRun run = run("--every", "5m", "--delete");

        assertThat(Thread.interrupted()).isTrue();
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err())
                .contains("AWS refused ListProvisionedModelThroughputs")
                .contains("To fix:");
        assertThat(run.out()).containsOnlyOnce("overdue, DELETED");
        assertThat(local.running()).containsExactly(foreign);
        assertThat(local.calls("DeleteProvisionedModelThroughput"))
                .singleElement()
                .satisfies(call -> {
                    assertThat(call.parameters()).containsValue(ours);
                    assertThat(call.at())
                            .isBetween(begin.plus(Duration.ofMinutes(15)), begin.plus(Duration.ofMinutes(17)));
                });
    }

    @Test
    void when_it_is_interrupted_what_the_last_round_has_seen_is_the_exit_code() {
        ours("eval", Duration.ofMinutes(2));
        Thread main = Thread.currentThread();
        onceAt(Duration.ofMinutes(9), "ListCustomModelDeployments", main::interrupt);
        assertThat(run("--every", "5m").exitCode()).isEqualTo(1);
        assertThat(Thread.interrupted()).isTrue();

        local.inject(Fault.accessDenied("ListProvisionedModelThroughputs"));
        onceAt(Duration.ofMinutes(9), "ListProvisionedModelThroughputs", main::interrupt);
        assertThat(run("--every", "5m").exitCode()).isEqualTo(2);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void a_region_that_cannot_be_looked_at_keeps_no_other_from_being_swept() {
        String ours = ours("eval", Duration.ofMinutes(30));
        local.advance(Duration.ofMinutes(90));
        local.inject(Fault.accessDenied("ListProvisionedModelThroughputs").times(2));
        MainRun run = run("--delete", "--region", "us-east-1,us-west-2");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("ListProvisionedModelThroughputs").contains("To fix:");
        assertThat(run.out()).contains(ours, "overdue, DELETED");
        assertThat(local.running()).isEmpty();
    }

    @Test
    void deployments_that_cannot_be_listed_keep_no_throughput_from_being_deleted() {
        ours("eval", Duration.ofMinutes(30));
        local.advance(Duration.ofMinutes(90));
        local.inject(Fault.accessDenied("ListCustomModelDeployments"));
        MainRun run = run("--delete");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("ListCustomModelDeployments").contains("To fix:");
        assertThat(local.running()).isEmpty();
    }

    @Test
    void bad_input_is_one_clear_message() {
        assertBad(run("--region", "mars-north-1"), "mars-north-1");
        assertBad(run("--every", "soon"), "--every is 'soon'");
        assertBad(run("--every", "0s"), "less than a second");
        assertBad(run("--kill"), "--kill");
    }

    private static void assertBad(MainRun run, String problem) {
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(problem).contains("To fix:").doesNotContain("\tat ");
        assertThat(run.out()).isEmpty();
    }
}
