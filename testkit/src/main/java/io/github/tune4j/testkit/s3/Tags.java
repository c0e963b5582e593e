package io.github.tune4j.testkit.s3;

import io.github.tune4j.testkit.wire.Call;
import io.github.tune4j.testkit.wire.Percent;
import io.github.tune4j.testkit.wire.ServiceError;
import io.github.tune4j.testkit.wire.XmlElement;
import io.github.tune4j.testkit.wire.XmlWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tags of an object as requests and answers write them. */
final class Tags {
    private static final int MOST = 10;
    private static final int LONGEST_KEY = 128;
    private static final int LONGEST_VALUE = 256;

    private Tags() {}

    static Map<String, String> ofHeader(Call call) throws ServiceError {
        Map<String, List<String>> given;
        try {
            given = Percent.parameters(call.header("x-amz-tagging").orElse(""));
        } catch (IllegalArgumentException e) {
            throw S3Errors.invalidArgument(
                    "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without"
                            + " tag name duplicates.",
                    "x-amz-tagging",
                    call.header("x-amz-tagging").orElse(""));
        }
        Map<String, String> tags = new LinkedHashMap<>();
        for (Map.Entry<String, List<String>> tag : given.entrySet()) {
            for (String value : tag.getValue()) {
                add(tags, tag.getKey(), value);
            }
        }
        return tags;
    }

    static Map<String, String> of(XmlElement tagging) throws ServiceError {
        XmlElement set = tagging.child("TagSet").orElseThrow(S3Errors::malformedXml);
        Map<String, String> tags = new LinkedHashMap<>();
        for (XmlElement tag : set.children("Tag")) {
            String key = tag.value("Key").orElseThrow(S3Errors::malformedXml);
            add(tags, key, tag.value("Value").orElseThrow(S3Errors::malformedXml));
        }
        return tags;
    }

    static void write(XmlWriter xml, Map<String, String> tags) {
        xml.element(
                "TagSet",
                set -> set.elements(
                        "Tag",
                        tags.entrySet(),
                        tag -> set.text("Key", tag.getKey()).text("Value", tag.getValue())));
    }

    private static void add(Map<String, String> tags, String key, String value) throws ServiceError {
        if (key.isEmpty() || key.length() > LONGEST_KEY) {
            throw new ServiceError(400, "InvalidTag", "The TagKey you have provided is invalid", Map.of("TagKey", key));
        }
        if (value.length() > LONGEST_VALUE) {
            throw new ServiceError(
                    400, "InvalidTag", "The TagValue you have provided is invalid", Map.of("TagKey", key));
        }
        if (tags.put(key, value) != null) {
            throw new ServiceError(
                    400, "InvalidTag", "Cannot provide multiple Tags with the same key", Map.of("TagKey", key));
        }
        if (tags.size() > MOST) {
            throw new ServiceError(400, "BadRequest", "Object tags cannot be greater than " + MOST);
        }
    }
}
