package io.github.tune4j.evaluation.judge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tune4j.evaluation.judge.Judge.Mode;
import io.github.tune4j.evaluation.judge.Judge.Outcome;
import io.github.tune4j.evaluation.judge.Judge.Reading;
import io.github.tune4j.testing.GoldenTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class VerdictReaderTest {

    @Test
    void reads_every_ugly_verdict_as_it_should_be_read() {
        List<String> wrong = new ArrayList<>();
        List<String> missed = new ArrayList<>();
        for (JsonNode row : GoldenTable.rows("judge-attacks/verdicts.jsonl")) {
            Reading reading = read(row.get("text").textValue());
            String what = row.get("name").textValue() + " " + row.get("text") + " gave " + reading;
            boolean asksForANumber = row.get("mode").textValue().equals("score_1_10");
            boolean right = accepts(row.get("expect"), reading)
                    || StreamSupport.stream(row.path("also_ok").spliterator(), false)
                            .anyMatch(also -> accepts(also, reading));
            if (reading.outcome() == Outcome.SCORED && !(asksForANumber && right)) {
                wrong.add(what);
            } else if (asksForANumber && !right) {
                missed.add(what);
            }
        }
        assertThat(wrong)
                .as("wrong numbers, none of them from a judge that was asked for a word")
                .isEmpty();
        assertThat(missed).as("lesser differences").isEmpty();
    }

    private static boolean accepts(JsonNode expect, Reading reading) {
        return expect.get("outcome").textValue().equals(reading.outcome().name().toLowerCase(Locale.ROOT))
                && (reading.score() == null || expect.path("value").asDouble(-1) == reading.score());
    }

    private static Reading read(String text) {
        return Reading.of(Mode.ROBUST, Rubric.CORRECTNESS, text);
    }

    /** Each line: a number, u (unreadable) or r (refused), a bar, the reply. */
    @Test
    void reads_what_stands_there_plainly_and_nothing_else() throws IOException {
        try (var replies = Objects.requireNonNull(VerdictReaderTest.class.getResourceAsStream("replies.txt"))) {
            List<String> wrong = new ArrayList<>();
            new String(replies.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(line -> {
                String expected = line.substring(0, line.indexOf('|'));
                String reply = line.substring(line.indexOf('|') + 1)
                        .replace("\\n", "\n")
                        .replace("\\\\", "\\");
                Reading reading = read(reply);
                Double score = reading.score();
                String found = score != null
                        ? String.valueOf(score.intValue())
                        : reading.outcome() == Outcome.REFUSED ? "r" : "u";
                if (!found.equals(expected)) {
                    wrong.add(found + " for " + line);
                }
            });
            assertThat(wrong).isEmpty();
        }
    }

    @Test
    void strict_mode_reads_exactly_what_langchain_reads() {
        for (JsonNode row : GoldenTable.rows("judge/parser.jsonl")) {
            Reading reading = Reading.of(
                    Mode.LANGCHAIN_LABELLED_SCORE,
                    Rubric.CORRECTNESS,
                    row.get("text").textValue());
            JsonNode score = row.get("score");
            assertThat(reading.score())
                    .as(row.get("name").textValue())
                    .isEqualTo(score.isNull() ? null : (Double) score.doubleValue());
        }
    }

    /** One that backtracks without end would never come back. */
    @Test
    void a_hostile_reply_is_read_to_its_end() {
        for (String piece : List.of(
                "[",
                "{\"",
                "<a>",
                "\"",
                "「",
                "~~",
                "```",
                "> ",
                "'",
                "Rating: ",
                "I rate it ",
                "(",
                "]]",
                "so ",
                "総合",
                "以上より",
                "# ",
                "★ ",
                "the answer ")) {
            assertThat(read(piece.repeat(50_000 / piece.length())).score()).isNull();
        }
    }
}
