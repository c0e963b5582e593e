package io.github.tune4j.examples.article;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.tune4j.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArticleDataTest {
    @TempDir
    Path folder;

    @Test
    void the_bundled_set_has_85_pairs_4_questions_and_a_document_instead_of_validation_pairs() throws IOException {
        ArticleData data = ArticleData.bundled(folder);
        ObjectMapper json = new ObjectMapper();
        assertThat(json.readTree(data.training().toFile()))
                .hasSize(85)
                .allMatch(p -> p.has("sentence1") && p.has("sentence2"));
        assertThat(json.readTree(data.questions().toFile()))
                .hasSize(4)
                .allMatch(p -> p.has("question") && p.has("answer"));
        assertThat(data.validation()).isNull();
        assertThat(data.document()).isNotEmptyFile();
    }

    @Test
    void the_pdf_says_what_its_text_says() throws IOException {
        ArticleData data = ArticleData.bundled(folder);
        try (PDDocument pdf = Loader.loadPDF(data.document().toFile());
                InputStream text = ArticleData.class.getResourceAsStream("guide.txt")) {
            String expected = new String(text.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(new PDFTextStripper().getText(pdf)).isEqualToNormalizingWhitespace(expected);
        }
    }

    @Test
    void a_folder_without_validation_file_needs_a_pdf() throws IOException {
        Files.createDirectories(folder.resolve("rawdata"));
        Files.createDirectories(folder.resolve("eval"));
        Files.writeString(folder.resolve("rawdata/training.json"), "[]");
        Files.writeString(folder.resolve("eval/label.json"), "[]");
        assertThatThrownBy(() -> ArticleData.in(folder))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("neither a validation.json nor a PDF");
        Files.writeString(folder.resolve("rawdata/book.pdf"), "");
        assertThat(ArticleData.in(folder).document()).hasFileName("book.pdf");
    }

    @Test
    void a_missing_training_file_is_named_with_the_layout_that_is_expected() {
        assertThatThrownBy(() -> ArticleData.in(folder))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("training.json")
                .hasMessageContaining("eval/label.json");
    }
}
