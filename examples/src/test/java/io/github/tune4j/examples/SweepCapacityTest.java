package io.github.tune4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tune4j.testkit.Fault;
import io.github.tune4j.testkit.LocalAws;
import java.time.Duration;
import java.util.Map;
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
