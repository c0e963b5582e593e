package io.github.tune4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.tune4j.examples.cli.CommandLine;
import io.github.tune4j.testing.SharedData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareModelsTest {
    private static final String LABELS = """
            [{"question": "How many steps?", "answer": "The lighthouse has 214 steps."},
             {"question": "Who keeps it?", "answer": "Two keepers live there."}]""";

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(CommandLine command, CommandLine.Body body, Object... arguments) {
        out.reset();
        err.reset();
        String[] texts = new String[arguments.length];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = arguments[i].toString();
        }
        return command.run(
                texts,
                body,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private int compare(Object... arguments) {
        return run(CompareModels.COMMAND, CompareModels::run, arguments);
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private JsonNode json() throws IOException {
        return new ObjectMapper().readTree(out.toByteArray());
    }

    @Test
    void joins_by_the_question_and_writes_report_scores_and_evidence_that_holds() throws IOException {
        Path base = file("base.json", """
                [{"question": "How many steps?", "answer": "Many."},
                 {"question": "Who keeps it?", "answer": "I do not know."}]""");
        Path tuned = file("tuned.json", """
                [{"question": "Who keeps it?", "answer": "Two keepers live there."},
                 {"question": "How many steps?", "answer": "The lighthouse has 214 steps."}]""");
        Path result = folder.resolve("result");
        int code = compare(
                "--base", base, "--tuned", tuned, "--labels", file("label.json", LABELS), "--out", result, "--json");
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("In bertscore, tuned scores higher than base");
        assertThat(code).isZero();
        assertThat(json().at("/metrics/rougeL/tuned").doubleValue()).isEqualTo(1);
        assertThat(json().at("/metrics/rougeL/p").doubleValue()).isEqualTo(0.5);
        assertThat(json().at("/metrics/rougeL/n").intValue()).isEqualTo(2);
        assertThat(json().at("/metrics/rougeL/needed").intValue()).isGreaterThanOrEqualTo(6);
        assertThat(result.resolve("report.html")).content().contains("How the models answer");
        assertThat(result.resolve("scores-tuned.jsonl")).exists();
        Path evidence = result.resolve("evidence");
        assertThat(run(VerifyEvidence.COMMAND, VerifyEvidence::run, evidence)).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("scored again: bertscore, rouge1, rougeL, bleu");
        Path answers = evidence.resolve("tuned/answers.jsonl");
        Files.writeString(answers, Files.readString(answers).replace("214", "215"));
        assertThat(run(VerifyEvidence.COMMAND, VerifyEvidence::run, evidence)).isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("tuned/answers.jsonl was changed");
    }

    @Test
    void a_question_that_is_missing_or_doubled_is_an_error() throws IOException {
        Path once = file("once.json", LABELS);
        Path less = file("less.json", "[{\"question\": \"Who keeps it?\", \"answer\": \"Two.\"}]");
        assertThat(compare("--base", once, "--tuned", less, "--labels", once, "--out", folder.resolve("r")))
                .isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("\"How many steps?\" is missing in");
        Path twice = file("twice.json", LABELS.replace("Who keeps it?", "How many steps?"));
        assertThat(compare("--base", once, "--tuned", once, "--labels", twice, "--out", folder.resolve("r")))
                .isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("is 2 times in")
                .contains("Who keeps it?");
        assertThat(compare("--base", once, "--tuned", once, "--out", folder.resolve("r")))
                .isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("nothing to score the answers by");
    }

    @Test
    void logged_verdicts_belong_to_the_answers_in_their_order() throws IOException {
        Path sheet = file("sheet.json", LABELS);
        Path better = file("better.json", LABELS.replace("214", "exactly 214"));
        Path base = file(
                "base.log", "{'reasoning': \"it's\\nshort\", 'score': 3}\n3\n{'reasoning': 'ok'}\n2\nAverage: 2.5\n");
        Path tuned = file("tuned.log", "8\n4\n");
        Path result = folder.resolve("result");
        assertThat(compare(
                        "--base",
                        sheet,
                        "--tuned",
                        better,
                        "--verdicts-base",
                        base,
                        "--verdicts-tuned",
                        tuned,
                        "--out",
                        result,
                        "--json"))
                .isZero();
        assertThat(json().at("/metrics/correctness/base").doubleValue()).isEqualTo(2.5);
        assertThat(json().at("/metrics/correctness/tuned").doubleValue()).isEqualTo(6);
        assertThat(result.resolve("scores-base.jsonl")).content().contains("it's\\nshort");
        Path evidence = result.resolve("evidence");
        assertThat(evidence.resolve("sources/correctness.base.log")).hasSameTextualContentAs(base);
        assertThat(run(VerifyEvidence.COMMAND, VerifyEvidence::run, evidence, "--json"))
                .as(out.toString(StandardCharsets.UTF_8))
                .isZero();
        assertThat(json().get("holds").booleanValue()).isTrue();
        assertThat(json().at("/scoredAgain/0").textValue()).isEqualTo("correctness");
        Files.writeString(evidence.resolve("sources/correctness.tuned.log"), "8\n9\n");
        assertThat(run(VerifyEvidence.COMMAND, VerifyEvidence::run, evidence, "--json"))
                .isEqualTo(1);
        assertThat(json().get("problems").toString())
                .contains("sources/correctness.tuned.log was changed", "is 4.0, scored again 9.0");
        assertThat(compare(
                        "--base",
                        sheet,
                        "--tuned",
                        sheet,
                        "--verdicts-base",
                        base,
                        "--verdicts-tuned",
                        file("few.log", "8\n"),
                        "--out",
                        result))
                .isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("has 1 scores for 2 answers");
    }

    @Test
    void the_articles_logs_give_its_means_and_a_p_of_one_eighth() throws IOException {
        Path article = SharedData.article("eval").getParent();
        assertThat(compare(
                        "--base",
                        article.resolve("eval/base-model_prediction.json"),
                        "--tuned",
                        article.resolve("eval/fine-tuning-model_prediction.json"),
                        "--labels",
                        article.resolve("eval/label.json"),
                        "--verdicts-base",
                        article.resolve("result/llm-as-a-judge/base-mode-eval.log"),
                        "--verdicts-tuned",
                        article.resolve("result/llm-as-a-judge/fine-tuning-model-eval.log"),
                        "--out",
                        folder.resolve("article"),
                        "--json"))
                .isZero();
        JsonNode correctness = json().at("/metrics/correctness");
        assertThat(correctness.get("base").asText()).isEqualTo("2.5");
        assertThat(correctness.get("tuned").asText()).isEqualTo("7.0");
        assertThat(correctness.get("p").asText()).isEqualTo("0.125");
        assertThat(correctness.get("interval").isNull()).isTrue();
        assertThat(correctness.get("needed").intValue()).isEqualTo(6);
    }
}
