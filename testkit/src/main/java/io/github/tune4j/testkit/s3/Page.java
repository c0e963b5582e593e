package io.github.tune4j.testkit.s3;

import io.github.tune4j.testkit.wire.Call;
import io.github.tune4j.testkit.wire.ServiceError;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** How long a page of a list is and where it begins. */
final class Page {
    private static final String MARK = "1/";

    private Page() {}

    /** How many entries a request wants at most. */
    static int size(Call call, String parameter, int most) throws ServiceError {
        Optional<String> asked = call.query(parameter).filter(text -> !text.isEmpty());
        if (asked.isEmpty()) {
            return most;
        }
        if (!asked.get().matches("\\d{1,10}") || Long.parseLong(asked.get()) > Integer.MAX_VALUE) {
            throw S3Errors.invalidArgument(
                    "Argument " + parameter + " must be an integer between 0 and 2147483647", parameter, asked.get());
        }
        return Math.min(most, Integer.parseInt(asked.get()));
    }

    /** The key after which a page begins, by its token; the empty text for the first page. */
    static String token(Call call) throws ServiceError {
        Optional<String> token = call.query("continuation-token");
        if (token.isEmpty()) {
            return "";
        }
        try {
            String text = new String(Base64.getUrlDecoder().decode(token.get()), StandardCharsets.UTF_8);
            if (text.startsWith(MARK)) {
                return text.substring(MARK.length());
            }
        } catch (IllegalArgumentException e) {
            // Not one of ours: refused below.
        }
        throw S3Errors.invalidArgument(
                "The continuation token provided is incorrect", "continuation-token", token.get());
    }

    static String tokenAfter(String key) {
        return Base64.getUrlEncoder().encodeToString((MARK + key).getBytes(StandardCharsets.UTF_8));
    }
}
