package io.github.tune4j.testkit.s3;

import io.github.tune4j.testkit.wire.Call;
import io.github.tune4j.testkit.wire.Percent;
import io.github.tune4j.testkit.wire.Reply;
import io.github.tune4j.testkit.wire.ServiceError;
import io.github.tune4j.testkit.wire.XmlWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Lists of what is in a bucket. */
final class ListCalls {
    private static final int MOST = 1_000;

    private final Buckets buckets;

    ListCalls(Buckets buckets) {
        this.buckets = buckets;
    }

    /** ListObjectsV2. */
    Reply list2(Call call, String bucket) throws ServiceError {
        Bucket found = buckets.require(bucket, call.scope().region());
        String start = call.query("start-after").orElse("");
        String token = Page.token(call);
        Listing listing = Listing.of(call, found, token.isEmpty() ? start : token);
        UnaryOperator<String> encode = encoding(call);
        boolean owners = call.query("fetch-owner").orElse("").equals("true");
        return S3Xml.reply("ListBucketResult", xml -> {
            head(xml, call, bucket, listing, encode);
            xml.text("KeyCount", listing.objects.size() + listing.prefixes.size());
            xml.text("ContinuationToken", call.query("continuation-token"));
            xml.text("StartAfter", call.query("start-after").map(encode));
            xml.text("NextContinuationToken", listing.next.map(Page::tokenAfter));
            contents(xml, listing, encode, owners);
        });
    }

    /** ListObjects, the older form. */
    Reply list(Call call, String bucket) throws ServiceError {
        Bucket found = buckets.require(bucket, call.scope().region());
        String marker = call.query("marker").orElse("");
        Listing listing = Listing.of(call, found, marker);
        UnaryOperator<String> encode = encoding(call);
        return S3Xml.reply("ListBucketResult", xml -> {
            head(xml, call, bucket, listing, encode);
            xml.text("Marker", encode.apply(marker));
            if (!listing.delimiter.isEmpty()) {
                xml.text("NextMarker", listing.next.map(encode));
            }
            contents(xml, listing, encode, true);
        });
    }

    /** How keys are written: as they are, or percent-encoded when the client asks for it. */
    static UnaryOperator<String> encoding(Call call) throws ServiceError {
        Optional<String> asked = call.query("encoding-type");
        if (asked.isPresent() && !asked.get().equals("url")) {
            throw S3Errors.invalidArgument(
                    "Invalid Encoding Method specified in Request", "encoding-type", asked.get());
        }
        return asked.isPresent() ? Percent::encodePath : UnaryOperator.identity();
    }

    private static void head(XmlWriter xml, Call call, String bucket, Listing listing, UnaryOperator<String> encode) {
        xml.text("Name", bucket).text("Prefix", encode.apply(listing.prefix));
        if (!listing.delimiter.isEmpty()) {
            xml.text("Delimiter", encode.apply(listing.delimiter));
        }
        xml.text("MaxKeys", listing.most);
        xml.text("EncodingType", call.query("encoding-type"));
        xml.text("IsTruncated", listing.next.isPresent());
    }

    private static void contents(XmlWriter xml, Listing listing, UnaryOperator<String> encode, boolean owners) {
        xml.elements("Contents", listing.objects, object -> {
            xml.text("Key", encode.apply(object.key()))
                    .text("LastModified", S3Xml.time(object.modified()))
                    .text("ETag", S3Xml.quoted(object.etag()))
                    .text("ChecksumAlgorithm", object.checksum().algorithm())
                    .text("ChecksumType", object.checksum().type())
                    .text("Size", object.size());
            if (owners) {
                xml.element("Owner", owner -> owner.text("ID", S3Xml.OWNER));
            }
            xml.text("StorageClass", object.attributes().headers().getOrDefault("x-amz-storage-class", "STANDARD"));
        });
        xml.elements("CommonPrefixes", listing.prefixes, prefix -> xml.text("Prefix", encode.apply(prefix)));
    }

    /**
     * A page of a bucket.
     *
     * @param next the key or prefix after which the next page begins; empty when this is the last
     */
    private record Listing(
            String prefix,
            String delimiter,
            int most,
            List<StoredObject> objects,
            List<String> prefixes,
            Optional<String> next) {

        static Listing of(Call call, Bucket bucket, String after) throws ServiceError {
            String prefix = call.query("prefix").orElse("");
            String delimiter = call.query("delimiter").orElse("");
            int most = Page.size(call, "max-keys", MOST);
            List<StoredObject> objects = new ArrayList<>();
            List<String> prefixes = new ArrayList<>();
            String last = after;
            boolean more = false;
            NavigableMap<String, StoredObject> rest = bucket.objects().tailMap(prefix, true);
            if (Bucket.compareKeys(after, prefix) > 0) {
                rest = rest.tailMap(after, false);
            }
            for (StoredObject object : rest.values()) {
                if (!object.key().startsWith(prefix)) {
                    break;
                }
                Optional<String> common = common(object.key(), prefix, delimiter);
                if (common.filter(last::equals).isPresent()) {
                    continue;
                }
                if (objects.size() + prefixes.size() >= most) {
                    more = most > 0;
                    break;
                }
                common.ifPresentOrElse(prefixes::add, () -> objects.add(object));
                last = common.orElse(object.key());
            }
            return new Listing(prefix, delimiter, most, objects, prefixes, more ? Optional.of(last) : Optional.empty());
        }

        private static Optional<String> common(String key, String prefix, String delimiter) {
            int end = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
            return end < 0 ? Optional.empty() : Optional.of(key.substring(0, end + delimiter.length()));
        }
    }
}
