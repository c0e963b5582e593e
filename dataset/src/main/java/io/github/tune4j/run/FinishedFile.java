package io.github.tune4j.run;

import io.github.tune4j.TuneException;
import io.github.tune4j.json.PrivateFiles;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A file under its own name is finished: it is written beside it as {@code <file>.part} and renamed in one step when it
 * is complete. Readable by its owner only, where the file system can.
 */
public final class FinishedFile {
    private FinishedFile() {}

    /** Writes the content of a file. */
    @FunctionalInterface
    public interface Content {
        /**
         * Writes everything.
         *
         * @param part the file to write to; it exists and is empty
         * @throws IOException if that fails
         */
        void writeTo(Path part) throws IOException;
    }

    /**
     * Writes a file and gives it its name when it is complete. Missing folders are made.
     *
     * @param file the file, replaced when it exists
     * @param content what it holds
     * @throws io.github.tune4j.InvalidInputException if a folder or a device has that name
     * @throws TuneException if it cannot be written; what is under the file's own name stays as it was, and no part is
     *     left
     */
    public static void write(Path file, Content content) {
        PrivateFiles.requireReplaceable(file);
        Path part = partOf(file);
        PrivateFiles.delete(part);
        try {
            PrivateFiles.create(part);
            content.writeTo(part);
            PrivateFiles.finish(part, file);
        } catch (IOException e) {
            throw PrivateFiles.unwritable(file, e);
        } finally {
            PrivateFiles.delete(part);
        }
    }

    /**
     * Where a file lies while it is being written.
     *
     * @param file the file
     * @return {@code <file>.part}, in the same folder
     */
    public static Path partOf(Path file) {
        return PrivateFiles.partOf(file);
    }

    /**
     * Makes sure that a part exists, to be appended to; one of an interrupted run is kept as it is. Missing folders are
     * made.
     *
     * @param file the file whose part is wanted
     * @return the part
     * @throws io.github.tune4j.InvalidInputException if a folder or a device has the file's name
     * @throws TuneException if it cannot be made
     */
    public static Path begin(Path file) {
        PrivateFiles.requireReplaceable(file);
        Path part = partOf(file);
        try {
            PrivateFiles.create(part);
            return part;
        } catch (IOException e) {
            throw PrivateFiles.unwritable(file, e);
        }
    }

    /**
     * Gives a part its file's name.
     *
     * @param file the file, replaced when it exists
     * @throws TuneException if there is no part or it cannot be renamed
     */
    public static void complete(Path file) {
        PrivateFiles.finish(partOf(file), file);
    }
}
