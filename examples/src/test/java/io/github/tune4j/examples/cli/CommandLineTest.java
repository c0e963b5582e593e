package io.github.tune4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tune4j.TuneException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandLineTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private static CommandLine command() {
        return CommandLine.of(CommandLineTest.class, "Counts sheep.")
                .required("--in FILE", "the meadow")
                .option("--count N", "how many")
                .flag("--fast", "hurry")
                .json()
                .example("--in meadow.json");
    }

    private int run(CommandLine.Body body, String... arguments) {
        return command()
                .run(
                        arguments,
                        body,
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    @Test
    void help_names_every_option_and_the_exit_codes() {
        assertThat(run((o, c) -> 1, "--help")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("Counts sheep.", "--in FILE", "(required)", "--fast", "--json", "Exit code: 0 good");
    }

    @Test
    void reads_options_and_passes_the_exit_code_on() {
        assertThat(run(
                        (options, console) -> {
                            console.say(options.required("--in")
                                    + options.integer("--count", 1).orElseThrow());
                            return options.has("--fast") ? 1 : 0;
                        },
                        "--in",
                        "a.json",
                        "--fast",
                        "--count",
                        "3"))
                .isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualToIgnoringNewLines("a.json3");
    }

    @Test
    void a_folder_that_cannot_be_made_is_one_clear_message() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        int exit = run(
                (options, console) -> {
                    try {
                        Files.createDirectories(options.path("--in").orElseThrow());
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                    return 0;
                },
                "--in",
                file.resolve("below").toString());
        assertThat(exit).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains(file.toString(), "To fix:")
                .doesNotContain("did not expect");
    }

    @Test
    void a_path_that_is_none_is_told_by_its_option() {
        assertThat(run((o, c) -> o.path("--in").isPresent() ? 0 : 1, "--in", ""))
                .isEqualTo(2);
        assertThat(run((o, c) -> o.path("--in").isPresent() ? 0 : 1, "--in", "a\0b"))
                .isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("--in is empty", "--in is no path");
    }

    @Test
    void names_every_wrong_option_at_once_without_running() {
        assertThat(run((o, c) -> 0, "--slow", "--count")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("Unknown option --slow", "--count needs a value", "Missing --in FILE", "To fix: see --help.")
                .doesNotContain("\tat ");
    }

    @Test
    void a_known_failure_is_one_message_with_its_cure() {
        assertThat(run(
                        (o, c) -> {
                            throw new TuneException("The meadow is empty.", "bring sheep.", null);
                        },
                        "--in",
                        "x"))
                .isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("The meadow is empty.", "To fix: bring sheep.", "docs/troubleshooting.md#tune")
                .doesNotContain("\tat ");
    }

    @Test
    void an_unknown_failure_shows_no_stack_trace_either() {
        assertThat(run(
                        (o, c) -> {
                            throw new IllegalStateException("odd");
                        },
                        "--in",
                        "x"))
                .isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("odd", "To fix:", "-Dtune4j.debug")
                .doesNotContain("\tat ");
    }

    @Test
    void with_json_people_are_spoken_to_on_standard_error() {
        assertThat(run(
                        (o, console) -> {
                            console.say("for people");
                            console.object("{}");
                            return 0;
                        },
                        "--in",
                        "x",
                        "--json"))
                .isZero();
        assertThat(out.toString(StandardCharsets.UTF_8).strip()).isEqualTo("{}");
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("for people");
    }

    @Test
    void an_argument_needs_no_name_before_it() {
        CommandLine command = CommandLine.of(CommandLineTest.class, "Looks.").argument("DIR", "the folder");
        PrintStream silent = new PrintStream(out, true, StandardCharsets.UTF_8);
        PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
        CommandLine.Body body = (options, console) -> options.required("DIR").equals("some/folder") ? 0 : 1;
        assertThat(command.run(new String[] {"some/folder"}, body, silent, errors))
                .isZero();
        assertThat(command.run(new String[] {}, body, silent, errors)).isEqualTo(2);
        assertThat(command.run(new String[] {"a", "b"}, body, silent, errors)).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("Missing DIR", "Unknown option b");
    }

    @Test
    void nothing_that_a_model_wrote_steers_the_terminal() {
        run(
                (options, console) -> {
                    console.say("\u001b[31mred\u001b[0m good\rbad \u202eturned");
                    console.note("\u009b31m");
                    return 0;
                },
                "--in",
                "x");
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("red", "good", "bad", "turned")
                .doesNotContain("\u001b", "\r", "\u202e");
        assertThat(err.toString(StandardCharsets.UTF_8)).doesNotContain("\u009b");
    }
}
