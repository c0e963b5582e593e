package io.github.tune4j.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.tune4j.testing.GoldenTable;
import io.github.tune4j.testing.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoreAnswersTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ALL = "rouge1,rouge2,rouge3,rougeL,rougeLsum,bleu,chrf,bertscore";

    @TempDir
    Path folder;

    private MainRun score(Path pairs, String metrics, String... more) {
        List<String> arguments = new ArrayList<>(
                List.of("--pairs", pairs.toString(), "--metrics", metrics, "--output", output().toString()));
        arguments.addAll(List.of(more));
        return MainRun.of(ScoreAnswers.COMMAND, ScoreAnswers::run, arguments.toArray(String[]::new));
    }

    private Path output() {
        return folder.resolve("out/scores.jsonl");
    }

    private Path pairs(String lines) throws IOException {
        return Files.writeString(folder.resolve("pairs.jsonl"), lines);
    }

    private static List<JsonNode> lines(Path file) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }

    @Test
    void writes_a_line_a_pair_and_one_for_all_of_them() throws IOException {
        Path pairs = pairs("""
                {"id": "a", "prediction": "The lighthouse has 214 steps.", "reference": "The lighthouse has 214 steps."}

                {"id": 2, "prediction": "Nobody knows.", "reference": "Two keepers live there."}
                """);
        MainRun run = score(pairs, "rouge1, bleu,chrf,token_ratio,exact_match", "--json");
        assertThat(run.exitCode()).as(run.err()).isZero();
        List<JsonNode> lines = lines(output());
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0).get("id").textValue()).isEqualTo("a");
        assertThat(lines.get(1).get("id").intValue()).isEqualTo(2);
        assertThat(lines.get(0).at("/scores/rouge1")).hasToString("[1.0,1.0,1.0]");
        assertThat(lines.get(0).at("/scores/bleu").doubleValue()).isEqualTo(100, within(1e-9));
        assertThat(lines.get(1).at("/scores/rouge1")).hasToString("[0.0,0.0,0.0]");
        assertThat(lines.get(1).at("/scores/token_ratio").doubleValue()).isEqualTo(0.5);
        JsonNode all = lines.get(2);
        assertThat(all).isEqualTo(run.json());
        assertThat(all.at("/corpus/rouge1")).hasToString("[0.5,0.5,0.5]");
        assertThat(all.at("/corpus/exact_match").doubleValue()).isEqualTo(0.5);
        assertThat(all.at("/n/rouge1").intValue()).isEqualTo(2);
        assertThat(all.at("/signatures/bleu").textValue()).contains("level:sentence", "eff:yes", "tok:13a");
        assertThat(all.at("/signatures/corpus bleu").textValue()).contains("level:corpus", "eff:no");
        assertThat(run.err()).contains("rouge1: 0.5000 (precision 0.5000, recall 0.5000), mean of 2 pairs");
    }

    @Test
    void warns_when_a_tokenizer_does_not_fit_the_text() throws IOException {
        Path pairs = pairs("{\"id\": \"j\", \"prediction\": \"料金は月額12ドルです。\", \"reference\": \"料金は月額12ドルです。\"}\n");
        MainRun run = score(pairs, "bleu,rouge1", "--drop-cjk");
        assertThat(run.err())
                .contains("Warning: bleu, 1 pair, first j: The tokenizer 13a does not fit this text")
                .contains("Warning: rouge1, 1 pair, first j: The tokenizer rouge does not fit this text");
        assertThat(score(pairs, "bleu,rouge1", "--tokenizer", "ja").err()).isEmpty();
        assertThat(lines(output()).get(0).at("/scores/rouge1/2").doubleValue()).isEqualTo(1);
        assertThat(score(pairs, "rouge1").err()).isEmpty();
        assertThat(lines(output()).get(1).at("/signatures/rouge1").textValue()).contains("tok:rouge+cjk");
    }

    @Test
    void names_everything_that_is_wrong_and_writes_nothing() throws IOException {
        Path pairs = pairs("""
                {"id": "a", "prediction": "x", "reference": "y"}
                {"id": "a", "prediction": "x", "reference": "y"}
                {"id": "b", "prediction": "x"}
                [1]
                {"prediction": "x", "reference": "y"}
                """);
        MainRun run = score(pairs, "rouge1");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains("Line 2 has the id \"a\" of line 1")
                .contains("Line 3 has no text \"reference\"")
                .contains("Line 4 is no JSON object")
                .contains("Line 5 has no \"id\"")
                .contains("To fix: ");
        assertThat(output()).doesNotExist();
        assertThat(score(pairs, "rouge1,beauty,").err())
                .contains("There is no metric 'beauty'")
                .contains("take some of rouge1");
        assertThat(score(pairs("\n"), "rouge1").err()).contains("holds no pair");
        assertThat(score(pairs("{}\n"), "rouge1", "--tokenizer", "zh").exitCode())
                .isEqualTo(2);
        assertThat(score(folder.resolve("none.jsonl"), "rouge1").err()).contains("none.jsonl cannot be read");
    }

    @Test
    void equals_the_reference_implementations_on_every_pair() throws IOException {
        Path pairs = SharedData.golden("text/pairs.jsonl");
        for (boolean stemmer : List.of(false, true)) {
            String[] more = stemmer ? new String[] {"--drop-cjk", "--stemmer"} : new String[] {"--drop-cjk"};
            MainRun run = score(pairs, stemmer ? "rouge1,rouge2,rouge3,rougeL,rougeLsum" : ALL, more);
            assertThat(run.exitCode()).as(run.err()).isZero();
            Map<String, JsonNode> scores = scores();
            assertThat(scores).hasSize(88);
            for (JsonNode row : GoldenTable.rows("text/rouge.jsonl")) {
                if (row.get("stemmer").booleanValue() == stemmer) {
                    JsonNode ours = scores.get(row.get("id").textValue());
                    for (String name : List.of("rouge1", "rouge2", "rouge3", "rougeL", "rougeLsum")) {
                        same(ours.get(name), row.get(name), 1e-9, row.get("id") + " " + name);
                    }
                }
            }
            if (!stemmer) {
                compareTheOthers(scores);
            }
        }
    }

    private static void compareTheOthers(Map<String, JsonNode> scores) {
        int compared = 0;
        for (JsonNode row : GoldenTable.rows("text/bleu_sentence.jsonl")) {
            if (row.get("tokenizer").textValue().equals("13a")) {
                same(scores.get(row.get("id").textValue()).get("bleu"), row.at("/scores/exp~1eff"), 1e-6, "bleu");
                compared++;
            }
        }
        for (JsonNode row : GoldenTable.rows("text/chrf_sentence.jsonl")) {
            same(scores.get(row.get("id").textValue()).get("chrf"), row.get("chrF"), 1e-6, "chrf");
            compared++;
        }
        for (JsonNode row : GoldenTable.rows("bertscore/minilm.jsonl")) {
            same(scores.get(row.get("id").textValue()).get("bertscore"), row.get("prf"), 1e-4, "bertscore");
            compared++;
        }
        assertThat(compared).isEqualTo(3 * 88);
    }

    private Map<String, JsonNode> scores() throws IOException {
        Map<String, JsonNode> scores = new HashMap<>();
        for (JsonNode line : lines(output())) {
            if (line.has("id")) {
                scores.put(line.get("id").textValue(), line.get("scores"));
            }
        }
        return scores;
    }

    private static void same(JsonNode ours, JsonNode expected, double tolerance, String what) {
        assertThat(expected.isMissingNode()).as(what).isFalse();
        if (expected.isArray()) {
            assertThat(ours).as(what).hasSameSizeAs(expected);
            for (int i = 0; i < expected.size(); i++) {
                same(ours.get(i), expected.get(i), tolerance, what);
            }
        } else {
            assertThat(ours.doubleValue()).as(what).isEqualTo(expected.doubleValue(), within(tolerance));
        }
    }
}
