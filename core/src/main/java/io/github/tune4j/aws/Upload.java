package io.github.tune4j.aws;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.aws.internal.Connection;
import io.github.tune4j.aws.internal.Sha256;
import io.github.tune4j.run.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.transfer.s3.S3TransferManager;
import software.amazon.awssdk.transfer.s3.model.FileUpload;
import software.amazon.awssdk.transfer.s3.progress.TransferListener;

/** Sends files under keys made of their content. */
final class Upload {
    private static final Logger log = LoggerFactory.getLogger(Storage.class);

    private final Connection connection;
    private final Progress.Meter meter;
    private final @Nullable String kmsKey;

    Upload(Connection connection, Progress.Meter meter, @Nullable String kmsKey) {
        this.connection = connection;
        this.meter = meter;
        this.kmsKey = kmsKey;
    }

    /** A file with its path in what is sent, its length and its digest. */
    record Item(Path file, String path, long bytes, String sha256) {}

    /** Which file goes under which key, and where the whole lies then. */
    record Plan(S3Location location, Map<S3Location, Item> objects) {}

    static long bytes(List<Item> items) {
        return items.stream().mapToLong(Item::bytes).sum();
    }

    static List<Item> items(Path fileOrFolder) {
        try {
            if (!Files.isDirectory(fileOrFolder)) {
                return List.of(item(fileOrFolder, String.valueOf(fileOrFolder.getFileName())));
            }
            List<Path> files;
            try (Stream<Path> walk = Files.walk(fileOrFolder)) {
                files = walk.filter(Files::isRegularFile)
                        .sorted(Comparator.comparing(Path::toString))
                        .toList();
            }
            if (files.isEmpty()) {
                throw InvalidInputException.of(
                        "The folder " + fileOrFolder + " holds no file.", "put something into it.");
            }
            List<Item> items = new ArrayList<>();
            for (Path file : files) {
                items.add(item(file, path(fileOrFolder.relativize(file))));
            }
            return items;
        } catch (IOException e) {
            throw InvalidInputException.of(
                    fileOrFolder + " cannot be read.", "check that it exists and is readable.", e);
        }
    }

    private static Item item(Path file, String path) throws IOException {
        return new Item(file, path, Files.size(file), Sha256.hex(file));
    }

    private static String path(Path relative) {
        return Stream.iterate(0, i -> i < relative.getNameCount(), i -> i + 1)
                .map(i -> relative.getName(i).toString())
                .collect(Collectors.joining("/"));
    }

    static Plan plan(S3Location root, Path fileOrFolder, List<Item> items) {
        boolean folder = Files.isDirectory(fileOrFolder);
        String digest = folder
                ? Sha256.hex(items.stream()
                        .map(i -> i.path() + "\n" + i.sha256() + "\n")
                        .collect(Collectors.joining()))
                : items.get(0).sha256();
        S3Location below = ObjectKey.below(root, "data/" + digest.substring(0, 32));
        Map<S3Location, Item> objects = new LinkedHashMap<>();
        items.forEach(i -> objects.put(ObjectKey.below(below, ObjectKey.obeying(i.path())), i));
        objects.keySet().forEach(ObjectKey::check);
        return new Plan(folder ? below : objects.keySet().iterator().next(), objects);
    }

    void send(Plan plan) {
        try (S3TransferManager transfers = S3TransferManager.builder()
                .s3Client(connection.clients().s3Async())
                .build()) {
            plan.objects().forEach((target, item) -> {
                if (isThere(target, item.bytes())) {
                    meter.add(item.bytes());
                } else {
                    send(transfers, item, target);
                    log.info("Uploaded {} bytes to {}", item.bytes(), target);
                }
            });
        }
    }

    private void send(S3TransferManager transfers, Item item, S3Location target) {
        AtomicLong told = new AtomicLong();
        FileUpload upload = transfers.uploadFile(u -> u.source(item.file())
                .putObjectRequest(p -> encrypted(p.bucket(target.bucket()).key(target.key())))
                .addTransferListener(new TransferListener() {
                    @Override
                    public void bytesTransferred(Context.BytesTransferred context) {
                        long now = context.progressSnapshot().transferredBytes();
                        meter.add(Math.max(0, now - told.getAndAccumulate(now, Math::max)));
                    }
                }));
        connection.callAsync("PutObject", upload::completionFuture, () -> abort(upload, target));
    }

    /** Now, while the clients are open: what the SDK would do by itself after a cancel comes too late for a program that ends. */
    private void abort(FileUpload upload, S3Location target) {
        try {
            upload.pause()
                    .multipartUploadId()
                    .ifPresent(id -> connection
                            .clients()
                            .s3()
                            .abortMultipartUpload(a ->
                                    a.bucket(target.bucket()).key(target.key()).uploadId(id)));
        } catch (SdkException e) {
            log.warn(
                    "A part of {} may be left behind; it can be deleted with aws s3api abort-multipart-upload",
                    target,
                    e);
        }
    }

    private void encrypted(PutObjectRequest.Builder request) {
        if (kmsKey != null) {
            request.serverSideEncryption(ServerSideEncryption.AWS_KMS).ssekmsKeyId(kmsKey);
        }
    }

    /** The key names the content, so an object of that key and length is that content. */
    private boolean isThere(S3Location target, long bytes) {
        try {
            return connection
                            .clients()
                            .s3()
                            .headObject(h -> h.bucket(target.bucket()).key(target.key()))
                            .contentLength()
                    == bytes;
        } catch (S3Exception e) {
            if (e.statusCode() == 404) {
                return false;
            }
            throw connection.failure("HeadObject", e);
        } catch (SdkException e) {
            throw connection.failure("HeadObject", e);
        }
    }
}
