package io.github.tune4j.testkit.s3;

import io.github.tune4j.testkit.wire.Call;
import io.github.tune4j.testkit.wire.ServiceError;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Bytes that were taken in and agree with every checksum that came with them.
 *
 * @param etag their MD5 in hexadecimal
 * @param checksum the one that the client sent, or the one that S3 adds of its own accord
 * @param sent whether the client sent it
 */
record Received(Blob content, String etag, Checksum checksum, boolean sent) {
    private static final long LARGEST = 5L * 1024 * 1024 * 1024;

    /** Takes in the body of a call. */
    static Received of(Call call, Blobs blobs) throws ServiceError, IOException {
        requireLength(call);
        Optional<byte[]> md5 = contentMd5(call);
        Optional<ChecksumAlgorithm> announced = announced(call);
        Received received = of(call.body(), announced.orElse(ChecksumAlgorithm.CRC64NVME), blobs);
        if (md5.isPresent() && !HexFormat.of().formatHex(md5.get()).equals(received.etag)) {
            throw new ServiceError(400, "BadDigest", "The Content-MD5 you specified did not match what we received.");
        }
        if (announced.isPresent()) {
            verify(call, received.checksum);
        }
        return new Received(received.content, received.etag, received.checksum, announced.isPresent());
    }

    /** Takes in a stream. */
    static Received of(InputStream in, ChecksumAlgorithm algorithm, Blobs blobs) throws IOException {
        ChecksumAlgorithm.Running md5 = ChecksumAlgorithm.MD5.begin();
        ChecksumAlgorithm.Running checksum = algorithm.begin();
        Blob content = blobs.write(in, List.of(md5, checksum));
        return new Received(
                content, HexFormat.of().formatHex(md5.value()), Checksum.of(algorithm, checksum.value()), false);
    }

    /** Reads a small document, checked in the same way. */
    static byte[] document(Call call) throws ServiceError, IOException {
        byte[] bytes = call.bytes();
        Optional<byte[]> md5 = contentMd5(call);
        if (md5.isPresent() && !Arrays.equals(md5.get(), value(ChecksumAlgorithm.MD5, bytes))) {
            throw new ServiceError(400, "BadDigest", "The Content-MD5 you specified did not match what we received.");
        }
        Optional<ChecksumAlgorithm> announced = announced(call);
        if (announced.isPresent()) {
            verify(call, Checksum.of(announced.get(), value(announced.get(), bytes)));
        }
        return bytes;
    }

    /** The algorithm of the checksum that comes with a call, in a header or behind its body. */
    static Optional<ChecksumAlgorithm> announced(Call call) throws ServiceError {
        List<ChecksumAlgorithm> algorithms = new ArrayList<>();
        for (ChecksumAlgorithm algorithm : ChecksumAlgorithm.values()) {
            if (algorithm != ChecksumAlgorithm.MD5
                    && (call.header(algorithm.header()).isPresent() || trailing(call, algorithm))) {
                algorithms.add(algorithm);
            }
        }
        if (algorithms.size() > 1) {
            throw S3Errors.invalidRequest(
                    "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
        }
        if (algorithms.isEmpty() && call.header("x-amz-sdk-checksum-algorithm").isPresent()) {
            throw S3Errors.invalidRequest("x-amz-sdk-checksum-algorithm specified, but no corresponding"
                    + " x-amz-checksum-* or x-amz-trailer headers were found.");
        }
        return algorithms.stream().findFirst();
    }

    /** Requires that a checksum in a header, where there is one, is that of the bytes. */
    static void verify(Call call, Checksum calculated) throws ServiceError {
        ChecksumAlgorithm algorithm = calculated.algorithm();
        Optional<String> given = call.header(algorithm.header()).or(() -> call.trailer(algorithm.header()));
        if (given.isEmpty()) {
            throw new ServiceError(
                    400,
                    "MalformedTrailerError",
                    "The request contained trailing data that was not well-formed or did not conform to our published"
                            + " schema.");
        }
        if (decode(given.get()).map(bytes -> bytes.length).orElse(0) != algorithm.bytes()) {
            throw S3Errors.invalidRequest("Value for " + algorithm.header() + " header is invalid.");
        }
        if (!given.get().equals(calculated.value())) {
            throw S3Errors.badDigest(algorithm.name());
        }
    }

    private static boolean trailing(Call call, ChecksumAlgorithm algorithm) {
        return call.header("x-amz-trailer").map(String::strip).orElse("").equalsIgnoreCase(algorithm.header());
    }

    private static void requireLength(Call call) throws ServiceError {
        Optional<String> length = call.header("x-amz-decoded-content-length").or(() -> call.header("content-length"));
        if (length.isEmpty()) {
            throw new ServiceError(411, "MissingContentLength", "You must provide the Content-Length HTTP header.");
        }
        if (length.get().length() > 15 || Long.parseLong(length.get()) > LARGEST) {
            throw new ServiceError(
                    400,
                    "EntityTooLarge",
                    "Your proposed upload exceeds the maximum allowed size",
                    Map.of("MaxSizeAllowed", LARGEST));
        }
    }

    private static Optional<byte[]> contentMd5(Call call) throws ServiceError {
        Optional<String> header = call.header("content-md5");
        Optional<byte[]> md5 = header.flatMap(Received::decode);
        if (header.isPresent() && md5.filter(bytes -> bytes.length == 16).isEmpty()) {
            throw new ServiceError(
                    400,
                    "InvalidDigest",
                    "The Content-MD5 you specified was invalid.",
                    Map.of("Content-MD5", header.get()));
        }
        return md5;
    }

    private static Optional<byte[]> decode(String base64) {
        try {
            return Optional.of(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static byte[] value(ChecksumAlgorithm algorithm, byte[] bytes) {
        ChecksumAlgorithm.Running running = algorithm.begin();
        running.update(bytes, 0, bytes.length);
        return running.value();
    }
}
