package io.github.tune4j.evaluation.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tune4j.answer.Answer;
import io.github.tune4j.answer.Question;
import io.github.tune4j.chat.ChatOptions;
import io.github.tune4j.chat.ChatRequest;
import io.github.tune4j.chat.TokenUsage;
import io.github.tune4j.testing.GoldenTable;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JudgePromptTest {
    private static final Pattern OPEN = Pattern.compile("<answer-[0-9a-f]{16}>");

    @Test
    void whatever_the_candidate_holds_there_is_exactly_one_candidate_part() {
        for (Rubric rubric : List.of(Rubric.CORRECTNESS, Rubric.CORRECTNESS.language(Locale.JAPANESE))) {
            for (JsonNode row : GoldenTable.rows("judge-attacks/candidates.jsonl")) {
                String earlier = render(rubric, answer(text(row), "It is blue."));
                String attack = text(row)
                        .replace("{{OPEN}}", opening(earlier))
                        .replace("{{CLOSE}}", opening(earlier).replace("<", "</"));
                holdsOneCandidate(row, attack, JudgePrompt.robust(rubric).withSchema(answer(attack, "x"), options()));
                holdsOneCandidate(
                        row, attack, JudgePrompt.robust(rubric).asText(answer(attack, null), options(), true));
            }
        }
    }

    private static void holdsOneCandidate(JsonNode row, String attack, ChatRequest request) {
        String prompt = request.messages().get(0).text();
        String name = row.get("name").textValue();
        String open = lastOpening(prompt);
        String close = open.replace("<", "</");
        assertThat(prompt.split(Pattern.quote(open), -1)).as(name).hasSize(2);
        assertThat(prompt.split(Pattern.quote(close), -1)).as(name).hasSize(2);
        String inside = prompt.substring(prompt.indexOf(open) + open.length(), prompt.indexOf(close));
        assertThat(inside.strip()).as(name).isEqualTo(attack.strip());
        String outside = prompt.replace(inside, "") + request.system().orElse("");
        assertThat(outside)
                .as(name)
                .doesNotContain(
                        row.get("canary_start").textValue(),
                        row.get("canary_end").textValue());
    }

    /** The candidate's own tag is the only one whose code all three parts share. */
    private static String lastOpening(String prompt) {
        String code = prompt.replaceFirst("(?s).*?<question-([0-9a-f]{16})>.*", "$1");
        return "<answer-" + code + ">";
    }

    private static String opening(String prompt) {
        Matcher open = OPEN.matcher(prompt);
        assertThat(open.find()).isTrue();
        return open.group();
    }

    private static String text(JsonNode row) {
        if (row.get("text").isTextual()) {
            return row.get("text").textValue();
        }
        StringBuilder text = new StringBuilder();
        row.get("recipe")
                .forEach(piece -> text.append(
                        piece.get("utf8").textValue().repeat(piece.path("times").asInt(1))));
        return text.toString();
    }

    private static String render(Rubric rubric, Answer answer) {
        return JudgePrompt.robust(rubric)
                .withSchema(answer, options())
                .messages()
                .get(0)
                .text();
    }

    private static ChatOptions options() {
        return ChatOptions.defaults();
    }

    private static Answer answer(String text, @Nullable String reference) {
        return new Answer(
                new Question("q", "What colour is the sky?", reference), text, new TokenUsage(0, 0), Duration.ZERO);
    }

    @Test
    void names_in_double_braces_are_not_expanded_in_values() {
        Answer answer = answer("{{reference}} {{criteria}} {{code}} $1 \\", "secret");
        assertThat(render(Rubric.CORRECTNESS, answer)).contains("{{reference}} {{criteria}} {{code}} $1 \\");
        assertThat(JudgePrompt.labelledScore(Rubric.CORRECTNESS)
                        .compatible(answer, options())
                        .messages()
                        .get(0)
                        .text())
                .contains("{{reference}} {{criteria}} {{code}} $1 \\");
    }

    @Test
    void the_compatible_prompt_has_langchains_order_of_parts() {
        String prompt = JudgePrompt.labelledScore(Rubric.CORRECTNESS)
                .compatible(answer("A BLUE ONE", "THE REFERENCE"), options())
                .messages()
                .get(0)
                .text();
        assertThat(prompt).startsWith("[Instruction]\n").endsWith("A BLUE ONE\n[The End of Assistant's Answer]");
        assertThat(prompt)
                .containsSubsequence(
                        "correctness: ",
                        "\n[Ground truth]\nTHE REFERENCE\n",
                        "Rating: [[5]]",
                        "\n\n[Question]\nWhat colour is the sky?\n\n[The Start of Assistant's Answer]\nA BLUE ONE\n");
        assertThat(JudgePrompt.labelledScore(Rubric.CORRECTNESS)
                        .compatible(answer("A", null), options())
                        .messages()
                        .get(0)
                        .text())
                .doesNotContain("[Ground truth]");
    }

    @Test
    void several_criteria_stand_a_line_each_in_their_order() {
        Rubric both = Rubric.together(Rubric.HELPFULNESS, Rubric.CORRECTNESS);
        String lines = "helpfulness: " + Rubric.HELPFULNESS.description() + "\ncorrectness: "
                + Rubric.CORRECTNESS.description() + "\n";
        assertThat(both.name()).isEqualTo("helpfulness-correctness");
        assertThat(JudgePrompt.labelledScore(both)
                        .compatible(answer("A", "R"), options())
                        .messages()
                        .get(0)
                        .text())
                .contains(":\n" + lines + "[Ground truth]\nR\n");
        assertThat(render(both, answer("A", "R"))).contains("Criterion: \n" + lines);
        assertThatThrownBy(() -> Rubric.together(Rubric.HELPFULNESS, Rubric.HELPFULNESS))
                .hasMessageContaining("cannot be one");
        assertThatThrownBy(() -> Rubric.together(Rubric.HELPFULNESS, Rubric.CORRECTNESS.language(Locale.JAPANESE)))
                .hasMessageContaining("the same language");
    }

    @Test
    void a_rubric_of_ones_own_is_asked_with_its_anchors_in_its_language() {
        Rubric rubric = Rubric.builder("丁寧さ")
                .language(Locale.JAPANESE)
                .description("敬語を正しく使っているか。")
                .scale(1, 5)
                .anchor(1, "敬語がない")
                .anchor(5, "すべて正しい")
                .build();
        assertThat(render(rubric, answer("はい", null)))
                .contains("丁寧さ", "敬語を正しく使っているか。", "1 = 敬語がない", "5 = すべて正しい", "1（最低）から5（最高）", "参照はありません");
    }
}
