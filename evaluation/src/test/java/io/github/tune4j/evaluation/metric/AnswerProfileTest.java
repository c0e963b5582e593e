package io.github.tune4j.evaluation.metric;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tune4j.answer.Answer;
import io.github.tune4j.answer.Question;
import io.github.tune4j.chat.TokenUsage;
import io.github.tune4j.run.ReportSection;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AnswerProfileTest {

    @Test
    void counts_the_answers_with_each_trait() {
        AnswerProfile profile = profile(
                "First this.\n\n1. open\n2. close",
                "- one\n- two",
                "# Title\ntext with `code`",
                "I do not have any specific information about that.",
                "A plain answer: 1. is not a list, nor is\n- this.");

        assertThat(profile.answers()).isEqualTo(5);
        assertThat(profile.numberedLists()).isEqualTo(0.2);
        assertThat(profile.bulletLists()).isEqualTo(0.2);
        assertThat(profile.headings()).isEqualTo(0.2);
        assertThat(profile.code()).isEqualTo(0.2);
        assertThat(profile.doesNotKnow()).isEqualTo(0.2);
    }

    /** One search that begins anew at every line end would not come back from these. */
    @Test
    void a_megabyte_of_line_ends_is_no_list() {
        AnswerProfile profile = profile("\n".repeat(1_000_000), "-\n".repeat(500_000));
        assertThat(profile.numberedLists() + profile.headings()).isZero();
        assertThat(profile.meanWords()).isZero();
    }

    @Test
    void knows_refusals_from_answers_in_english_and_japanese() {
        for (JsonNode row : Golden.rows("doctor/answers.jsonl")) {
            String answer = row.get("answer").asText();
            boolean refusal = Golden.strings(row.get("flags")).contains("refusal");
            assertThat(profile(answer).doesNotKnow()).as(answer).isEqualTo(refusal ? 1 : 0);
        }
    }

    @Test
    void shows_what_the_article_saw_lists_vanish_and_refusals_go() {
        AnswerProfile base = AnswerProfile.of("base", BleuTest.answers(BleuTest.corpus("article_base")));
        AnswerProfile tuned = AnswerProfile.of("tuned", BleuTest.answers(BleuTest.corpus("article_fine_tuned")));

        assertThat(base.numberedLists()).isEqualTo(0.5);
        assertThat(tuned.numberedLists()).isZero();
        assertThat(base.doesNotKnow()).isEqualTo(0.5);
        assertThat(tuned.doesNotKnow()).isZero();
        assertThat(tuned.meanWords()).isLessThan(base.meanWords());
    }

    @Test
    void prints_models_side_by_side() {
        AnswerProfile base = profile("- a\n- b", "I can't say.");
        AnswerProfile tuned = AnswerProfile.of("tuned", List.of(answer("Two words", 40), answer("Two words", 60)));
        ReportSection section = AnswerProfile.sideBySide(base, tuned).section();

        ReportSection.Table table = (ReportSection.Table) section.blocks().get(0);
        assertThat(table.header()).containsExactly("Answers", "base", "tuned", "Change");
        assertThat(table.rows())
                .contains(List.of("with bullets", "50 %", "0 %", "−50 points"))
                .contains(List.of("not knowing or declining", "50 %", "0 %", "−50 points"))
                .contains(List.of("words on average", "3.0", "2.0", "−33 %"))
                .contains(List.of("tokens on average", "-", "50.0", "-"));
    }

    private static AnswerProfile profile(String... texts) {
        return AnswerProfile.of(
                "base", Stream.of(texts).map(text -> answer(text, 0)).toList());
    }

    private static Answer answer(String text, int tokens) {
        return new Answer(new Question("q", "?", null), text, new TokenUsage(0, tokens), Duration.ZERO);
    }
}
