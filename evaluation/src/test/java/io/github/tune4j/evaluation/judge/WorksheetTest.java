package io.github.tune4j.evaluation.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.answer.Answer;
import io.github.tune4j.answer.AnswerSheet;
import io.github.tune4j.answer.Question;
import io.github.tune4j.chat.TokenUsage;
import io.github.tune4j.evaluation.Evaluation;
import io.github.tune4j.evaluation.Metric;
import io.github.tune4j.evaluation.Scores;
import io.github.tune4j.evaluation.Verdict;
import io.github.tune4j.evaluation.statistics.Agreement;
import io.github.tune4j.testing.GoldenTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorksheetTest {
    @TempDir
    Path folder;

    private static AnswerSheet sheet(String... texts) {
        List<Answer> answers = new ArrayList<>();
        for (String text : texts) {
            Question question = new Question("q" + answers.size(), "Question, \"quoted\"?", "line\nfeed");
            answers.add(new Answer(question, text, new TokenUsage(0, 0), Duration.ZERO));
        }
        return AnswerSheet.of("tuned", answers);
    }

    /** Writes scores into the empty cells as a person would, by the answer that stands beside. */
    private static void fill(Path csv, AnswerSheet sheet, String... scores) throws IOException {
        List<List<String>> rows = CsvTable.read(Files.readString(csv));
        StringBuilder filled = new StringBuilder();
        for (List<String> row : rows) {
            List<String> cells = new ArrayList<>(row);
            for (int i = 0; i < scores.length; i++) {
                if (row.get(3).equals(sheet.answers().get(i).text())) {
                    cells.set(4, scores[i]);
                }
            }
            filled.append(String.join(
                            ";",
                            cells.stream()
                                    .map(cell -> "\"" + cell.replace("\"", "\"\"") + "\"")
                                    .toList()))
                    .append('\n');
        }
        Files.writeString(csv, filled);
    }

    private static Scores judged(AnswerSheet sheet) {
        return Evaluation.of(
                        Metric.of("correctness", "1", a -> Verdict.of(a.text().length())))
                .score(sheet);
    }

    @Test
    void half_of_a_surrogate_pair_becomes_a_replacement_sign() throws IOException {
        Path csv = folder.resolve("sheet.csv");
        Worksheet.write(csv, Rubric.CORRECTNESS, sheet("a \uD83D b \uD83D\uDE00"));
        assertThat(CsvTable.read(Files.readString(csv)).get(1).get(3)).isEqualTo("a \uFFFD b \uD83D\uDE00");
    }

    @Test
    void people_fill_in_what_was_written_and_the_judge_is_measured_by_it() throws IOException {
        Path csv = folder.resolve("worksheet.csv");
        AnswerSheet sheet = sheet("a", "bb", "ccc", "dddd");
        Worksheet.write(csv, Rubric.CORRECTNESS, sheet);
        fill(csv, sheet, "1", "２", "", "9");
        Worksheet worksheet = Worksheet.read(csv);
        assertThat(worksheet.filled()).isEqualTo(3);
        Agreement agreement = worksheet.agreement(judged(sheet), "correctness");
        assertThat(agreement.n()).isEqualTo(3);
        assertThat(agreement.exact()).isEqualTo(2.0 / 3);
        assertThat(agreement.spearman()).isEqualTo(1);
        assertThat(agreement.quadraticKappa()).isBetween(0.3, 0.9);
    }

    @Test
    void no_cell_begins_like_a_formula_and_every_text_survives() throws IOException {
        for (JsonNode payload : GoldenTable.rows("judge-attacks/payloads.jsonl")) {
            Path csv = folder.resolve("worksheet.csv");
            String text = payload.get("text").textValue();
            Worksheet.write(csv, Rubric.CORRECTNESS, sheet(text));
            List<String> row = CsvTable.read(Files.readString(csv)).get(1);
            assertThat(row.get(3)).endsWith(text);
            for (String cell : row) {
                assertThat(cell.stripLeading()).doesNotMatch("(?s)[=+\\-@\\t\\r].*");
            }
            fill(csv, sheet(row.get(3)), "7");
            assertThat(Worksheet.read(csv)
                            .agreement(judged(sheet(text)), "correctness")
                            .n())
                    .isEqualTo(1);
        }
    }

    @Test
    void names_every_cell_that_is_not_on_the_scale() throws IOException {
        Path csv = folder.resolve("worksheet.csv");
        AnswerSheet sheet = sheet("a", "bb", "ccc");
        Worksheet.write(csv, Rubric.CORRECTNESS, sheet);
        fill(csv, sheet, "11", "good", "7,5");
        assertThatThrownBy(() -> Worksheet.read(csv))
                .isInstanceOfSatisfying(
                        InvalidInputException.class,
                        e -> assertThat(e.problems()).hasSize(2));
        Worksheet.write(csv, Rubric.CORRECTNESS, sheet);
        assertThatThrownBy(() -> Worksheet.read(csv).agreement(judged(sheet), "correctness"))
                .hasMessageContaining("No answer was scored both");
        Files.writeString(csv, "a,b\n");
        assertThatThrownBy(() -> Worksheet.read(csv)).hasMessageContaining("not a worksheet");
    }
}
