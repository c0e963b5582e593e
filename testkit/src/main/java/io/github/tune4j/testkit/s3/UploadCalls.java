package io.github.tune4j.testkit.s3;

import io.github.tune4j.testkit.wire.Call;
import io.github.tune4j.testkit.wire.Reply;
import io.github.tune4j.testkit.wire.ServiceError;
import io.github.tune4j.testkit.wire.XmlElement;
import io.github.tune4j.testkit.wire.XmlWriter;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.UnaryOperator;

/** Uploads in parts. */
final class UploadCalls {
    private static final int MOST_PARTS = 10_000;
    private static final int MOST_LISTED = 1_000;

    private final Buckets buckets;
    private final UploadCompletion completion;

    UploadCalls(Buckets buckets) {
        this.buckets = buckets;
        this.completion = new UploadCompletion(buckets);
    }

    Reply create(Call call, String bucket, String key) throws ServiceError {
        Bucket into = buckets.require(bucket, call.scope().region());
        ObjectCalls.requireNoAcl(call);
        Optional<String> named = call.header("x-amz-checksum-algorithm");
        Optional<ChecksumAlgorithm> algorithm =
                named.isPresent() ? Optional.of(ObjectCalls.algorithm(named.get())) : Optional.empty();
        boolean composite = composite(call, algorithm);
        Upload upload = new Upload(
                UUID.randomUUID().toString().replace("-", ""),
                key,
                Instant.now(),
                Attributes.of(call, into),
                algorithm,
                composite,
                new ConcurrentSkipListMap<>());
        buckets.begin(into, upload);
        Reply reply = S3Xml.reply(
                "InitiateMultipartUploadResult",
                xml -> xml.text("Bucket", bucket).text("Key", key).text("UploadId", upload.id()));
        return algorithm
                .map(value -> reply.with("x-amz-checksum-algorithm", value.name())
                        .with("x-amz-checksum-type", upload.checksumType()))
                .orElse(reply);
    }

    private static boolean composite(Call call, Optional<ChecksumAlgorithm> algorithm) throws ServiceError {
        Optional<String> type = call.header("x-amz-checksum-type");
        if (algorithm.isEmpty()) {
            if (type.isPresent()) {
                throw S3Errors.invalidRequest("The x-amz-checksum-type header can only be used with the"
                        + " x-amz-checksum-algorithm header.");
            }
            return false;
        }
        boolean wholeOnly = algorithm.get() == ChecksumAlgorithm.CRC64NVME;
        boolean composite = type.map("COMPOSITE"::equals).orElse(!wholeOnly);
        if (composite ? wholeOnly : !algorithm.get().linear()) {
            throw S3Errors.invalidRequest("The " + type.orElse("") + " checksum type cannot be used with the "
                    + algorithm.get().name().toLowerCase(java.util.Locale.ROOT) + " checksum algorithm.");
        }
        return composite;
    }

    Reply part(Call call, String bucket, String key) throws ServiceError, IOException {
        Bucket into = buckets.require(bucket, call.scope().region());
        Upload upload = upload(call, into, key);
        int number = partNumber(call);
        Received received = Received.of(call, buckets.blobs());
        Optional<ChecksumAlgorithm> algorithm = upload.algorithm();
        if (algorithm.isPresent()
                && received.sent()
                && algorithm.get() != received.checksum().algorithm()) {
            throw S3Errors.invalidRequest("Checksum Type mismatch occurred, expected checksum Type: "
                    + algorithm.get().name().toLowerCase(java.util.Locale.ROOT) + ", actual checksum Type: "
                    + received.checksum().algorithm().name().toLowerCase(java.util.Locale.ROOT));
        }
        if (upload.composite() && !received.sent()) {
            throw S3Errors.invalidRequest("Checksum Type mismatch occurred, expected checksum Type: "
                    + algorithm.orElseThrow().name().toLowerCase(java.util.Locale.ROOT)
                    + ", actual checksum Type: null");
        }
        Part part = part(number, received);
        buckets.put(into, upload, part);
        Reply reply = Reply.empty(200).with("ETag", S3Xml.quoted(part.etag()));
        return part.checksum()
                .map(checksum -> reply.with(checksum.algorithm().header(), checksum.value()))
                .orElse(reply);
    }

