package io.github.tune4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tune4j.testkit.wire.Program;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A tuning life by clients of other languages. */
@Timeout(120)
class OtherClientsLifeTest {

    @Test
    void boto3_lives_a_whole_tuning_life() throws Exception {
        try (Life life = Life.start(LocalAws.builder())) {
            Path script = Path.of(Objects.requireNonNull(OtherClientsLifeTest.class.getResource("life.py"))
                    .toURI());
            assertThat(program(life).python(script, Life.ROLE)).endsWith("done\n");
            assertThat(life.local.running()).isEmpty();
        }
    }

    @Test
    void the_command_line_creates_reads_and_stops_a_job() throws Exception {
        try (Life life = Life.byHand()) {
            Program program = program(life);
            String job = program.aws(
                            "bedrock",
                            "create-model-customization-job",
                            "--job-name=by-cli",
                            "--custom-model-name=by-cli",
                            "--role-arn=" + Life.ROLE,
                            "--base-model-identifier=" + Life.HAIKU,
                            "--training-data-config=s3Uri=s3://data/training.jsonl",
                            "--output-data-config=s3Uri=s3://data/cli",
                            "--hyper-parameters=epochCount=2",
                            "--query=jobArn",
                            "--output=text")
                    .strip();
            assertThat(job).startsWith("arn:aws:bedrock:us-west-2:");
            program.aws("bedrock", "stop-model-customization-job", "--job-identifier=" + job);
            assertThat(program.aws(
                            "bedrock",
                            "get-model-customization-job",
                            "--job-identifier=by-cli",
                            "--query=status",
                            "--output=text"))
                    .isEqualTo("Stopping\n");
        }
    }

    @Test
    void the_command_line_lives_a_whole_tuning_life() throws Exception {
        try (Life life = Life.byHand()) {
            Program program = program(life);
            String model = life.model("by-java");
            assertThat(text(program, "get-custom-model", "--model-identifier=by-java-model", "--query=modelArn"))
                    .isEqualTo(model);
            String throughput = text(
                    program,
                    "create-provisioned-model-throughput",
                    "--provisioned-model-name=by-cli",
                    "--model-id=" + model,
                    "--model-units=1",
                    "--query=provisionedModelArn");
            assertThat(life.local.running()).containsExactly(throughput);
            life.local.advance(Duration.ofHours(1));
            assertThat(text(
                            program,
                            "get-provisioned-model-throughput",
                            "--provisioned-model-id=by-cli",
                            "--query=status"))
                    .isEqualTo("InService");
            assertThat(program.aws(
                            "bedrock-runtime",
                            "converse",
                            "--model-id=" + throughput,
                            "--messages=[{\"role\":\"user\",\"content\":[{\"text\":\"" + Life.question(3) + "\"}]}]",
                            "--query=output.message.content[0].text",
                            "--output=text"))
                    .startsWith("Station 3 sells");
            text(program, "delete-provisioned-model-throughput", "--provisioned-model-id=" + throughput);
            assertThat(life.local.running()).isEmpty();
            Program.Result again = program.tryAws(
                    "bedrock", "delete-provisioned-model-throughput", "--provisioned-model-id=" + throughput);
            assertThat(again.status()).isNotZero();
            assertThat(again.output()).contains("ResourceNotFoundException");
        }
    }

    private static String text(Program program, String... arguments) throws Exception {
        List<String> words = new ArrayList<>(List.of("bedrock"));
        words.addAll(List.of(arguments));
        words.add("--output=text");
        return program.aws(words.toArray(String[]::new)).strip();
    }

    private static Program program(Life life) {
        return Program.against(life.local.endpoint(), "any", "pair");
    }
}
