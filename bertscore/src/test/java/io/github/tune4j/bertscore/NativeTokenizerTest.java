package io.github.tune4j.bertscore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.evaluation.metric.BertScore;
import io.github.tune4j.evaluation.metric.TokenEncoder;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeTokenizerTest {
    /** RoBERTa's kind: pairs of bytes, and a sign for the space before a word. */
    private static final String BPE = """
            {"added_tokens": [
               {"id": 0, "content": "<s>", "special": true, "single_word": false, "lstrip": false, "rstrip": false, "normalized": false},
               {"id": 2, "content": "</s>", "special": true, "single_word": false, "lstrip": false, "rstrip": false, "normalized": false}],
             "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": true},
             "post_processor": {"type": "RobertaProcessing", "sep": ["</s>", 2], "cls": ["<s>", 0], "trim_offsets": true, "add_prefix_space": false},
             "model": {"type": "BPE", "unk_token": "<unk>",
               "vocab": {"<s>": 0, "<pad>": 1, "</s>": 2, "<unk>": 3, "\u0120": 4, "a": 5, "b": 6, "ab": 7, "\u0120ab": 8},
               "merges": ["a b", "\u0120 ab"]}}""";

    /** XLM-R's kind: pieces with their logarithmic probabilities. */
    private static final String UNIGRAM = """
            {"added_tokens": [],
             "pre_tokenizer": {"type": "Metaspace", "replacement": "\u2581", "prepend_scheme": "always", "split": true},
             "post_processor": {"type": "TemplateProcessing",
               "single": [{"SpecialToken": {"id": "<s>", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}, {"SpecialToken": {"id": "</s>", "type_id": 0}}],
               "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 0}}],
               "special_tokens": {"<s>": {"id": "<s>", "ids": [0], "tokens": ["<s>"]}, "</s>": {"id": "</s>", "ids": [2], "tokens": ["</s>"]}}},
             "model": {"type": "Unigram", "unk_id": 3,
               "vocab": [["<s>", 0], ["<pad>", 0], ["</s>", 0], ["<unk>", 0], ["\u2581har", -2.5], ["bour", -2.5], ["\u2581harbour", -3.0]]}}""";

    private static TextTokenizer read(String json) {
        return TokenizerFile.read("tokenizer.json", json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void spells_the_first_word_like_any_other_as_bert_score_does_for_roberta() {
        try (TextTokenizer tokenizer = read(BPE)) {
            TextTokenizer.Tokens tokens = tokenizer.encode("ab ab b", 512);
            assertThat(tokens.ids()).containsExactly(0, 8, 8, 4, 6, 2);
            assertThat(tokens.truncated()).isFalse();
            assertThat(tokenizer.spellings(tokens.ids()))
                    .containsExactly("<s>", "\u0120ab", "\u0120ab", "\u0120", "b", "</s>");
            assertThat(tokenizer.kind()).isEqualTo("bpe");
        }
    }

    @Test
    void takes_the_most_probable_pieces_and_cuts_a_long_text() {
        try (TextTokenizer tokenizer = read(UNIGRAM)) {
            assertThat(tokenizer.spellings(tokenizer.encode("harbour", 512).ids()))
                    .containsExactly("<s>", "\u2581harbour", "</s>");
            TextTokenizer.Tokens cut = tokenizer.encode("harbour harbour harbour", 4);
            assertThat(cut.ids()).containsExactly(0, 6, 6, 2);
            assertThat(cut.truncated()).isTrue();
            assertThat(tokenizer.kind()).isEqualTo("unigram");
        }
    }

    @Test
    void an_encoder_takes_such_a_tokenizer_and_leaves_nothing_behind(@TempDir Path folder) throws IOException {
        Path json = Files.writeString(folder.resolve("tokenizer.json"), BPE);
        try (OnnxTokenEncoder encoder =
                OnnxTokenEncoder.builder(BundledFiles.model(folder), json).build()) {
            TokenEncoder.Encoding encoding = encoder.encode(List.of("ab ab")).get(0);
            assertThat(encoding.tokens()).containsExactly("<s>", "\u0120ab", "\u0120ab", "</s>");
            assertThat(encoding.vectors()).hasNumberOfRows(4);
            assertThat(encoder.signature()).contains("|tok:bpe@");
            assertThat(BertScore.of(encoder).signature()).contains("|tok:bpe@");
        }
        try (Stream<Path> left = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            assertThat(left.filter(file -> file.getFileName().toString().startsWith("tune4j-tokenizers-")))
                    .isEmpty();
        }
    }

    @Test
    void names_the_artifact_where_it_is_absent() throws Exception {
        List<URL> withoutDjl = new ArrayList<>();
        for (Class<?> type : List.of(
                TokenizerFile.class,
                TokenEncoder.class,
                InvalidInputException.class,
                ObjectMapper.class,
                com.fasterxml.jackson.core.JsonFactory.class,
                com.fasterxml.jackson.annotation.JsonIgnore.class)) {
            withoutDjl.add(type.getProtectionDomain().getCodeSource().getLocation());
        }
        try (URLClassLoader loader = new URLClassLoader(withoutDjl.toArray(URL[]::new), null)) {
            var read = loader.loadClass(TokenizerFile.class.getName())
                    .getDeclaredMethod("read", String.class, byte[].class);
            read.setAccessible(true);
            assertThatThrownBy(() -> read.invoke(null, "tokenizer.json", BPE.getBytes(StandardCharsets.UTF_8)))
                    .cause()
                    .hasMessageContaining("is of the kind BPE, which needs ai.djl.huggingface:tokenizers");
        }
    }
}