    Reply copyPart(Call call, String bucket, String key) throws ServiceError, IOException {
        Bucket into = buckets.require(bucket, call.scope().region());
        Upload upload = upload(call, into, key);
        int number = partNumber(call);
        StoredObject source = CopySource.of(call).find(call, buckets);
        Optional<String> header = call.header("x-amz-copy-source-range");
        Optional<ByteRange> asked = header.isPresent() ? ByteRange.of(header.get(), source.size()) : Optional.empty();
        if (header.isPresent() && asked.isEmpty()) {
            throw S3Errors.invalidArgument(
                    "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are"
                            + " the zero-based offsets of the first and last bytes to copy",
                    "x-amz-copy-source-range",
                    header.get());
        }
        ByteRange range = asked.orElse(new ByteRange(0, source.size()));
        Part part;
        try (InputStream in = new FirstBytes(source.content().open(range.from()), range.length())) {
            ChecksumAlgorithm algorithm = upload.algorithm().orElse(ChecksumAlgorithm.CRC64NVME);
            part = part(number, Received.of(in, algorithm, buckets.blobs()));
        }
        buckets.put(into, upload, part);
        return S3Xml.reply("CopyPartResult", xml -> {
            xml.text("LastModified", S3Xml.time(part.modified())).text("ETag", S3Xml.quoted(part.etag()));
            write(xml, part.checksum());
        });
    }

    private static Part part(int number, Received received) {
        return new Part(number, received.etag(), Optional.of(received.checksum()), Instant.now(), received.content());
    }

    Reply listParts(Call call, String bucket, String key) throws ServiceError {
        Upload upload = upload(call, buckets.require(bucket, call.scope().region()), key);
        int most = Page.size(call, "max-parts", MOST_LISTED);
        int marker = Page.size(call, "part-number-marker", MOST_PARTS);
        boolean first = call.query("part-number-marker").orElse("").isEmpty();
        List<Part> after =
                List.copyOf(upload.parts().tailMap(first ? 0 : marker, false).values());
        List<Part> page = after.subList(0, Math.min(most, after.size()));
        return S3Xml.reply("ListPartsResult", xml -> {
            xml.text("Bucket", bucket)
                    .text("Key", key)
                    .text("UploadId", upload.id())
                    .text("PartNumberMarker", first ? 0 : marker);
            if (page.size() < after.size() && !page.isEmpty()) {
                xml.text("NextPartNumberMarker", page.get(page.size() - 1).number());
            }
            xml.text("MaxParts", most).text("IsTruncated", page.size() < after.size() && most > 0);
            xml.text("ChecksumAlgorithm", upload.algorithm());
            upload.algorithm().ifPresent(algorithm -> xml.text("ChecksumType", upload.checksumType()));
            xml.elements("Part", page, part -> {
                xml.text("PartNumber", part.number())
                        .text("LastModified", S3Xml.time(part.modified()))
                        .text("ETag", S3Xml.quoted(part.etag()))
                        .text("Size", part.size());
                if (upload.algorithm().isPresent()) {
                    write(xml, part.checksum());
                }
            });
            xml.text("StorageClass", "STANDARD");
        });
    }

