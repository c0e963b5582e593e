package io.github.tune4j.aws.internal;

import io.github.tune4j.TuneException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A file under its own name is finished: it is written beside it as {@code .part} and then renamed. */
public final class FinishedFile {
    private FinishedFile() {}

    /** Writes the content of a file. */
    @FunctionalInterface
    public interface Content {
        /**
         * Writes everything.
         *
         * @param part where to
         * @throws IOException if that fails
         */
        void writeTo(Path part) throws IOException;
    }

    /**
     * Writes a file and gives it its name when it is complete. Folders on the way are made.
     *
     * @param file the file, replaced when it exists
     * @param content what it holds
     * @throws TuneException if it cannot be written
     */
    public static void write(Path file, Content content) {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            if (file.getParent() != null) {
                Files.createDirectories(file.getParent());
            }
            content.writeTo(part);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new TuneException(
                    "The file " + file + " cannot be written: " + e.getMessage() + ".",
                    "check the folder, its permissions and the free space.",
                    e);
        }
    }
}
