package io.github.tune4j.bertscore;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files of the bundled encoder. */
final class BundledFiles {
    private BundledFiles() {}

    static Path model(Path folder) {
        return copy("all-minilm-l6-v2.onnx", folder);
    }

    static Path tokenizer(Path folder) {
        return copy("all-minilm-l6-v2-tokenizer.json", folder);
    }

    private static Path copy(String resource, Path folder) {
        try (InputStream in = BundledFiles.class.getClassLoader().getResourceAsStream(resource)) {
            Path file = folder.resolve(resource);
            Files.copy(in, file);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
