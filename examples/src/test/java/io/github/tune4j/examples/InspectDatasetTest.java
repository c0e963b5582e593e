package io.github.tune4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tune4j.testing.SharedData;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectDatasetTest {
    private static final String PAIRS = """
            [{"question": "Who keeps the lighthouse?", "answer": "Two keepers live there all year round."},
             {"question": "How many steps does it have?", "answer": "It has 214 steps; ask ana@example.com for the key."}]
            """;

    @TempDir
    Path folder;

    private static MainRun run(String... arguments) {
        return MainRun.of(InspectDataset.COMMAND, InspectDataset::run, arguments);
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @Test
    void data_without_an_error_ends_with_0_and_masks_values() throws IOException {
        MainRun run = run("--training", file("qa.json", PAIRS), "--topics", "lighthouse, steps");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("training:2: Personal data stands in the data: email.")
                .contains("Topic steps: 1 pairs, 2 mentions, 1 questions (thin)")
                .contains("Doubtful")
                .doesNotContain("ana@");
    }

    @Test
    void a_leak_ends_with_1() throws IOException {
        MainRun run = run(
                "--training",
                file("qa.json", PAIRS),
                "--evaluation",
                file("questions.json", "[{\"question\": \"WHO keeps the lighthouse\"}]"));
        assertThat(run.exitCode()).isOne();
        assertThat(run.out()).contains("training:1 and evaluation:1: The question stands in both sets but for case");
    }

    @Test
    void json_is_one_object_with_relations_findings_and_topics() throws IOException {
        String training = file("qa.json", PAIRS);
        MainRun run = run("--training", training, "--validation", training, "--topics", "steps", "--json");
        assertThat(run.exitCode()).isOne();
        JsonNode json = run.json();
        assertThat(fields(json)).startsWith("verdict", "relations", "findings", "topics");
        assertThat(fields(json.at("/relations/0"))).startsWith("kind", "left", "right", "side", "level", "jaccard");
        assertThat(fields(json.at("/findings/0")))
                .containsExactly("kind", "at", "side", "type", "value", "severity", "message");
        assertThat(json.at("/findings/0/kind").textValue()).isEqualTo("pii");
        assertThat(json.at("/findings/0/value").textValue()).isEqualTo("an***");
        assertThat(fields(json.at("/topics/0"))).contains("name", "pairs", "mentions", "thin");
        MainRun shown = run("--training", training, "--json", "--show-values");
        assertThat(shown.json().at("/findings/0/value").textValue()).isEqualTo("ana@example.com");
        assertThat(shown.err()).doesNotContain("ana@");
    }

    @Test
    void writes_redacted_copies_when_asked() throws IOException {
        Path copies = folder.resolve("clean");
        assertThat(run("--training", file("qa.json", PAIRS), "--redact", copies.toString())
                        .exitCode())
                .isZero();
        assertThat(Files.readString(copies.resolve("qa.json"))).contains("ask [email] for the key");
    }

    @Test
    void reads_standard_input_and_leaves_nothing_behind() {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(PAIRS.getBytes(StandardCharsets.UTF_8)));
        try {
            MainRun run = run("--training", "-", "--json");
            assertThat(run.exitCode()).isZero();
            assertThat(Path.of(run.json().at("/files/0/file").textValue())).doesNotExist();
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void bad_input_is_one_message_with_a_cure() throws IOException {
        MainRun run = run("--training", file("broken.jsonl", "{\"question\": \"q\"}\n"));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains("broken.jsonl, record 1")
                .contains("To fix: ")
                .doesNotContain("\tat ");
        assertThat(run("--training", folder.resolve("none.jsonl").toString()).exitCode())
                .isEqualTo(2);
    }

    @Test
    void finds_what_the_article_found_after_paying() {
        MainRun run = run(
                "--training",
                SharedData.article("preprocessed/claude3_ft_training.jsonl").toString(),
                "--validation",
                SharedData.article("preprocessed/claude3_ft_validation.jsonl").toString(),
                "--evaluation",
                SharedData.article("eval/label.json").toString(),
                "--topics",
                "Agents,Knowledge Bases,Guardrails,Amazon Bedrock",
                "--json");
        assertThat(run.exitCode()).isOne();
        List<String> thin = new ArrayList<>();
        run.json().path("topics").forEach(t -> {
            if (t.path("thin").booleanValue()) {
                thin.add(t.path("name").textValue() + " " + t.path("pairs") + " " + t.path("mentions"));
            }
        });
        assertThat(thin).containsExactly("Agents 4 5");
        List<String> relations = new ArrayList<>();
        run.json()
                .path("relations")
                .forEach(r -> relations.add(r.path("left").textValue() + " "
                        + r.path("right").textValue() + " " + r.path("side").textValue()));
        assertThat(relations).contains("validation:2 evaluation:1 question", "training:1 validation:1 answer");
    }

    private static List<String> fields(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
