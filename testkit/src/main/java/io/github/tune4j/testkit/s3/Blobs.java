package io.github.tune4j.testkit.s3;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Takes in the bytes of objects: small ones into memory, big ones into temporary files; all of them into files where a
 * folder was given. A file is deleted some time after the last object and the last reader have let go of it. Thread-safe.
 */
final class Blobs implements AutoCloseable {
    private static final int LARGEST_IN_MEMORY = 1024 * 1024;
    private static final int BUFFER = 64 * 1024;

    private final Optional<Path> kept;
    private final ReferenceQueue<Blob.InFile> unused = new ReferenceQueue<>();
    private final Set<Tracked> tracked = ConcurrentHashMap.newKeySet();
    private Optional<Path> temporary = Optional.empty();

    Blobs(Optional<Path> kept) {
        this.kept = kept;
    }

    /** Reads a stream to its end, telling the checksums of every byte. */
    Blob write(InputStream in, List<ChecksumAlgorithm.Running> checksums) throws IOException {
        deleteUnused();
        byte[] buffer = new byte[BUFFER];
        ByteArrayOutputStream memory = new ByteArrayOutputStream();
        int read = in.read(buffer);
        while (read >= 0 && memory.size() + read <= LARGEST_IN_MEMORY) {
            update(checksums, buffer, read);
            memory.write(buffer, 0, read);
            read = in.read(buffer);
        }
        if (read < 0 && kept.isEmpty()) {
            return new Blob.InMemory(memory.toByteArray());
        }
        Path file = folder().resolve(UUID.randomUUID().toString());
        Path part = file.resolveSibling(file.getFileName() + ".part");
        long length = memory.size();
        try (OutputStream out = Files.newOutputStream(part)) {
            memory.writeTo(out);
            for (; read >= 0; read = in.read(buffer)) {
                update(checksums, buffer, read);
                out.write(buffer, 0, read);
                length += read;
            }
        } catch (IOException e) {
            Files.deleteIfExists(part);
            throw e;
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        return track(new Blob.InFile(file, length));
    }

    /** Finds a file that an earlier process wrote. */
    Blob find(String name) {
        try {
            Path file = folder().resolve(name);
            return track(new Blob.InFile(file, Files.size(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes what an earlier process left and nothing refers to. */
    void keepOnly(Set<String> names) {
        try (Stream<Path> files = Files.list(folder())) {
            for (Path file : files.filter(f -> !names.contains(f.getFileName().toString()))
                    .toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes the temporary files; those in a given folder stay. */
    @Override
    public synchronized void close() {
        deleteUnused();
        if (temporary.isPresent()) {
            delete(temporary.get());
            temporary = Optional.empty();
        }
    }

    private static void update(List<ChecksumAlgorithm.Running> checksums, byte[] bytes, int count) {
        checksums.forEach(checksum -> checksum.update(bytes, 0, count));
    }

    private synchronized Path folder() throws IOException {
        if (kept.isPresent()) {
            return Files.createDirectories(kept.get());
        }
        if (temporary.isEmpty()) {
            temporary = Optional.of(Files.createTempDirectory("local-aws-s3-"));
        }
        return temporary.get();
    }

    private Blob track(Blob.InFile file) {
        tracked.add(new Tracked(file, unused));
        return file;
    }

    private void deleteUnused() {
        for (Reference<?> next = unused.poll(); next != null; next = unused.poll()) {
            if (next instanceof Tracked gone && tracked.remove(gone)) {
                delete(gone.path);
            }
        }
    }

    private static void delete(Path path) {
        try (Stream<Path> files = Files.exists(path) ? Files.walk(path) : Stream.empty()) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Tracked extends PhantomReference<Blob.InFile> {
        private final Path path;

        Tracked(Blob.InFile file, ReferenceQueue<Blob.InFile> queue) {
            super(file, queue);
            this.path = file.path();
        }
    }
}
