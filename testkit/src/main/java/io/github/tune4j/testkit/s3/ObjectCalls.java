package io.github.tune4j.testkit.s3;

import io.github.tune4j.testkit.wire.Call;
import io.github.tune4j.testkit.wire.Reply;
import io.github.tune4j.testkit.wire.ServiceError;
import io.github.tune4j.testkit.wire.XmlElement;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Single objects: stored, copied, deleted and tagged. */
final class ObjectCalls {
    private static final int MOST_DELETED = 1_000;

    private final Buckets buckets;

    ObjectCalls(Buckets buckets) {
        this.buckets = buckets;
    }

    Reply put(Call call, String bucket, String key) throws ServiceError, IOException {
        Bucket into = buckets.require(bucket, call.scope().region());
        requireNoAcl(call);
        Attributes attributes = Attributes.of(call, into);
        Buckets.Condition condition = Conditions.write(call, key);
        Received received = Received.of(call, buckets.blobs());
        StoredObject object = stored(key, attributes, received);
        buckets.put(into, object, condition);
        Reply reply = withEncryption(Reply.empty(200), object).with("ETag", S3Xml.quoted(object.etag()));
        return withChecksum(reply, object.checksum());
    }

    Reply get(Call call, String bucket, String key) throws ServiceError {
        return ObjectReading.reply(call, require(call, bucket, key));
    }

    Reply copy(Call call, String bucket, String key) throws ServiceError, IOException {
        Bucket into = buckets.require(bucket, call.scope().region());
        requireNoAcl(call);
        CopySource from = CopySource.of(call);
        StoredObject source = from.find(call, buckets);
        boolean replacesAttributes = replaces(call, "x-amz-metadata-directive");
        boolean replacesTags = replaces(call, "x-amz-tagging-directive");
        Attributes given = Attributes.of(call, into);
        boolean changes = replacesAttributes
                || replacesTags
                || Encryption.of(call).isPresent()
                || call.header("x-amz-storage-class").isPresent()
                || call.header("x-amz-website-redirect-location").isPresent();
        if (from.bucket().equals(bucket) && from.key().equals(key) && !changes) {
            throw S3Errors.invalidRequest(
                    "This copy request is illegal because it is trying to copy an object to itself"
                            + " without changing the object's metadata, storage class, website redirect location or encryption"
                            + " attributes.");
        }
        Attributes attributes = (replacesAttributes ? given : copied(source.attributes(), given))
                .withTags(replacesTags ? given.tags() : source.attributes().tags());
        Buckets.Condition condition = Conditions.write(call, key);
        StoredObject object = stored(key, attributes, received(call, source));
        buckets.put(into, object, condition);
        return withEncryption(
                S3Xml.reply(
                        "CopyObjectResult",
                        xml -> xml.text("LastModified", S3Xml.time(object.modified()))
                                .text("ETag", S3Xml.quoted(object.etag()))
                                .text(
                                        object.checksum().algorithm().element(),
                                        object.checksum().value())
                                .text("ChecksumType", object.checksum().type())),
                object);
    }

    /** A copy of one that was uploaded in parts is a single piece, with an ETag and a checksum of the whole. */
    private Received received(Call call, StoredObject source) throws ServiceError, IOException {
        Optional<String> asked = call.header("x-amz-checksum-algorithm");
        ChecksumAlgorithm algorithm =
                asked.isPresent() ? algorithm(asked.get()) : source.checksum().algorithm();
        if (source.parts().isEmpty() && algorithm == source.checksum().algorithm()) {
            return new Received(source.content(), source.etag(), source.checksum(), asked.isPresent());
        }
        try (InputStream in = source.open()) {
            return Received.of(in, algorithm, buckets.blobs());
        }
    }

    static ChecksumAlgorithm algorithm(String name) throws ServiceError {
        return ChecksumAlgorithm.named(name)
                .orElseThrow(() -> S3Errors.invalidRequest(
                        "Checksum algorithm provided is unsupported. Please try again with any of the valid types:"
                                + " [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]"));
    }

    private static Attributes copied(Attributes source, Attributes given) {
        Map<String, String> headers = new LinkedHashMap<>(source.headers());
        headers.keySet().removeIf(name -> name.startsWith("x-amz-"));
        given.headers().forEach((name, value) -> {
            if (name.startsWith("x-amz-")) {
                headers.put(name, value);
            }
        });
        return new Attributes(headers, source.metadata(), source.tags());
    }

    private static boolean replaces(Call call, String header) throws ServiceError {
        String directive = call.header(header).orElse("COPY");
        if (!directive.equals("COPY") && !directive.equals("REPLACE")) {
            throw S3Errors.invalidArgument("Unknown directive.", header, directive);
        }
        return directive.equals("REPLACE");
    }

