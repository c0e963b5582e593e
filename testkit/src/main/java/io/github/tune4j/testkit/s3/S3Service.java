package io.github.tune4j.testkit.s3;

import io.github.tune4j.testkit.wire.Call;
import io.github.tune4j.testkit.wire.Operation;
import io.github.tune4j.testkit.wire.Percent;
import io.github.tune4j.testkit.wire.Reply;
import io.github.tune4j.testkit.wire.Service;
import io.github.tune4j.testkit.wire.ServiceError;
import io.github.tune4j.testkit.wire.XmlWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** S3 over the wire, in path style. */
public final class S3Service implements Service {
    private static final int LONGEST_KEY = 1024;

    /** Query parameters that choose another operation; the others are parameters of one. */
    private static final Set<String> SUBRESOURCES = Set.of(
            "accelerate",
            "acl",
            "analytics",
            "attributes",
            "cors",
            "delete",
            "encryption",
            "intelligent-tiering",
            "inventory",
            "legal-hold",
            "lifecycle",
            "location",
            "logging",
            "metadataConfiguration",
            "metadataTable",
            "metrics",
            "notification",
            "object-lock",
            "ownershipControls",
            "policy",
            "policyStatus",
            "publicAccessBlock",
            "renameObject",
            "replication",
            "requestPayment",
            "restore",
            "retention",
            "select",
            "session",
            "tagging",
            "torrent",
            "uploads",
            "versioning",
            "versions",
            "website");

    private final String account;
    private final BucketCalls buckets;
    private final ListCalls lists;
    private final ObjectCalls objects;
    private final UploadCalls uploads;

    /**
     * Serves buckets.
     *
     * @param account who owns them all, twelve digits
     */
    public S3Service(Buckets buckets, String account) {
        this.account = account;
        this.buckets = new BucketCalls(buckets);
        this.lists = new ListCalls(buckets);
        this.objects = new ObjectCalls(buckets);
        this.uploads = new UploadCalls(buckets);
    }

    @Override
    public boolean serves(Call call) {
        return call.scope().service().equals("s3");
    }

    @Override
    public Operation operation(Call call) throws ServiceError {
        String path = Percent.decode(call.rawPath().substring(1));
        int slash = path.indexOf('/');
        String bucket = slash < 0 ? path : path.substring(0, slash);
        String key = slash < 0 ? "" : path.substring(slash + 1);
        if (bucket.isEmpty()) {
            return ofService(call);
        }
        if (key.getBytes(StandardCharsets.UTF_8).length > LONGEST_KEY) {
            throw new ServiceError(400, "KeyTooLongError", "Your key is too long");
        }
        return key.isEmpty() ? ofBucket(call, bucket) : ofObject(call, bucket, key);
    }

    @Override
    public Reply error(Call call, ServiceError error, String requestId) {
        if (error.status() == 304 || call.method().equals("HEAD")) {
            return withRegion(Reply.empty(error.status()), error);
        }
        byte[] body = XmlWriter.document("Error", "", xml -> {
            xml.text("Code", error.code()).text("Message", error.getMessage());
            error.details().forEach(xml::text);
            xml.text("Resource", call.rawPath()).text("RequestId", requestId).text("HostId", requestId);
        });
        return withRegion(Reply.of(error.status(), "application/xml", body), error);
    }

    private static Reply withRegion(Reply reply, ServiceError error) {
        Object region = error.details().get("Region");
        return region == null ? reply : reply.with("x-amz-bucket-region", region.toString());
    }

    private Operation ofService(Call call) throws ServiceError {
        if (call.method().equals("GET")) {
            return operation("ListBuckets", call, "", "", () -> buckets.list(call));
        }
        throw S3Errors.notThere(call.method() + " on the service");
    }

    private Operation ofBucket(Call call, String bucket) throws ServiceError {
        String which = call.method() + subresource(call);
        return switch (which) {
            case "PUT" -> operation("CreateBucket", call, bucket, "", () -> buckets.create(call, bucket));
            case "HEAD" -> operation("HeadBucket", call, bucket, "", () -> buckets.head(call, bucket));
            case "DELETE" -> operation("DeleteBucket", call, bucket, "", () -> buckets.delete(call, bucket));
            case "GET location" -> operation("GetBucketLocation", call, bucket, "", () -> buckets.location(bucket));
            case "PUT publicAccessBlock" ->
                operation("PutPublicAccessBlock", call, bucket, "", () -> buckets.putPublicAccess(call, bucket));
            case "GET publicAccessBlock" ->
                operation("GetPublicAccessBlock", call, bucket, "", () -> buckets.getPublicAccess(call, bucket));
            case "PUT encryption" ->
                operation("PutBucketEncryption", call, bucket, "", () -> buckets.putEncryption(call, bucket));
            case "GET encryption" ->
                operation("GetBucketEncryption", call, bucket, "", () -> buckets.getEncryption(call, bucket));
            case "POST delete" -> operation("DeleteObjects", call, bucket, "", () -> objects.deleteAll(call, bucket));
            case "GET uploads" -> operation("ListMultipartUploads", call, bucket, "", () -> uploads.list(call, bucket));
            case "GET" ->
                call.query("list-type").orElse("").equals("2")
                        ? operation("ListObjectsV2", call, bucket, "", () -> lists.list2(call, bucket))
                        : operation("ListObjects", call, bucket, "", () -> lists.list(call, bucket));
            default -> throw S3Errors.notThere(name(call, "Bucket"));
        };
    }

