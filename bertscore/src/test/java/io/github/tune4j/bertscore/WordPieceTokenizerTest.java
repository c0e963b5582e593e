package io.github.tune4j.bertscore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tune4j.InvalidInputException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.Character.UnicodeScript;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WordPieceTokenizerTest {
    private static byte[] json;
    private static TextTokenizer tokenizer;

    @BeforeAll
    static void reads_the_bundled_file(@TempDir Path folder) throws IOException {
        json = Files.readAllBytes(BundledFiles.tokenizer(folder));
        tokenizer = TokenizerFile.read("bundled", json);
    }

    @Test
    void equals_the_reference_on_every_text() {
        for (JsonNode row : Golden.rows("bertscore/tokens.jsonl")) {
            int[] expected = new int[row.get("ids").size()];
            for (int i = 0; i < expected.length; i++) {
                expected[i] = row.get("ids").get(i).asInt();
            }
            String text = row.get("text").asText();
            assertThat(tokenizer.encode(text, 512).ids()).as(text).isEqualTo(expected);
        }
    }

    @Test
    void equals_the_rust_tokenizer_on_mixed_texts() throws IOException {
        compareOnMixedTexts(json);
    }

    @Test
    void equals_the_rust_tokenizer_that_keeps_case_and_accents() throws IOException {
        compareOnMixedTexts(changed(root -> {
            ObjectNode normalizer = (ObjectNode) root.get("normalizer");
            normalizer.put("lowercase", false);
            normalizer.put("handle_chinese_chars", false);
        }));
        compareOnMixedTexts(changed(root -> {
            ObjectNode normalizer = (ObjectNode) root.get("normalizer");
            normalizer.put("strip_accents", false);
            normalizer.put("clean_text", false);
        }));
    }

    private static void compareOnMixedTexts(byte[] file) throws IOException {
        String[] parts = {
            "the",
            "Fine",
            "tuning",
            "İstanbul",
            "ΣΑΣ",
            "é",
            "e\u0301",
            "ﬁ",
            "日本",
            "カ\u3099",
            "한국",
            "𠮷",
            "👍🏽",
            " ",
            "\u3000",
            "\u00a0",
            "\t",
            "\n",
            "\u000b",
            "\u0085",
            "\u200b",
            "\ufeff",
            "\u00ad",
            "\u0000",
            "\ufffd",
            "[SEP]",
            "[MASK]",
            "##ing",
            "…",
            "“",
            "$",
            "°",
            "€",
            "½",
            "_",
            "-",
            "'",
            "~",
            "\u061c",
            "\ue000",
            "हिन्दी",
            "ไทย",
            "x".repeat(101),
            "unbelievablyness",
            "123",
            "٣",
            "Ⅷ",
            "Ǆ",
            "ß",
            "ẞ"
        };
        TextTokenizer ours = TokenizerFile.read("changed", file);
        Random random = new Random(2);
        try (HuggingFaceTokenizer rust = rust(file)) {
            for (int round = 0; round < 20_000; round++) {
                StringBuilder text = new StringBuilder();
                for (int i = random.nextInt(8); i >= 0; i--) {
                    text.append(parts[random.nextInt(parts.length)]);
                }
                String sample = text.toString();
                assertThat(ours.encode(sample, 1000).ids())
                        .as(
                                "%s",
                                sample.codePoints()
                                        .mapToObj(Integer::toHexString)
                                        .toList())
                        .isEqualTo(ids(rust, sample));
            }
        }
    }

    @Test
    void differs_from_the_rust_tokenizer_only_in_what_its_older_unicode_tables_lack() throws IOException {
        List<Integer> different = new ArrayList<>();
        try (HuggingFaceTokenizer rust = rust(json)) {
            for (int c = 1; c < 0xE0000; c++) {
                String text = "a" + Character.toString(c) + "b";
                if (Character.isDefined(c)
                        && Character.getType(c) != Character.SURROGATE
                        && !Arrays.equals(tokenizer.encode(text, 100).ids(), ids(rust, text))) {
                    different.add(c);
                }
            }
        }
        assertThat(different)
                .as("letters, marks and signs that came, or changed their kind, with Unicode 9 and later")
                .hasSizeLessThan(400)
                .allMatch(c -> c > 0x7FC)
                .noneMatch(c -> Set.of(
                                UnicodeScript.LATIN,
                                UnicodeScript.GREEK,
                                UnicodeScript.CYRILLIC,
                                UnicodeScript.HAN,
                                UnicodeScript.HIRAGANA,
                                UnicodeScript.KATAKANA,
                                UnicodeScript.HANGUL)
                        .contains(UnicodeScript.of(c)));
    }

    @Test
    void cuts_a_long_text_and_says_so() {
        TextTokenizer.Tokens exact = tokenizer.encode("one two three", 5);
        TextTokenizer.Tokens cut = tokenizer.encode("one two three four", 5);

        assertThat(exact.truncated()).isFalse();
        assertThat(cut.truncated()).isTrue();
        assertThat(cut.ids()).isEqualTo(exact.ids()).hasSize(5);
        assertThat(tokenizer.spellings(cut.ids())).containsExactly("[CLS]", "one", "two", "three", "[SEP]");
    }

    @Test
    void refuses_a_tokenizer_of_another_kind_and_names_the_part() throws IOException {
        Map<String, Consumer<ObjectNode>> changes = Map.of(
                "cannot be used", root -> ((ObjectNode) root.get("model")).put("type", "BPE"),
                "its pre_tokenizer is ''", root -> root.remove("pre_tokenizer"),
                "its normalizer is 'NFC'", root -> ((ObjectNode) root.get("normalizer")).put("type", "NFC"),
                "lacks the unknown token '[NONE]'", root -> ((ObjectNode) root.get("model")).put("unk_token", "[NONE]"),
                "which token stands before a text",
                        root -> ((ObjectNode) root.at("/post_processor/single/0/SpecialToken")).put("id", "<s>"));
        for (Map.Entry<String, Consumer<ObjectNode>> change : changes.entrySet()) {
            byte[] file = changed(change.getValue());
            assertThatThrownBy(() -> TokenizerFile.read("other.json", file))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("other.json")
                    .hasMessageContaining(change.getKey());
        }
        assertThatThrownBy(() -> TokenizerFile.read("other.json", new byte[] {'{'}))
                .hasMessageContaining("no JSON");
    }

    private static byte[] changed(Consumer<ObjectNode> change) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode root = (ObjectNode) mapper.readTree(json);
        change.accept(root);
        return mapper.writeValueAsBytes(root);
    }

    private static HuggingFaceTokenizer rust(byte[] file) throws IOException {
        return HuggingFaceTokenizer.newInstance(
                new ByteArrayInputStream(file), Map.of("padding", "false", "truncation", "false"));
    }

    private static int[] ids(HuggingFaceTokenizer rust, String text) {
        return LongStream.of(rust.encode(text).getIds())
                .mapToInt(Math::toIntExact)
                .toArray();
    }
}
