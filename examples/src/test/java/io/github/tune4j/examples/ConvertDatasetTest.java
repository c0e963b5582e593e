package io.github.tune4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConvertDatasetTest {
    private static final String PAIRS = "[{\"question\": \"Q\", \"answer\": \"A\"}]";

    @TempDir
    Path folder;

    private static MainRun run(String... arguments) {
        return MainRun.of(ConvertDataset.COMMAND, ConvertDataset::run, arguments);
    }

    private static MainRun runOn(String standardInput, String... arguments) {
        InputStream before = System.in;
        try {
            System.setIn(new ByteArrayInputStream(standardInput.getBytes(StandardCharsets.UTF_8)));
            return run(arguments);
        } finally {
            System.setIn(before);
        }
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @Test
    void writes_claudes_format_and_says_what_it_made() throws IOException {
        Path output = folder.resolve("new/training.jsonl");
        MainRun run = run(
                "--input",
                file("qa.json", PAIRS.replace("question", "q")),
                "--output",
                output.toString(),
                "--prompt-key",
                "q",
                "--system-prompt",
                "S",
                "--prompt-template",
                "<q>{prompt}</q>");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("1 records, claude-messages, sha256 ");
        assertThat(output)
                .hasContent("{\"system\":\"S\",\"messages\":[{\"role\":\"user\",\"content\":\"<q>Q</q>\"},"
                        + "{\"role\":\"assistant\",\"content\":\"A\"}]}");
    }

    @Test
    void a_models_name_chooses_its_format() throws IOException {
        MainRun run = run(
                "--input",
                file("qa.json", PAIRS),
                "--output",
                folder.resolve("o").toString(),
                "--model",
                "nova-lite",
                "--json");
        assertThat(run.json().path("format").textValue()).isEqualTo("converse-2024");
        assertThat(run.json().path("records").intValue()).isOne();
        assertThat(run.json().path("skipped").intValue()).isZero();
        assertThat(run.json().path("sha256").textValue()).hasSize(64);
        assertThat(Files.readString(folder.resolve("o")))
                .startsWith("{\"schemaVersion\":\"bedrock-conversation-2024\"");
    }

    @Test
    void names_the_keys_that_were_left_out() throws IOException {
        String source = file("qa.json", PAIRS.replace("}", ", \"id\": 7}"));
        MainRun run = run("--input", source, "--output", folder.resolve("o").toString(), "--json");
        assertThat(run.err()).contains("\"id\" is no part of the format and was left out of 1 records.");
        assertThat(run.json().path("leftOut").path("id").intValue()).isOne();
    }

    @Test
    void ordinary_records_are_converted_before_a_json_library_would_be_loaded() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-verbose:class",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        ConvertDataset.class.getName(),
                        "--input",
                        file("qa.json", PAIRS),
                        "--output",
                        folder.resolve("o.jsonl").toString(),
                        "--system-prompt",
                        "S")
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).contains("io.github.tune4j.dataset.RawPairs").doesNotContain("com.fasterxml.jackson");
    }

    @Test
    void dashes_are_standard_input_and_output() throws IOException {
        MainRun run = runOn(PAIRS, "--input", "-", "--output", "-", "--to", "prompt-completion");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEqualTo("{\"prompt\":\"Q\",\"completion\":\"A\"}\n");
        assertThat(run.err()).contains("1 records");
        Path output = folder.resolve("o");
        assertThat(runOn(PAIRS, "--input", "-", "--output", output.toString()).out())
                .contains("sha256");
        assertThat(output).isRegularFile();
        assertThat(run("--input", file("qa.json", PAIRS), "--output", "-", "--to", "csv")
                        .out())
                .isEqualTo("question,answer\r\nQ,A\r\n");
    }

    @Test
    void what_cannot_be_carried_over_ends_the_run_or_is_counted() throws IOException {
        String chat = file(
                "chat.jsonl",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"assistant\",\"content\":\"b\"}]}\n"
                        + "{\"messages\":[{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"assistant\",\"content\":\"\","
                        + "\"tool_calls\":[{\"id\":\"1\"}]}]}\n");
        Path output = folder.resolve("o.jsonl");
        MainRun stopped = run("--input", chat, "--output", output.toString(), "--from", "openai-chat");
        assertThat(stopped.exitCode()).isEqualTo(2);
        assertThat(stopped.err()).contains("record 2 has tool calls").contains("To fix: ");
        assertThat(output).doesNotExist();
        MainRun skipped =
                run("--input", chat, "--output", output.toString(), "--from", "openai-chat", "--skip", "--json");
        assertThat(skipped.exitCode()).isZero();
        assertThat(skipped.json().path("records").intValue()).isOne();
        assertThat(skipped.json().path("skipped").intValue()).isOne();
        assertThat(skipped.err()).contains("record 2 skipped").contains("1 of 2 records skipped.");
    }

    @Test
    void what_cannot_run_ends_with_2_and_one_clear_message() throws IOException {
        String source = file("qa.json", PAIRS);
        String output = folder.resolve("o").toString();
        assertCannotRun(run("--input", folder.resolve("none").toString(), "--output", output), "none cannot be read");
        assertCannotRun(run("--input", folder.resolve("none").toString(), "--output", "-"), "none cannot be read");
        assertCannotRun(run("--input", source, "--output", output, "--to", "xml"), "--to is 'xml'");
        assertCannotRun(run("--input", source, "--output", output, "--to", "csv", "--model", "nova-lite"), "--model");
        assertCannotRun(run("--input", source, "--output", "-", "--json"), "both claim standard output");
        assertCannotRun(run("--input", source, "--output", source), "same file");
    }

    private static void assertCannotRun(MainRun run, String problem) {
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains(problem).contains("To fix: ").doesNotContain("\tat ");
    }

    @Test
    void a_reader_that_goes_away_ends_the_run() throws IOException {
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = ConvertDataset.COMMAND.run(
                new String[] {"--input", file("qa.json", PAIRS), "--output", "-"},
                ConvertDataset::run,
                new PrintStream(closed, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("standard output is closed");
    }
}
