package io.github.tune4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tune4j.testkit.wire.Program;
import java.nio.file.Path;
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

    private static Program program(Life life) {
        return Program.against(life.local.endpoint(), "any", "pair");
    }
}
