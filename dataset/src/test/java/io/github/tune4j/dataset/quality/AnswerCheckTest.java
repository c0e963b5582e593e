package io.github.tune4j.dataset.quality;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerCheckTest {
    static List<JsonNode> answers() {
        return Golden.lines("answers.jsonl");
    }

    @ParameterizedTest
    @MethodSource("answers")
    void flags_what_the_reference_table_flags(JsonNode given) {
        Set<String> flags = flags(given.path("answer").textValue());
        Set<String> expected = texts(given.path("flags"));
        Set<String> allowed = texts(given.path("also_ok"));
        allowed.addAll(expected);
        assertThat(flags).as(given.path("name").textValue()).containsAll(expected);
        assertThat(allowed).as(given.path("name").textValue()).containsAll(flags);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "I can't answer that.",
                "I’m afraid I can’t share that information.",
                "As an AI language model, I do not have personal opinions.",
                "We apologize, but we are unable to provide legal advice.",
                "The provided text does not mention this, so no answer can be given.",
                "I don't have access to current prices.",
                "申し訳ございませんが、お答えいたしかねます。",
                "その質問への回答は差し控えさせていただきます。",
                "ご質問の内容についてはお答えできかねます。",
                "分かりません。",
            })
    void knows_a_refusal(String answer) {
        assertThat(flags(answer)).contains("refusal");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "The server is not able to respond while the port is closed.",
                "It would not be appropriate to store passwords in plain text.",
                "If the document does not open, install a newer reader.",
                "As an AI assistant, I answer in two sentences.",
                "The error \"I cannot help with that\" comes from the guardrail.",
                "Unfortunately the region has no such instance, so choose another one.",
                "無料の期間でもサポートをご提供できます。",
                "原因は、ログを見ないと分かりません。",
                "接続できない場合は、サーバーが応答できません。",
            })
    void does_not_take_a_statement_for_a_refusal(String answer) {
        assertThat(flags(answer)).doesNotContain("refusal");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Turn the key to the left and then press the",
                "The plan has three parts, namely",
                "It needs a role (with the policy attached",
                "Set the limit to ten; otherwise",
                "The first step is done in the console:",
                "これは便利な機能で、料金は",
                "設定は「詳細",
                "Run this:\n```\naws s3 ls",
            })
    void knows_an_ending_where_no_text_ends(String answer) {
        assertThat(flags(answer)).contains("truncated");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Amazon Titan",
                "| a | b |\n|---|---|\n| 1 | 2 |",
                "- first\n- second",
                "Use `aws sts get-caller-identity`",
                "It is what the switch is for",
                "Turn it on",
                "東京リージョン",
                "はい、可能です",
                "See chapter 4. Then run:\n```\nls\n```",
                "It grew by 15 %",
                "Done :)",
                "設定は自動で保存されます",
            })
    void leaves_a_short_or_plain_ending_alone(String answer) {
        assertThat(flags(answer)).doesNotContain("truncated", "refusal", "empty", "placeholder");
    }

    @Test
    void a_stand_in_is_no_answer_but_a_short_answer_is() {
        for (String standIn :
                List.of("-", "...", "n/a", "T.B.D.", "Lorem ipsum dolor sit amet.", "None", "未定", "（空欄）")) {
            assertThat(flags(standIn)).as(standIn).containsExactly("placeholder");
        }
        for (String answer : List.of("No", "None.", "なし", "7", "👍")) {
            assertThat(flags(answer)).as(answer).containsExactly("short");
        }
        assertThat(flags("\u200B \uFEFF")).containsExactly("empty");
    }

    @Test
    void is_quick_on_text_of_any_length_and_kind() {
        for (String piece : List.of("a", "あ", "I cannot ", "(", "「", "sorry ", "```", ". ", "/", "の")) {
            String hostile = piece.repeat(200_000 / piece.length());
            assertThat(flags(hostile)).isNotNull();
        }
    }

    private static Set<String> flags(String answer) {
        return AnswerCheck.flags(answer).stream()
                .map(f -> f == AnswerFlag.UNFINISHED ? AnswerFlag.TRUNCATED : f)
                .map(f -> f.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> texts(JsonNode array) {
        Set<String> texts = new TreeSet<>();
        array.forEach(node -> texts.add(node.textValue()));
        return texts;
    }
}
