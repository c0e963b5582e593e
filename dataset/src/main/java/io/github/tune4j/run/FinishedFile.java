package io.github.tune4j.run;

import io.github.tune4j.TuneException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

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
     * @throws TuneException if it cannot be written; what is under the file's own name stays as it was
     */
    public static void write(Path file, Content content) {
        Path part = partOf(file);
        try {
            Files.deleteIfExists(part);
            open(part);
            content.writeTo(part);
            finish(file);
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    /**
     * Where a file lies while it is being written.
     *
     * @param file the file
     * @return {@code <file>.part}, in the same folder
     */
    public static Path partOf(Path file) {
        return file.resolveSibling(file.getFileName() + ".part");
    }

    /**
     * Makes sure that a part exists, to be appended to; one of an interrupted run is kept as it is. Missing folders are
     * made.
     *
     * @param file the file whose part is wanted
     * @return the part
     * @throws TuneException if it cannot be made
     */
    public static Path begin(Path file) {
        try {
            return open(partOf(file));
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    /**
     * Gives a part its file's name.
     *
     * @param file the file, replaced when it exists
     * @throws TuneException if there is no part or it cannot be renamed
     */
    public static void complete(Path file) {
        try {
            finish(file);
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    private static Path open(Path part) throws IOException {
        if (part.getParent() != null) {
            Files.createDirectories(part.getParent());
        }
        try {
            if (part.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                return Files.createFile(
                        part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            return Files.createFile(part);
        } catch (FileAlreadyExistsException e) {
            return part;
        }
    }

    private static void finish(Path file) throws IOException {
        Files.move(partOf(file), file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static TuneException unwritable(Path file, IOException e) {
        return new TuneException(
                "The file " + file + " cannot be written: " + e.getMessage() + ".",
                "check the folder, its permissions and the free space.",
                e);
    }
}