    private Operation ofObject(Call call, String bucket, String key) throws ServiceError {
        boolean copies = call.header("x-amz-copy-source").isPresent();
        String which = call.method()
                + (call.query().containsKey("uploadId") ? " uploadId" : subresource(call))
                + (copies ? " copy" : "");
        return switch (which) {
            case "PUT" -> operation("PutObject", call, bucket, key, () -> objects.put(call, bucket, key));
            case "PUT copy" -> operation("CopyObject", call, bucket, key, () -> objects.copy(call, bucket, key));
            case "GET" -> operation("GetObject", call, bucket, key, () -> objects.get(call, bucket, key));
            case "HEAD" -> operation("HeadObject", call, bucket, key, () -> objects.get(call, bucket, key));
            case "DELETE" -> operation("DeleteObject", call, bucket, key, () -> objects.delete(call, bucket, key));
            case "PUT tagging" ->
                operation("PutObjectTagging", call, bucket, key, () -> objects.putTags(call, bucket, key));
            case "GET tagging" ->
                operation("GetObjectTagging", call, bucket, key, () -> objects.getTags(call, bucket, key));
            case "DELETE tagging" ->
                operation("DeleteObjectTagging", call, bucket, key, () -> objects.deleteTags(call, bucket, key));
            case "POST uploads" ->
                operation("CreateMultipartUpload", call, bucket, key, () -> uploads.create(call, bucket, key));
            case "PUT uploadId" -> operation("UploadPart", call, bucket, key, () -> uploads.part(call, bucket, key));
            case "PUT uploadId copy" ->
                operation("UploadPartCopy", call, bucket, key, () -> uploads.copyPart(call, bucket, key));
            case "GET uploadId" ->
                operation("ListParts", call, bucket, key, () -> uploads.listParts(call, bucket, key));
            case "POST uploadId" ->
                operation("CompleteMultipartUpload", call, bucket, key, () -> uploads.complete(call, bucket, key));
            case "DELETE uploadId" ->
                operation("AbortMultipartUpload", call, bucket, key, () -> uploads.abort(call, bucket, key));
            default -> throw S3Errors.notThere(name(call, "Object"));
        };
    }

    private Operation operation(String name, Call call, String bucket, String key, Operation.Action action) {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (!bucket.isEmpty()) {
            parameters.put("Bucket", bucket);
        }
        if (!key.isEmpty()) {
            parameters.put("Key", key);
        }
        for (String parameter : List.of("prefix", "partNumber", "uploadId")) {
            call.query(parameter).ifPresent(value -> parameters.put(parameter, value));
        }
        return new Operation(name, parameters, () -> {
            requireOwner(call, "x-amz-expected-bucket-owner");
            requireOwner(call, "x-amz-source-expected-bucket-owner");
            return action.run();
        });
    }

    /** Who says whose bucket it must be is refused where it is somebody else's. */
    private void requireOwner(Call call, String header) throws ServiceError {
        String expected = call.header(header).orElse(account);
        if (!expected.matches("\\d{12}")) {
            throw new ServiceError(
                    400,
                    "InvalidBucketOwnerAWSAccountID",
                    "The value of the expected bucket owner parameter must be an AWS account ID");
        }
        if (!expected.equals(account)) {
            throw S3Errors.accessDenied();
        }
    }

    private static String subresource(Call call) {
        return call.query().keySet().stream()
                .filter(SUBRESOURCES::contains)
                .findFirst()
                .map(name -> " " + name)
                .orElse("");
    }

    /** The name that AWS would give the operation, for a message. */
    private static String name(Call call, String on) {
        String verb = call.method().charAt(0) + call.method().substring(1).toLowerCase(java.util.Locale.ROOT);
        String what = subresource(call).strip();
        return verb + on + (what.isEmpty() ? "" : Character.toUpperCase(what.charAt(0)) + what.substring(1));
    }
}
