package io.github.tune4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AskModelTest {
    private static MainRun run(String typed, String... arguments) {
        return MainRun.of(
                AskModel.COMMAND,
                (options, console) -> AskModel.run(options, console, new StringReader(typed)),
                arguments);
    }

    @Test
    void asks_one_question_and_says_that_a_stand_in_answers() {
        MainRun run = run("", "What is Amazon Bedrock?");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("Bedrock");
        assertThat(run.err()).contains("stand-ins").contains("tokens in");
    }

    @Test
    void compares_base_and_tuned_side_by_side_in_one_object_for_programs() {
        MainRun run = run("", "What is provisioned throughput?", "--compare", "--json", "--temperature", "0");
        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode json = run.json();
        assertThat(json.path("answers"))
                .extracting(a -> a.path("label").asText())
                .containsExactly("base", "tuned");
        assertThat(json.at("/answers/0/text").asText())
                .isNotBlank()
                .isNotEqualTo(json.at("/answers/1/text").asText());
        assertThat(json.at("/answers/1/model").asText()).contains(":provisioned-model/");
        assertThat(run.err()).contains(" | ");
    }

    @Test
    void asks_what_is_typed_line_by_line_until_an_empty_one() {
        MainRun run = run("What is a token?\nAnd a vector?\n\nnever asked\n");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err().lines().filter(l -> l.contains("tokens in"))).hasSize(2);
    }

    @Test
    void the_longest_answer_is_kept_and_a_document_goes_along(@TempDir Path folder) throws Exception {
        Path notes = Files.writeString(folder.resolve("notes.txt"), "The harbour opens at six.");
        MainRun run =
                run("", "When does the harbour open?", "--max-tokens", "3", "--document", notes.toString(), "--json");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.json().at("/answers/0/stopReason").asText()).isEqualTo("MAX_TOKENS");
        assertThat(run.json().at("/answers/0/outputTokens").asInt()).isEqualTo(3);
    }

    @Test
    void bad_input_is_one_clear_message() {
        assertBad(run("", "--json"), "no QUESTION");
        assertBad(run("", "Hello?", "--model", "nobody-knows"), "nobody-knows");
        assertBad(run("", "Hello?", "--temperature", "warm"), "--temperature is 'warm'");
        assertBad(run("", "Hello?", "--temperature", "7"), "temperature");
        assertBad(run("", "Hello?", "--tuned", "arn:x"), "--aws --compare");
        assertBad(run("", "Hello?", "--document", "nowhere.txt"), "nowhere.txt");
        assertBad(run("", "one", "two"), "two");
    }

    private static void assertBad(MainRun run, String problem) {
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(problem).contains("To fix:").doesNotContain("\tat ");
        assertThat(run.out()).isEmpty();
    }
}
