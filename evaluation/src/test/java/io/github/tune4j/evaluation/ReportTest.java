package io.github.tune4j.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.answer.Answer;
import io.github.tune4j.answer.AnswerSheet;
import io.github.tune4j.answer.Question;
import io.github.tune4j.chat.TokenUsage;
import io.github.tune4j.run.ReportSection;
import io.github.tune4j.testing.GoldenTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private Path html;
    private Path markdown;
    private Path json;

    @BeforeEach
    void files() {
        html = folder.resolve("report.html");
        markdown = folder.resolve("report.md");
        json = folder.resolve("report.json");
    }

    private void write(Report report) {
        report.writeHtml(html);
        report.writeMarkdown(markdown);
        report.writeJson(json);
    }

    private static Comparison comparison() {
        return Evaluation.of(Sheets.CORRECTNESS, Sheets.numbers("depth"))
                .compare(Sheets.of("base", 3, 2, "none", 3), Sheets.of("tuned", 8, 8, 4, 8));
    }

    @Test
    void the_verdict_comes_first_and_everything_else_follows() throws IOException {
        write(Report.builder(comparison())
                .title("Harbour")
                .standIn("The judge is a stand-in.")
                .add(() -> ReportSection.builder("Who asked")
                        .addText("Ticket 17")
                        .addTable(List.of("a", "b"), List.of(List.of("1", "2")))
                        .addNotice(ReportSection.Severity.WARNING, "Old data.", "Take new data.")
                        .addChart(new ReportSection.Chart(
                                "Loss",
                                "Epoch",
                                "Loss",
                                List.of(new ReportSection.Series(
                                        "training", new double[] {1, 2}, new double[] {3, 1}))))
                        .build())
                .build());
        assertThat(Files.readString(html))
                .containsSubsequence(
                        "<main>",
                        "In correctness, tuned scores higher than base",
                        "The judge is a stand-in.",
                        ">Means</h2>",
                        ">Questions</h2>",
                        "<nav aria-label=\"Questions at a glance\">",
                        "<a href=\"#q1\"><span>1</span><span>What is q1?</span></a>",
                        "<td class=\"up\">+5.0</td>",
                        "<td class=\"none\">unscored</td>",
                        "<h3 id=\"q1\">",
                        "the reference of q1",
                        "q1 says 8",
                        ">Who asked</h2>",
                        "Ticket 17",
                        "Old data. Take new data.",
                        "<svg",
                        ">How the numbers came about</h2>",
                        "correctness|v:1",
                        "</main>");
        assertThat(Files.readString(markdown))
                .containsSubsequence(
                        "# Harbour",
                        "**In correctness, tuned scores higher than base",
                        "Stand-in: The judge is a stand-in.",
                        "## Means",
                        "| correctness | 2.667 | – |",
                        "## Questions",
                        "### 1. What is q1?",
                        "## Who asked",
                        "| 1 | 2 |");
    }

    @Test
    void a_model_that_is_shown_to_be_worse_is_not_announced_as_a_success() throws IOException {
        Object[] high = {9, 8, 9, 8, 9, 8, 9, 8, 9, 8, 9, 8, 9, 8, 9, 8};
        Object[] low = {2, 3, 1, 2, 3, 2, 2, 3, 1, 2, 3, 2, 1, 2, 3, 1};
        Evaluation evaluation = Evaluation.of(Sheets.CORRECTNESS);
        write(Report.builder(evaluation.compare(Sheets.of("base", high), Sheets.of("tuned", low)))
                .build());
        assertThat(html)
                .content()
                .contains("class=\"verdict worse\"")
                .contains("tuned scores lower", "(p &lt; 0.0001;");
        write(Report.builder(evaluation.compare(Sheets.of("base", low), Sheets.of("tuned", high)))
                .build());
        assertThat(html).content().contains("class=\"verdict\"").contains("tuned scores higher");
        assertThat(markdown).content().containsPattern("[|] \\S+ 0.0001 [|]").doesNotContain("1 metrics");
    }

    @Test
    void an_empty_answer_and_no_question_at_all_are_said() throws IOException {
        write(Report.builder(
                        Evaluation.of(Sheets.CORRECTNESS).compare(Sheets.of("base", ""), Sheets.of("tuned", " \n")))
                .build());
        assertThat(Files.readString(html)).contains("<p class=\"none\">empty answer</p>");
        assertThat(markdown).content().contains("> (empty answer)");
        write(Report.builder(Evaluation.of(Sheets.CORRECTNESS).compare(Sheets.of("base"), Sheets.of("tuned")))
                .build());
        assertThat(Files.readString(html))
                .contains("No question was asked.", "question by question.")
                .doesNotContain("Marked:");
    }

    @Test
    void a_megabyte_in_one_line_is_escaped_to_its_end() {
        assertThat(MarkdownReport.line("  - ".repeat(250_000)))
                .startsWith("  \\-   -   - ")
                .endsWith("- ");
        assertThat(MarkdownReport.line("  12. . ".repeat(125_000)))
                .startsWith("  12\\. .   12. .")
                .endsWith(" . ");
        assertThat(MarkdownReport.line("1234567890. x")).isEqualTo("1234567890. x");
    }

    @Test
    void the_page_is_whole_accessible_and_asks_nobody_for_anything() throws IOException {
        write(Report.builder(comparison()).build());
        String page = Files.readString(html);
        assertThat(page).doesNotContain("<script", "http://", "https://", "url(", "@import", "<link", "<img", "src=");
        assertThat(page)
                .contains("<html lang=\"en\">", "default-src 'none'", "prefers-color-scheme: dark", "@media print")
                .contains("<header>", "<main>", "<footer>", "<h1>", "scope=\"col\"", "scope=\"row\"");
        Matcher image = Pattern.compile("<svg[^>]*>").matcher(page);
        assertThat(image.results()).allMatch(svg -> svg.group().contains("role=\"img\""));
        Matcher ids = Pattern.compile(" id=\"([^\"]+)\"").matcher(page);
        List<String> seen = ids.results().map(id -> id.group(1)).toList();
        assertThat(seen).doesNotHaveDuplicates();
        Matcher labels = Pattern.compile("aria-labelledby=\"([^\"]+)\"").matcher(page);
        assertThat(labels.results().map(l -> l.group(1))).isSubsetOf(seen);
        assertThat(balanced(page)).isTrue();
    }

    private static boolean balanced(String page) {
        List<String> open = new ArrayList<>();
        Matcher tags = Pattern.compile("<(/?)([a-z][a-z0-9]*)([^>]*)>").matcher(page);
        while (tags.find()) {
            String name = tags.group(2);
            if (tags.group(3).endsWith("/") || name.equals("meta")) {
                continue;
            }
            if (tags.group(1).isEmpty()) {
                open.add(name);
            } else if (open.isEmpty() || !open.remove(open.size() - 1).equals(name)) {
                return false;
            }
        }
        return open.isEmpty();
    }

    @Test
    void the_json_form_holds_every_number_and_what_was_added() throws IOException {
        Map<String, Object> training = new LinkedHashMap<>();
        training.put("epochs", List.of(Map.of("epoch", 1, "trainingLoss", 0.5)));
        training.put("stoppedAfterEpoch", null);
        write(Report.builder(comparison())
                .standIn("all of it")
                .data("training", training)
                .build());
        JsonNode report = JSON.readTree(json.toFile());
        assertThat(report.path("standIn").booleanValue()).isTrue();
        assertThat(report.at("/models/0/name").textValue()).isEqualTo("base");
        assertThat(report.at("/models/1/means/correctness").doubleValue()).isEqualTo(7);
        assertThat(report.at("/models/0/unscored/correctness").intValue()).isEqualTo(1);
        assertThat(report.at("/metrics/correctness/n").intValue()).isEqualTo(3);
        assertThat(report.at("/metrics/correctness/interval").isNull()).isTrue();
        assertThat(report.at("/questions/0/answers/tuned").textValue()).isEqualTo("8");
        assertThat(report.at("/questions/2/scores/base/correctness").isNull()).isTrue();
        assertThat(report.at("/questions/2/reasons/base/correctness").textValue())
                .isEqualTo("no number");
        assertThat(report.at("/signatures/depth").textValue()).isEqualTo("depth|v:1|n:3/4");
        assertThat(report.at("/training/epochs/0/trainingLoss").doubleValue()).isEqualTo(0.5);
        assertThat(report.at("/training/stoppedAfterEpoch").isNull()).isTrue();
        assertThatThrownBy(() -> Report.builder(comparison())
                        .data("models", Map.of())
                        .title(" ")
                        .build())
                .isInstanceOfSatisfying(
                        InvalidInputException.class,
                        e -> assertThat(e.problems()).hasSize(2));
    }

    @Test
    void scores_of_one_model_make_a_report_too() throws IOException {
        write(Report.builder(Evaluation.of(Sheets.CORRECTNESS).score(Sheets.of("tuned", 8, 6, "none")))
                .build());
        assertThat(Files.readString(html)).contains("In correctness, tuned scores 7.0 over 2 answers.");
        assertThat(Files.readString(markdown)).contains("1 of 3 questions have no score");
        assertThat(JSON.readTree(json.toFile()).has("metrics")).isFalse();
    }

    @Test
    void a_question_without_an_answer_says_why() throws IOException {
        AnswerSheet base = Sheets.of("base", 3, 2);
        AnswerSheet.Failure failure =
                new AnswerSheet.Failure(base.answers().get(1).question(), "the model was not ready");
        AnswerSheet tuned =
                AnswerSheet.of("tuned", "m", base.settings(), base.answers().subList(0, 1), List.of(failure));
        write(Report.builder(Evaluation.of(Sheets.CORRECTNESS).compare(base, tuned))
                .build());
        assertThat(Files.readString(html)).contains("not answered: the model was not ready");
        assertThat(Files.readString(markdown)).contains("> (no answer)", "not answered: the model was not ready");
        assertThat(JSON.readTree(json.toFile()).at("/questions/1/answers/tuned").isNull())
                .isTrue();
    }

    @Test
    void no_attack_in_any_text_comes_through() throws IOException {
        for (JsonNode payload : GoldenTable.rows("judge-attacks/payloads.jsonl")) {
            String line = payload.toString();
            String text = payload.get("text").textValue();
            String canary = payload.get("canary").textValue();
            write(attacked(text));
            String page = Files.readString(html);
            String document = Files.readString(markdown);
            forbidden(payload, "html").forEach(bad -> assertThat(page).as(line).doesNotContain(bad));
            forbidden(payload, "xml").forEach(bad -> assertThat(page).as(line).doesNotContain(bad));
            forbidden(payload, "markdown")
                    .forEach(bad -> assertThat(document).as(line).doesNotContain(bad));
            assertThat(balanced(page)).as(line).isTrue();
            assertThat(Pattern.compile("<[^>]*" + canary + "[^\"]*>")
                            .matcher(page.replaceAll("\"[^\"]*\"", ""))
                            .find())
                    .as(line)
                    .isFalse();
            assertThat(page).as(line).contains(canary).doesNotContain("\u0000", "\u001b", "\u202e", "\u2066");
            assertThat(document).as(line).contains(canary).doesNotContain("\u0000", "\u001b", "\u202e", "\u2066");
            JsonNode back = JSON.readTree(json.toFile());
            assertThat(back.at("/questions/0/answers").get(text).textValue()).isEqualTo(text);
            assertThat(back.get("title").textValue()).isEqualTo(text);
            assertThat(back.get("questions")
                            .get(0)
                            .get("reasons")
                            .get(text)
                            .get(text)
                            .textValue())
                    .isEqualTo(text);
        }
    }

    private static List<String> forbidden(JsonNode payload, String format) {
        List<String> texts = new ArrayList<>();
        payload.get("must_not").path(format).forEach(text -> texts.add(text.textValue()));
        return texts;
    }

    private static Report attacked(String text) {
        AnswerSheet base = AnswerSheet.of(
                text, List.of(new Answer(new Question("q1", text, text), text, new TokenUsage(0, 0), Duration.ZERO)));
        AnswerSheet tuned = AnswerSheet.of("tuned", base.answers());
        Metric metric = Metric.of(text, text, answer -> Verdict.of(1, text));
        return Report.builder(Evaluation.of(metric).compare(base, tuned))
                .title(text)
                .standIn(text)
                .add(() -> ReportSection.builder(text)
                        .addText(text)
                        .addTable(List.of(text), List.of(List.of(text)))
                        .addNotice(ReportSection.Severity.ERROR, text, text)
                        .addChart(new ReportSection.Chart(
                                text,
                                text,
                                text,
                                List.of(new ReportSection.Series(text, new double[] {1}, new double[] {1}))))
                        .build())
                .build();
    }

    @Test
    void marks_what_only_one_answer_says() {
        List<List<WordDifferences.Piece>> pieces =
                WordDifferences.between("Logs are kept for a few years.", "Logs are kept for seven years!");
        assertThat(pieces.get(0))
                .containsExactly(
                        new WordDifferences.Piece("Logs are kept for ", false),
                        new WordDifferences.Piece("a few", true),
                        new WordDifferences.Piece(" years.", false));
        assertThat(pieces.get(1))
                .containsExactly(
                        new WordDifferences.Piece("Logs are kept for ", false),
                        new WordDifferences.Piece("seven", true),
                        new WordDifferences.Piece(" years!", false));
        assertThat(WordDifferences.between("one two", "three four").get(0))
                .containsExactly(new WordDifferences.Piece("one two", false));
        assertThat(WordDifferences.between("same", "same more").get(1))
                .containsExactly(new WordDifferences.Piece("same ", false), new WordDifferences.Piece("more", true));
    }
}
