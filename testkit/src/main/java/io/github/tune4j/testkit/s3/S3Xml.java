package io.github.tune4j.testkit.s3;

import io.github.tune4j.testkit.wire.Call;
import io.github.tune4j.testkit.wire.Reply;
import io.github.tune4j.testkit.wire.ServiceError;
import io.github.tune4j.testkit.wire.XmlElement;
import io.github.tune4j.testkit.wire.XmlWriter;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.function.Consumer;

/** The documents of S3. */
final class S3Xml {
    /** Who owns everything. */
    static final String OWNER = "75aa57f09aa0c8caeab4f8c24e99d10f8e7faeebf76c078efc7c6caea54ba06a";

    private static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private S3Xml() {}

    /** An answer in XML. */
    static Reply reply(String root, Consumer<XmlWriter> content) {
        return Reply.of(200, "application/xml", XmlWriter.document(root, NAMESPACE, content));
    }

    /** A request in XML, whose root must have a name. */
    static XmlElement request(Call call, String root) throws ServiceError, IOException {
        return parse(Received.document(call), root);
    }

    /** Reads XML whose root must have a name. */
    static XmlElement parse(byte[] document, String root) throws ServiceError {
        try {
            XmlElement element = XmlElement.parse(document);
            if (!element.name().equals(root)) {
                throw S3Errors.malformedXml();
            }
            return element;
        } catch (IllegalArgumentException e) {
            throw S3Errors.malformedXml();
        }
    }

    static String time(Instant instant) {
        return TIME.format(instant);
    }

    static String quoted(String etag) {
        return "\"" + etag + "\"";
    }
}
