package io.github.tune4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidateDatasetTest {
    private static final String GOOD =
            "{\"messages\":[{\"role\":\"user\",\"content\":\"Q\"},{\"role\":\"assistant\",\"content\":\"A\"}]}\n";

    @TempDir
    Path folder;

    private static MainRun run(String... arguments) {
        return MainRun.of(ValidateDataset.COMMAND, ValidateDataset::run, arguments);
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @Test
    void valid_data_ends_with_0_and_warnings_do_not_change_that() throws IOException {
        String training = file("training.jsonl", GOOD.repeat(32));
        assertThat(run("--training", training)).satisfies(run -> {
            assertThat(run.exitCode()).isZero();
            assertThat(run.out()).contains("Limits of Claude 3 Haiku.").contains("Valid.");
        });
        String odd = file(
                "odd.jsonl",
                GOOD.replace("{\"messages\"", "{\"id\":1,\"messages\"").repeat(32));
        assertThat(run("--training", odd)).satisfies(run -> {
            assertThat(run.exitCode()).isZero();
            assertThat(run.out()).contains("Valid (warnings: 32).");
        });
    }

    @Test
    void invalid_data_ends_with_1_and_says_where_and_what_to_do() throws IOException {
        String training = file("training.jsonl", GOOD.repeat(40) + GOOD.replace("assistant", "robot"));
        MainRun run = run("--training", training, "--validation", file("validation.jsonl", GOOD));
        assertThat(run.exitCode()).isOne();
        assertThat(run.out())
                .contains("training.jsonl, line 41, /messages/1/role: The role is neither user nor assistant. (robot)"
                        + " To fix: write \"user\" or \"assistant\".")
                .contains("validation.jsonl: The file has 1 lines")
                .contains("Not valid: errors: 2");
    }

    @Test
    void json_is_one_object_and_nothing_else() throws IOException {
        MainRun run = run("--training", file("training.jsonl", GOOD + "{\n"), "--json");
        assertThat(run.exitCode()).isOne();
        assertThat(run.json().path("valid").booleanValue()).isFalse();
        assertThat(run.json().at("/issues/0/rule").textValue()).isEqualTo("invalid_json");
        assertThat(run.json().at("/issues/0/line").intValue()).isEqualTo(2);
        assertThat(run.json().at("/files/0/lines").intValue()).isEqualTo(2);
    }

    @Test
    void each_model_has_its_own_limits_and_each_estimate_its_own_count() throws IOException {
        String nova = "{\"schemaVersion\":\"bedrock-conversation-2024\",\"messages\":[{\"role\":\"user\",\"content\":"
                + "[{\"text\":\"Q\"}]},{\"role\":\"assistant\",\"content\":[{\"text\":\"A\"}]}]}\n";
        assertThat(run("--training", file("nova.jsonl", nova.repeat(8)), "--model", "nova-lite")
                        .exitCode())
                .isZero();
        String japanese =
                file("japanese.jsonl", GOOD.repeat(31) + GOOD.replace("\"Q\"", "\"" + "語".repeat(40_000) + "\""));
        assertThat(run("--training", japanese).out()).contains("about 40,001 tokens; at most 32,000 are allowed");
        assertThat(run("--training", japanese, "--tokens", "aws").exitCode()).isZero();
    }

    @Test
    void a_dash_is_standard_input() throws IOException {
        InputStream before = System.in;
        try {
            System.setIn(new ByteArrayInputStream(GOOD.repeat(32).getBytes(StandardCharsets.UTF_8)));
            MainRun run = run("--training", "-", "--validation", file("validation.jsonl", GOOD.repeat(32)), "--json");
            assertThat(run.exitCode()).isZero();
            assertThat(run.json().at("/files/0/lines").intValue()).isEqualTo(32);
            assertThat(run.json().path("files")).hasSize(2);
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void what_cannot_run_ends_with_2_and_one_clear_message() throws IOException {
        String training = file("training.jsonl", GOOD);
        assertThat(run("--training", folder.resolve("missing.jsonl").toString()))
                .satisfies(run -> assertCannotRun(run, "missing.jsonl cannot be read."));
        assertThat(run("--training", training, "--model", "gpt-2"))
                .satisfies(run -> assertCannotRun(run, "has no model \"gpt-2\""));
        assertThat(run("--training", training, "--model", "claude-opus-5"))
                .satisfies(run -> assertCannotRun(run, "Claude Opus 5 cannot be fine-tuned"));
        assertThat(run("--training", training, "--tokens", "many"))
                .satisfies(run -> assertCannotRun(run, "--tokens is 'many'"));
        assertThat(run("--training", training, "--validation", "-"))
                .satisfies(run -> assertCannotRun(run, "Validation data cannot come from standard input"));
        assertThat(run()).satisfies(run -> assertCannotRun(run, "Missing --training"));
    }

    private static void assertCannotRun(MainRun run, String problem) {
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains(problem).contains("To fix: ").doesNotContain("\tat ");
    }

    @Test
    void help_names_every_option() {
        assertThat(run("--help")).satisfies(run -> {
            assertThat(run.exitCode()).isZero();
            assertThat(run.out()).contains("--training", "--validation", "--model", "--tokens", "--json", "Exit code");
        });
    }
}
