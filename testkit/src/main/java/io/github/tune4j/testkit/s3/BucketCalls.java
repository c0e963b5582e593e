package io.github.tune4j.testkit.s3;

import io.github.tune4j.testkit.wire.Call;
import io.github.tune4j.testkit.wire.Reply;
import io.github.tune4j.testkit.wire.ServiceError;
import io.github.tune4j.testkit.wire.XmlElement;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Buckets: made, found, set up and deleted. */
final class BucketCalls {
    private static final String FIRST_REGION = "us-east-1";
    private static final Pattern NAME = Pattern.compile("[a-z0-9](?!.*\\.\\.)[a-z0-9.-]{1,61}[a-z0-9]");
    private static final Pattern ADDRESS = Pattern.compile("\\d+\\.\\d+\\.\\d+\\.\\d+");
    private static final Pattern RESERVED =
            Pattern.compile("(xn--|sthree-|amzn-s3-demo-).*|.*(-s3alias|--ol-s3|\\.mrap|--x-s3|--table-s3)");
    private static final Pattern REGION = Pattern.compile("[a-z]{2}(-[a-z]+)+-\\d");

    private final Buckets buckets;

    BucketCalls(Buckets buckets) {
        this.buckets = buckets;
    }

    Reply list(Call call) throws ServiceError {
        String prefix = call.query("prefix").orElse("");
        String after = Page.token(call);
        int most = Page.size(call, "max-buckets", 10_000);
        List<Bucket> found = buckets.all().stream()
                .filter(bucket ->
                        bucket.name().startsWith(prefix) && bucket.name().compareTo(after) > 0)
                .filter(bucket -> call.query("bucket-region")
                        .map(bucket.settings().region()::equals)
                        .orElse(true))
                .toList();
        List<Bucket> page = found.subList(0, Math.min(most, found.size()));
        return S3Xml.reply("ListAllMyBucketsResult", xml -> {
            xml.element("Owner", owner -> owner.text("ID", S3Xml.OWNER));
            xml.element(
                    "Buckets",
                    all -> all.elements(
                            "Bucket",
                            page,
                            bucket -> all.text("Name", bucket.name())
                                    .text(
                                            "CreationDate",
                                            S3Xml.time(bucket.settings().created()))
                                    .text("BucketRegion", bucket.settings().region())));
            if (page.size() < found.size()) {
                xml.text(
                        "ContinuationToken",
                        Page.tokenAfter(page.get(page.size() - 1).name()));
            }
            xml.text("Prefix", call.query("prefix"));
        });
    }

    Reply create(Call call, String bucket) throws ServiceError, IOException {
        if (!NAME.matcher(bucket).matches()
                || ADDRESS.matcher(bucket).matches()
                || RESERVED.matcher(bucket).matches()) {
            throw new ServiceError(
                    400, "InvalidBucketName", "The specified bucket is not valid.", Map.of("BucketName", bucket));
        }
        String region = region(call);
        if (Buckets.foreign(bucket)) {
            throw new ServiceError(
                    409,
                    "BucketAlreadyExists",
                    "The requested bucket name is not available. The bucket namespace is shared by all users of the"
                            + " system. Please select a different name and try again.",
                    Map.of("BucketName", bucket));
        }
        boolean created = buckets.create(
                new Bucket.Settings(bucket, region, Instant.now(), Encryption.DEFAULT, Bucket.PublicAccessBlock.ALL));
        // In the oldest region a bucket that one owns may be created again, and nothing happens.
        boolean again = region.equals(FIRST_REGION)
                && buckets.region(bucket).map(FIRST_REGION::equals).orElse(false);
        if (!created && !again) {
            throw new ServiceError(
                    409,
                    "BucketAlreadyOwnedByYou",
                    "Your previous request to create the named bucket succeeded and you already own it.",
                    Map.of("BucketName", bucket));
        }
        return Reply.empty(200).with("Location", "/" + bucket).with("x-amz-bucket-region", region);
    }