    Reply list(Call call, String bucket) throws ServiceError {
        Bucket in = buckets.require(bucket, call.scope().region());
        String prefix = call.query("prefix").orElse("");
        String keyMarker = call.query("key-marker").orElse("");
        String idMarker = call.query("upload-id-marker").orElse("");
        int most = Page.size(call, "max-uploads", MOST_LISTED);
        UnaryOperator<String> encode = ListCalls.encoding(call);
        if (call.query("delimiter").isPresent()) {
            throw S3Errors.notImplemented("A delimiter in a list of uploads");
        }
        Comparator<Upload> order =
                Comparator.comparing(Upload::key, Bucket::compareKeys).thenComparing(Upload::id);
        List<Upload> after = in.uploads().values().stream()
                .filter(upload -> upload.key().startsWith(prefix))
                .filter(upload -> Bucket.compareKeys(upload.key(), keyMarker) > 0
                        || upload.key().equals(keyMarker)
                                && !idMarker.isEmpty()
                                && upload.id().compareTo(idMarker) > 0)
                .sorted(order)
                .toList();
        List<Upload> page = after.subList(0, Math.min(most, after.size()));
        return S3Xml.reply("ListMultipartUploadsResult", xml -> {
            xml.text("Bucket", bucket)
                    .text("KeyMarker", encode.apply(keyMarker))
                    .text("UploadIdMarker", idMarker);
            if (page.size() < after.size() && !page.isEmpty()) {
                Upload last = page.get(page.size() - 1);
                xml.text("NextKeyMarker", encode.apply(last.key())).text("NextUploadIdMarker", last.id());
            }
            xml.text("Prefix", encode.apply(prefix)).text("MaxUploads", most);
            xml.text("EncodingType", call.query("encoding-type"));
            xml.text("IsTruncated", page.size() < after.size() && most > 0);
            xml.elements(
                    "Upload",
                    page,
                    upload -> xml.text("Key", encode.apply(upload.key()))
                            .text("UploadId", upload.id())
                            .element("Initiator", who -> who.text("ID", S3Xml.OWNER))
                            .element("Owner", who -> who.text("ID", S3Xml.OWNER))
                            .text("StorageClass", "STANDARD")
                            .text("Initiated", S3Xml.time(upload.initiated())));
        });
    }

    Reply complete(Call call, String bucket, String key) throws ServiceError, IOException {
        Bucket into = buckets.require(bucket, call.scope().region());
        // Checksums in the headers of this request are those of the object, not of the request.
        XmlElement request = S3Xml.parse(call.bytes(), "CompleteMultipartUpload");
        String id = call.query("uploadId").orElse("");
        StoredObject before = into.objects().get(key);
        // A client that never heard of its success asks again, and is told of it again.
        boolean again = before != null && before.uploadId().filter(id::equals).isPresent();
        StoredObject object = again ? before : completion.complete(call, into, upload(call, into, key), request);
        return ObjectCalls.withEncryption(
                S3Xml.reply("CompleteMultipartUploadResult", xml -> {
                    xml.text("Location", "http://s3.amazonaws.com/" + bucket + "/" + key)
                            .text("Bucket", bucket)
                            .text("Key", key)
                            .text("ETag", S3Xml.quoted(object.etag()));
                    write(xml, Optional.of(object.checksum()));
                    xml.text("ChecksumType", object.checksum().type());
                }),
                object);
    }

    Reply abort(Call call, String bucket, String key) throws ServiceError {
        Bucket in = buckets.require(bucket, call.scope().region());
        buckets.abort(in, upload(call, in, key));
        return new Reply(204, Map.of(), out -> {});
    }

    private static Upload upload(Call call, Bucket bucket, String key) throws ServiceError {
        String id = call.query("uploadId").orElse("");
        Upload upload = bucket.uploads().get(id);
        if (upload == null || !upload.key().equals(key)) {
            throw S3Errors.noSuchUpload(id);
        }
        return upload;
    }

    private static int partNumber(Call call) throws ServiceError {
        String number = call.query("partNumber").orElse("");
        if (!number.matches("[1-9]\\d{0,4}") || Integer.parseInt(number) > MOST_PARTS) {
            throw S3Errors.invalidArgument(
                    "Part number must be an integer between 1 and 10000, inclusive", "partNumber", number);
        }
        return Integer.parseInt(number);
    }

    private static void write(XmlWriter xml, Optional<Checksum> checksum) {
        checksum.ifPresent(value -> xml.text(value.algorithm().element(), value.value()));
    }
}
