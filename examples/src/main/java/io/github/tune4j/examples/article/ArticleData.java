package io.github.tune4j.examples.article;

import io.github.tune4j.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the run starts from, in the article's layout.
 *
 * @param training question/answer pairs under the keys {@code sentence1} and {@code sentence2}
 * @param validation question/answer pairs under the keys {@code question} and {@code answer}; null when they are to be
 *     generated from the document
 * @param document a PDF; null when there is a validation file
 * @param questions the evaluation questions with their expected answers
 */
public record ArticleData(
        Path training, @Nullable Path validation, @Nullable Path document, Path questions) {
    private static final String TRAINING = "rawdata/training.json";
    private static final String VALIDATION = "rawdata/validation.json";
    private static final String QUESTIONS = "eval/label.json";

    /** The project's own data set, unpacked below a folder. It has no validation file, so that every step is shown. */
    public static ArticleData bundled(Path folder) {
        return new ArticleData(
                unpack("training.json", folder.resolve(TRAINING)),
                null,
                unpack("guide.pdf", folder.resolve("rawdata/guide.pdf")),
                unpack("label.json", folder.resolve(QUESTIONS)));
    }

    /** Somebody's data in a folder. */
    public static ArticleData in(Path folder) {
        Path validation = folder.resolve(VALIDATION);
        boolean generate = !Files.exists(validation);
        return new ArticleData(
                existing(folder.resolve(TRAINING)),
                generate ? null : validation,
                generate ? pdfIn(folder.resolve("rawdata")) : null,
                existing(folder.resolve(QUESTIONS)));
    }

    private static Path existing(Path file) {
        if (!Files.isRegularFile(file)) {
            throw InvalidInputException.of(
                    "There is no file " + file,
                    "give --data a folder that holds " + TRAINING + ", " + VALIDATION + " (or a PDF beside them) and "
                            + QUESTIONS + ".");
        }
        return file;
    }

    private static Path pdfIn(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.toString().endsWith(".pdf"))
                    .sorted()
                    .findFirst()
                    .orElseThrow(() -> InvalidInputException.of(
                            "There is neither a validation.json nor a PDF in " + folder,
                            "put one of them there: without a validation file, pairs are generated from the PDF."));
        } catch (IOException e) {
            throw InvalidInputException.of("The folder " + folder + " cannot be read", "check its permissions.", e);
        }
    }

    private static Path unpack(String resource, Path target) {
        try (InputStream in = Objects.requireNonNull(ArticleData.class.getResourceAsStream(resource), resource)) {
            Files.createDirectories(target.getParent());
            Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
