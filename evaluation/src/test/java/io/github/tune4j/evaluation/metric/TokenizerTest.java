package io.github.tune4j.evaluation.metric;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TokenizerTest {

    @Test
    void splits_every_text_as_the_reference_does() {
        for (JsonNode row : Golden.rows("text/bleu_tokens.jsonl")) {
            Tokenizer tokenizer = named(row.get("tokenizer").asText());
            assertThat(tokenizer.tokens(row.get("text").asText()))
                    .as(row.get("id").asText() + " " + tokenizer.name())
                    .isEqualTo(Golden.strings(row.get("tokens")));
        }
    }

    @Test
    void one_pass_gives_what_the_four_rules_of_13a_give() {
        Random random = new Random(1);
        String[] parts = {
            "a",
            "b ",
            "1",
            "27",
            ".",
            ",",
            "-",
            " ",
            "\n",
            "-\n",
            "&",
            "&lt;",
            "&amp;quot;",
            "/",
            "'",
            "<skipped>",
            "é",
            "\u00a0",
            "$",
            "(",
            ")",
            "日",
            "𠮷",
            "٣",
            "\u2028",
            "\u001c",
            "\u0000",
            "~",
            "_"
        };
        for (int round = 0; round < 200_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(9); i >= 0; i--) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            assertThat(Tokenizer.mteval13a().tokens(text.toString()))
                    .as("%s", text)
                    .isEqualTo(fourRules(text.toString()));
        }
    }

    private static List<String> fourRules(String text) {
        String line = text.replace("<skipped>", "").replace("-\n", "").replace("\n", " ");
        line = line.replace("&quot;", "\"")
                .replace("&amp;", "&")
                .replace("&lt;", "<")
                .replace("&gt;", ">");
        line = " " + line + " ";
        line = line.replaceAll("([{-~\\[-` -&(-+:-@/])", " $1 ");
        line = line.replaceAll("([^0-9])([.,])", "$1 $2 ");
        line = line.replaceAll("([.,])([^0-9])", " $1 $2");
        line = line.replaceAll("([0-9])(-)", "$1 $2 ");
        return Tokenizer.whitespace().tokens(line);
    }

    @Test
    void each_letter_of_han_kana_and_hangul_is_a_token_beside_the_words_of_rouge() {
        assertThat(Tokenizer.detecting().tokens("Bedrockのサーバー、한국 v2.0 ﾊｰ Ünï ＡＢ"))
                .containsExactly("bedrock", "の", "サ", "ー", "バ", "ー", "한", "국", "v2", "0", "ﾊ", "ｰ", "n");
    }

    @Test
    void white_space_is_what_python_takes_for_it() {
        assertThat(Tokenizer.whitespace().tokens("a\u001cb\u0085c\u00a0d\u2007e\u200bf\u3000g\u180eh"))
                .containsExactly("a", "b", "c", "d", "e\u200bf", "g\u180eh");
    }

    static Tokenizer named(String name) {
        return switch (name) {
            case "13a" -> Tokenizer.mteval13a();
            case "intl" -> Tokenizer.international();
            case "char", "chars" -> Tokenizer.characters();
            case "ja-mecab" -> Tokenizer.japanese();
            case "none" -> Tokenizer.whitespace();
            default -> throw new IllegalArgumentException(name);
        };
    }
}