    Reply delete(Call call, String bucket, String key) throws ServiceError {
        buckets.delete(buckets.require(bucket, call.scope().region()), key, Conditions.write(call, key));
        return new Reply(204, Map.of(), out -> {});
    }

    Reply deleteAll(Call call, String bucket) throws ServiceError, IOException {
        Bucket from = buckets.require(bucket, call.scope().region());
        if (call.header("content-md5").isEmpty() && Received.announced(call).isEmpty()) {
            throw S3Errors.invalidRequest("Missing required header for this request: Content-MD5 OR x-amz-checksum-*");
        }
        XmlElement request = S3Xml.request(call, "Delete");
        List<XmlElement> entries = request.children("Object");
        if (entries.isEmpty() || entries.size() > MOST_DELETED) {
            throw S3Errors.malformedXml();
        }
        boolean quiet = request.value("Quiet").orElse("").equals("true");
        Map<String, Optional<ServiceError>> results = new LinkedHashMap<>();
        for (XmlElement entry : entries) {
            String key = entry.value("Key").orElseThrow(S3Errors::malformedXml);
            results.put(key, delete(from, key, entry.value("ETag")));
        }
        return S3Xml.reply(
                "DeleteResult",
                xml -> results.forEach((key, error) -> {
                    if (error.isPresent()) {
                        xml.element(
                                "Error",
                                failed -> failed.text("Key", key)
                                        .text("Code", error.get().code())
                                        .text("Message", error.get().getMessage()));
                    } else if (!quiet) {
                        xml.element("Deleted", deleted -> deleted.text("Key", key));
                    }
                }));
    }

    private Optional<ServiceError> delete(Bucket from, String key, Optional<String> etag) {
        try {
            buckets.delete(from, key, current -> {
                if (etag.isPresent()
                        && !current.map(StoredObject::etag).equals(etag.map(value -> value.replace("\"", "")))) {
                    throw S3Errors.preconditionFailed("If-Match");
                }
            });
            return Optional.empty();
        } catch (ServiceError e) {
            return Optional.of(e);
        }
    }

    Reply putTags(Call call, String bucket, String key) throws ServiceError, IOException {
        return tag(call, bucket, key, Tags.of(S3Xml.request(call, "Tagging")), Reply.empty(200));
    }

    Reply getTags(Call call, String bucket, String key) throws ServiceError {
        StoredObject object = require(call, bucket, key);
        return S3Xml.reply("Tagging", xml -> Tags.write(xml, object.attributes().tags()));
    }

    Reply deleteTags(Call call, String bucket, String key) throws ServiceError {
        return tag(call, bucket, key, Map.of(), new Reply(204, Map.of(), out -> {}));
    }

    private Reply tag(Call call, String bucket, String key, Map<String, String> tags, Reply reply) throws ServiceError {
        Bucket in = buckets.require(bucket, call.scope().region());
        StoredObject object = require(call, bucket, key);
        buckets.put(in, object.with(object.attributes().withTags(tags)), current -> {
            if (current.isEmpty()) {
                throw S3Errors.noSuchKey(key);
            }
        });
        return reply;
    }

    private StoredObject require(Call call, String bucket, String key) throws ServiceError {
        if (!call.query("versionId").orElse("null").equals("null")) {
            throw S3Errors.invalidArgument(
                    "Invalid version id specified",
                    "versionId",
                    call.query("versionId").orElse(""));
        }
        StoredObject object =
                buckets.require(bucket, call.scope().region()).objects().get(key);
        if (object == null) {
            throw S3Errors.noSuchKey(key);
        }
        return object;
    }

    /** Buckets belong to their owner alone unless an ownership is set, which the local AWS does not have. */
    static void requireNoAcl(Call call) throws ServiceError {
        String acl = call.header("x-amz-acl").orElse("private");
        if (!acl.equals("private") && !acl.equals("bucket-owner-full-control")) {
            throw new ServiceError(400, "AccessControlListNotSupported", "The bucket does not allow ACLs");
        }
    }

    static Reply withEncryption(Reply reply, StoredObject object) {
        Reply more = reply;
        for (Map.Entry<String, String> header : object.attributes().headers().entrySet()) {
            if (header.getKey().startsWith("x-amz-server-side-encryption")) {
                more = more.with(header.getKey(), header.getValue());
            }
        }
        return more;
    }

    static Reply withChecksum(Reply reply, Checksum checksum) {
        return reply.with(checksum.algorithm().header(), checksum.value()).with("x-amz-checksum-type", checksum.type());
    }

    private static StoredObject stored(String key, Attributes attributes, Received received) {
        return new StoredObject(
                key,
                received.etag(),
                Instant.now(),
                attributes,
                received.checksum(),
                List.of(),
                Optional.empty(),
                received.content());
    }
}
