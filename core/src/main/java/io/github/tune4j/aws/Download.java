package io.github.tune4j.aws;

import io.github.tune4j.TuneException;
import io.github.tune4j.aws.internal.Connection;
import io.github.tune4j.run.FinishedFile;
import io.github.tune4j.run.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Fetches objects as files. Keys are somebody else's words: none leads out of the folder. */
final class Download {
    private final Connection connection;
    private final Progress.Meter meter;

    Download(Connection connection, Progress.Meter meter) {
        this.connection = connection;
        this.meter = meter;
    }

    void fetch(S3Location from, Path folder) {
        S3Client s3 = connection.clients().s3();
        String prefix = from.key().isEmpty() || from.key().endsWith("/") ? from.key() : from.key() + "/";
        List<S3Object> objects = connection.call(
                "ListObjectsV2",
                () -> s3.listObjectsV2Paginator(l -> l.bucket(from.bucket()).prefix(prefix)).contents().stream()
                        .filter(o -> !o.key().endsWith("/"))
                        .toList());
        List<Path> files = objects.stream()
                .map(o -> inside(folder, o.key().substring(prefix.length())))
                .toList();
        for (int i = 0; i < objects.size(); i++) {
            fetch(from.bucket(), objects.get(i).key(), files.get(i));
        }
    }

    private void fetch(String bucket, String key, Path file) {
        FinishedFile.write(
                file,
                part -> connection.call("GetObject", () -> {
                    try (InputStream in = connection
                                    .clients()
                                    .s3()
                                    .getObject(g -> g.bucket(bucket).key(key));
                            OutputStream out = Files.newOutputStream(part)) {
                        byte[] buffer = new byte[1 << 16];
                        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                            out.write(buffer, 0, n);
                            meter.add(n);
                        }
                        return part;
                    } catch (IOException e) {
                        throw new TuneException(
                                "s3://" + bucket + "/" + key + " could not be fetched to " + file + ": "
                                        + e.getMessage() + ".",
                                "check the network and the free space, and fetch again.",
                                e);
                    }
                }));
    }

    private static Path inside(Path folder, String relative) {
        try {
            Path root = folder.toAbsolutePath().normalize();
            Path file = root.resolve(relative).normalize();
            if (!relative.contains("\\") && file.startsWith(root) && !file.equals(root)) {
                return file;
            }
        } catch (InvalidPathException e) {
            throw leadsOut(folder, relative, e);
        }
        throw leadsOut(folder, relative, null);
    }

    private static TuneException leadsOut(Path folder, String relative, @Nullable Throwable cause) {
        return new TuneException(
                "The key '" + relative + "' is no path inside " + folder + "; nothing was fetched.",
                "fetch from a narrower prefix, or rename the object.",
                cause);
    }
}