    /** A bucket lies where the request says, and where it says nothing, in the oldest region. */
    private static String region(Call call) throws ServiceError, IOException {
        String endpoint = call.scope().region();
        byte[] body = Received.document(call);
        Optional<String> asked = Optional.empty();
        if (body.length > 0) {
            try {
                asked = XmlElement.parse(body).value("LocationConstraint").filter(text -> !text.isEmpty());
            } catch (IllegalArgumentException e) {
                throw S3Errors.malformedXml();
            }
        }
        String region =
                asked.map(text -> text.equals("EU") ? "eu-west-1" : text).orElse(FIRST_REGION);
        boolean fromAnywhere = endpoint.isEmpty() || endpoint.equals(FIRST_REGION);
        if (asked.isPresent()
                && (region.equals(FIRST_REGION) || !REGION.matcher(region).matches())) {
            throw new ServiceError(
                    400,
                    "InvalidLocationConstraint",
                    "The specified location-constraint is not valid",
                    Map.of("LocationConstraint", asked.get()));
        }
        if (!fromAnywhere && !region.equals(endpoint)) {
            throw new ServiceError(
                    400,
                    "IllegalLocationConstraintException",
                    "The " + asked.orElse("unspecified")
                            + " location constraint is incompatible for the region specific endpoint this request was"
                            + " sent to.");
        }
        return region;
    }

    Reply head(Call call, String bucket) throws ServiceError {
        Bucket found = buckets.require(bucket, call.scope().region());
        return Reply.empty(200)
                .with("x-amz-bucket-region", found.settings().region())
                .with("x-amz-access-point-alias", "false");
    }

    Reply delete(Call call, String bucket) throws ServiceError {
        buckets.remove(buckets.require(bucket, call.scope().region()));
        return new Reply(204, Map.of(), out -> {});
    }

    Reply location(String bucket) throws ServiceError {
        String region = buckets.require(bucket, "").settings().region();
        return S3Xml.reply("LocationConstraint", xml -> xml.characters(region.equals(FIRST_REGION) ? "" : region));
    }

    Reply putPublicAccess(Call call, String bucket) throws ServiceError, IOException {
        Bucket found = buckets.require(bucket, call.scope().region());
        XmlElement asked = S3Xml.request(call, "PublicAccessBlockConfiguration");
        if (asked.children().isEmpty()) {
            throw S3Errors.invalidRequest("Must specify at least one configuration.");
        }
        buckets.change(
                found,
                found.settings()
                        .with(new Bucket.PublicAccessBlock(
                                flag(asked, "BlockPublicAcls"),
                                flag(asked, "IgnorePublicAcls"),
                                flag(asked, "BlockPublicPolicy"),
                                flag(asked, "RestrictPublicBuckets"))));
        return Reply.empty(200);
    }

    Reply getPublicAccess(Call call, String bucket) throws ServiceError {
        Bucket.PublicAccessBlock block =
                buckets.require(bucket, call.scope().region()).settings().publicAccessBlock();
        return S3Xml.reply(
                "PublicAccessBlockConfiguration",
                xml -> xml.text("BlockPublicAcls", block.blockPublicAcls())
                        .text("IgnorePublicAcls", block.ignorePublicAcls())
                        .text("BlockPublicPolicy", block.blockPublicPolicy())
                        .text("RestrictPublicBuckets", block.restrictPublicBuckets()));
    }

    Reply putEncryption(Call call, String bucket) throws ServiceError, IOException {
        Bucket found = buckets.require(bucket, call.scope().region());
        XmlElement rule = S3Xml.request(call, "ServerSideEncryptionConfiguration")
                .child("Rule")
                .orElseThrow(S3Errors::malformedXml);
        XmlElement asked = rule.child("ApplyServerSideEncryptionByDefault").orElseThrow(S3Errors::malformedXml);
        String algorithm = asked.value("SSEAlgorithm").orElseThrow(S3Errors::malformedXml);
        Encryption encryption = Encryption.of(algorithm, asked.value("KMSMasterKeyID"), flag(rule, "BucketKeyEnabled"));
        buckets.change(found, found.settings().with(encryption));
        return Reply.empty(200);
    }

    Reply getEncryption(Call call, String bucket) throws ServiceError {
        Encryption encryption =
                buckets.require(bucket, call.scope().region()).settings().encryption();
        return S3Xml.reply(
                "ServerSideEncryptionConfiguration",
                xml -> xml.element(
                        "Rule",
                        rule -> rule.element(
                                        "ApplyServerSideEncryptionByDefault",
                                        by -> by.text("SSEAlgorithm", encryption.algorithm())
                                                .text("KMSMasterKeyID", encryption.kmsKey()))
                                .text("BucketKeyEnabled", encryption.bucketKey())));
    }

    private static boolean flag(XmlElement element, String name) throws ServiceError {
        String value = element.value(name).orElse("false").strip();
        if (!value.equals("true") && !value.equals("false")) {
            throw S3Errors.malformedXml();
        }
        return value.equals("true");
    }
}
