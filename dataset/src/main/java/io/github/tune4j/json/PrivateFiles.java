package io.github.tune4j.json;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.TuneException;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Files that hold a customer's text: readable by their owner only where the file system can, whole or under another name. */
public final class PrivateFiles {
    private PrivateFiles() {}

    /** The name under which a file lies while it is being made. */
    public static Path partOf(Path file) {
        return file.resolveSibling(file.getFileName() + ".part");
    }

    /**
     * Makes sure that a file can be put under a name: replacing {@code /dev/null} would be the end of it.
     *
     * @throws InvalidInputException if a folder, a device or a pipe has the name
     */
    public static void requireReplaceable(Path file) {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw InvalidInputException.of(
                    file + " is a folder or a device, not a file.", "give the name of a file to be written.");
        }
    }

    /** Creates an empty file, and the folders above it, when there is none. */
    public static void create(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] ownerOnly = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        try {
            Files.createFile(file, ownerOnly);
        } catch (FileAlreadyExistsException e) {
            return; // it keeps the rights that it has
        }
    }

    /** Gives a finished part its own name, in one step where the file system can. */
    public static void finish(Path part, Path file) {
        requireReplaceable(file);
        try {
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            replace(part, file);
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    private static void replace(Path part, Path file) {
        try {
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    /**
     * Writes a text under another name first, so that nobody meets half of it. That name is not the part's: what the
     * text was made from stays until it is written.
     */
    public static void write(Path file, String text) {
        requireReplaceable(file);
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.deleteIfExists(draft);
            create(draft);
            Files.writeString(draft, text);
        } catch (IOException e) {
            throw unwritable(file, e);
        }
        finish(draft, file);
    }

    /** Takes away what is no longer needed. */
    public static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    /** What to tell who wanted a file. */
    public static TuneException unwritable(Path file, IOException cause) {
        return new TuneException(
                "The file " + file + " cannot be written: " + cause.getMessage() + ".",
                "check the folder, its permissions and the free space.",
                cause);
    }
}
