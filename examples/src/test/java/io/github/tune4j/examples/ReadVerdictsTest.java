package io.github.tune4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadVerdictsTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(Path texts, Path output, String mode) {
        return ReadVerdicts.COMMAND.run(
                new String[] {"--texts", texts.toString(), "--output", output.toString(), "--mode", mode},
                ReadVerdicts::run,
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    @Test
    void reads_each_reply_in_the_mode_asked_for() throws IOException {
        Path texts = Files.writeString(folder.resolve("texts.jsonl"), """
                {"id": "a", "text": "Rating: 7"}
                {"id": 2, "text": "First [[3]], on reflection [[8]]"}
                {"id": "c", "text": "I'm sorry, but I can't evaluate this answer."}
                {"id": "d", "text": "Rating: [[11]]"}
                """);
        Path output = folder.resolve("out/readings.jsonl");
        assertThat(run(texts, output, "robust")).isZero();
        assertThat(Files.readAllLines(output))
                .containsExactly(
                        "{\"id\":\"a\",\"outcome\":\"scored\",\"score\":7.0}",
                        "{\"id\":2,\"outcome\":\"unreadable\",\"score\":null}",
                        "{\"id\":\"c\",\"outcome\":\"refused\",\"score\":null}",
                        "{\"id\":\"d\",\"outcome\":\"out_of_range\",\"score\":null}");
        assertThat(run(texts, output, "compatible")).isZero();
        assertThat(Files.readAllLines(output).get(1)).isEqualTo("{\"id\":2,\"outcome\":\"scored\",\"score\":3.0}");
    }

    @Test
    void names_the_line_that_is_none() throws IOException {
        Path texts = Files.writeString(folder.resolve("texts.jsonl"), "{\"id\": 1, \"text\": \"x\"}\n{\"id\": 2}\n");
        assertThat(run(texts, folder.resolve("o"), "robust")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("line 2 has no id or no text");
        assertThat(folder.resolve("o")).doesNotExist();
    }
}
