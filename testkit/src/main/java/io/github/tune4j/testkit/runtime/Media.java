package io.github.tune4j.testkit.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tune4j.testkit.wire.ServiceError;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Bytes in requests: documents and images, with the sizes that Bedrock takes. */
final class Media {
    private static final int LARGEST_DOCUMENT = 4_718_592;
    private static final int LARGEST_IMAGE = 3_932_160;

    private Media() {}

    static byte[] decode(JsonNode base64, String at) throws ServiceError {
        try {
            return Base64.getDecoder().decode(base64.asText());
        } catch (IllegalArgumentException e) {
            throw Problem.validation(at + ": invalid base64 data");
        }
    }

    static byte[] document(byte[] bytes, String at) throws ServiceError {
        if (bytes.length == 0) {
            throw Problem.validation("The document at " + at + " is empty. Add its bytes and try again.");
        }
        if (bytes.length > LARGEST_DOCUMENT) {
            throw Problem.validation("The document at " + at + " has " + bytes.length
                    + " bytes. A document can have at most 4.5 MB. Make it smaller and try again.");
        }
        return bytes;
    }

    static void image(byte[] bytes, String at) throws ServiceError {
        if (bytes.length > LARGEST_IMAGE) {
            throw Problem.validation("The image at " + at + " has " + bytes.length
                    + " bytes. An image can have at most 3.75 MB. Make it smaller and try again.");
        }
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
