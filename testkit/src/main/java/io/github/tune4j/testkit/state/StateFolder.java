package io.github.tune4j.testkit.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** A folder that one local AWS at a time keeps everything in. The lock ends with the process, however that ends. */
public final class StateFolder implements AutoCloseable {
    private final FileChannel channel;

    private StateFolder(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes a folder, which is created if it is not there.
     *
     * @throws UncheckedIOException if it cannot be written, or another local AWS has it
     */
    public static StateFolder take(Path folder) {
        try {
            Files.createDirectories(folder);
            FileChannel channel =
                    FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (lock(channel) == null) {
                channel.close();
                throw new IOException("another local AWS keeps its state there");
            }
            return new StateFolder(channel);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The folder " + folder + " cannot be used: " + reason(e)
                            + ".\nTo fix: name a folder that can be written and that no other local AWS uses.",
                    e);
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static String reason(IOException e) {
        String kind = e.getClass().getSimpleName().replaceFirst("Exception$", "");
        return kind.equals("IO") ? String.valueOf(e.getMessage()) : kind;
    }

    /** Lets others have it. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
