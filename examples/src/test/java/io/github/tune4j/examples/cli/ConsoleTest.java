package io.github.tune4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tune4j.testing.GoldenTable;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ConsoleTest {

    @Test
    void no_text_of_a_model_steers_the_terminal() {
        for (JsonNode payload : GoldenTable.rows("judge-attacks/payloads.jsonl")) {
            String text = payload.get("text").textValue();
            for (String stream : new String[] {said(text), noted(text)}) {
                assertThat(stream)
                        .as(payload.toString())
                        .contains(payload.get("canary").textValue());
                assertThat(stream.codePoints().filter(ConsoleTest::steers))
                        .as(payload.toString())
                        .isEmpty();
                payload.get("must_not")
                        .path("terminal")
                        .forEach(bad -> assertThat(stream).doesNotContain(bad.textValue()));
            }
        }
    }

    private static boolean steers(int c) {
        return Character.isISOControl(c) && c != '\n' && c != '\t'
                || c >= 0x202A && c <= 0x202E
                || c >= 0x2066 && c <= 0x2069;
    }

    private static String said(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new Console(stream(out), stream(new ByteArrayOutputStream()), false).say(text);
        return out.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }

    private static String noted(String text) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        new Console(stream(new ByteArrayOutputStream()), stream(err), false).note(text);
        return err.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
