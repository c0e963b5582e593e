package io.github.tune4j.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Finds the reference results and the article's data, which lie beside the repository and never in it. A test that
 * needs them is skipped with one line where they are absent.
 */
public final class SharedData {
    private SharedData() {}

    /** A folder or file below {@code golden}; skips the calling test when it is absent. */
    public static Path golden(String path) {
        return existing("golden/" + path);
    }

    /** A folder or file below {@code article}; skips the calling test when it is absent. */
    public static Path article(String path) {
        return existing("article/" + path);
    }

    private static Path existing(String path) {
        Path file = folder().resolve(path);
        assumeTrue(
                Files.exists(file), () -> "skipped: no " + path + " beside the repository (set -Dtune4j.shared=DIR)");
        return file;
    }

    private static Path folder() {
        String given = System.getProperty("tune4j.shared");
        if (given != null) {
            return Path.of(given);
        }
        String root = System.getProperty("maven.multiModuleProjectDirectory", ".");
        return Path.of(root).toAbsolutePath().normalize().resolveSibling("shared");
    }
}
