package io.github.tune4j.testkit.s3;

import io.github.tune4j.testkit.wire.Call;
import io.github.tune4j.testkit.wire.ServiceError;
import io.github.tune4j.testkit.wire.XmlElement;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes an object of the parts that a client lists. */
final class UploadCompletion {
    private static final long SMALLEST_PART = 5L * 1024 * 1024;
    private static final int BUFFER = 64 * 1024;

    private final Buckets buckets;

    UploadCompletion(Buckets buckets) {
        this.buckets = buckets;
    }

    StoredObject complete(Call call, Bucket bucket, Upload upload, XmlElement request)
            throws ServiceError, IOException {
        Buckets.Condition condition = Conditions.write(call, upload.key());
        List<Part> parts = listed(upload, request);
        requireSizes(call, parts);
        Checksum checksum = upload.composite() ? composite(upload, parts) : whole(upload, parts);
        if (!upload.composite() && call.header(checksum.algorithm().header()).isPresent()) {
            Received.verify(call, checksum);
        }
        StoredObject object = new StoredObject(
                upload.key(),
                etag(parts),
                Instant.now(),
                upload.attributes(),
                checksum,
                parts,
                Optional.of(upload.id()),
                new Blob.Joined(parts.stream().map(Part::content).toList()));
        buckets.put(bucket, object, condition);
        return object;
    }

    private static List<Part> listed(Upload upload, XmlElement request) throws ServiceError {
        List<Part> parts = new ArrayList<>();
        int before = 0;
        for (XmlElement entry : request.children("Part")) {
            int number = number(entry);
            if (number <= before) {
                throw new ServiceError(
                        400,
                        "InvalidPartOrder",
                        "The list of parts was not in ascending order. Parts must be ordered by part number.",
                        Map.of("UploadId", upload.id()));
            }
            before = number;
            parts.add(part(upload, entry, number));
        }
        if (parts.isEmpty()) {
            throw S3Errors.malformedXml();
        }
        return parts;
    }

    private static Part part(Upload upload, XmlElement entry, int number) throws ServiceError {
        String etag = entry.value("ETag").orElse("").replace("\"", "");
        Part part = upload.parts().get(number);
        boolean same = part != null && part.etag().equals(etag);
        if (same && part.checksum().isPresent()) {
            Checksum kept = part.checksum().get();
            same = entry.value(kept.algorithm().element())
                    .map(kept.value()::equals)
                    .orElse(true);
        }
        if (!same) {
            Map<String, Object> details = new LinkedHashMap<>();
            details.put("UploadId", upload.id());
            details.put("PartNumber", number);
            details.put("ETag", etag);
            throw new ServiceError(
                    400,
                    "InvalidPart",
                    "One or more of the specified parts could not be found.  The part may not have been uploaded, or the"
                            + " specified entity tag may not match the part's entity tag.",
                    details);
        }
        return part;
    }

    private static int number(XmlElement entry) throws ServiceError {
        String number = entry.value("PartNumber").orElse("").strip();
        if (!number.matches("\\d{1,9}")) {
            throw S3Errors.malformedXml();
        }
        return Integer.parseInt(number);
    }

    private static void requireSizes(Call call, List<Part> parts) throws ServiceError {
        for (Part part : parts.subList(0, parts.size() - 1)) {
            if (part.size() < SMALLEST_PART) {
                Map<String, Object> details = new LinkedHashMap<>();
                details.put("ProposedSize", part.size());
                details.put("MinSizeAllowed", SMALLEST_PART);
                details.put("PartNumber", part.number());
                throw new ServiceError(
                        400,
                        "EntityTooSmall",
                        "Your proposed upload is smaller than the minimum allowed size",
                        details);
            }
        }
        long size = parts.stream().mapToLong(Part::size).sum();
        Optional<String> expected = call.header("x-amz-mp-object-size");
        if (expected.isPresent() && !expected.get().equals(Long.toString(size))) {
            throw S3Errors.invalidRequest("The provided 'x-amz-mp-object-size' header value " + expected.get()
                    + " does not match what was computed: " + size);
        }
    }

    private static String etag(List<Part> parts) {
        ChecksumAlgorithm.Running md5 = ChecksumAlgorithm.MD5.begin();
        for (Part part : parts) {
            byte[] value = HexFormat.of().parseHex(part.etag());
            md5.update(value, 0, value.length);
        }
        return HexFormat.of().formatHex(md5.value()) + "-" + parts.size();
    }

    private static Checksum composite(Upload upload, List<Part> parts) {
        ChecksumAlgorithm algorithm = upload.algorithm().orElseThrow();
        ChecksumAlgorithm.Running running = algorithm.begin();
        for (Part part : parts) {
            byte[] value = part.checksum().orElseThrow().bytes();
            running.update(value, 0, value.length);
        }
        return new Checksum(algorithm, Checksum.of(algorithm, running.value()).value() + "-" + parts.size());
    }

    private static Checksum whole(Upload upload, List<Part> parts) throws IOException {
        ChecksumAlgorithm algorithm = upload.algorithm().orElse(ChecksumAlgorithm.CRC64NVME);
        ChecksumAlgorithm.Running running = algorithm.begin();
        byte[] buffer = new byte[BUFFER];
        for (Part part : parts) {
            try (InputStream in = part.content().open(0)) {
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    running.update(buffer, 0, read);
                }
            }
        }
        return Checksum.of(algorithm, running.value());
    }
}
