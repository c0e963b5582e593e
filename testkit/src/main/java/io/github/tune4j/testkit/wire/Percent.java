package io.github.tune4j.testkit.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Percent-encoding as AWS signs and lists it: UTF-8, upper-case digits, everything but the unreserved characters. */
public final class Percent {
    private static final String UNRESERVED = "-._~";

    private Percent() {}

    /**
     * Decodes a part of a path: a plus sign is a plus sign.
     *
     * @throws IllegalArgumentException if an escape is broken or the bytes are no UTF-8
     */
    public static String decode(String encoded) {
        if (encoded.indexOf('%') < 0 && encoded.chars().allMatch(c -> c < 0x80)) {
            return encoded;
        }
        byte[] bytes = encoded.getBytes(StandardCharsets.UTF_8);
        ByteBuffer decoded = ByteBuffer.allocate(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '%') {
                boolean whole = i + 2 < bytes.length;
                int high = whole ? Character.digit(bytes[i + 1], 16) : -1;
                int low = whole ? Character.digit(bytes[i + 2], 16) : -1;
                if (high < 0 || low < 0) {
                    throw new IllegalArgumentException("a percent sign without two hexadecimal digits");
                }
                decoded.put((byte) (high << 4 | low));
                i += 2;
            } else {
                decoded.put(bytes[i]);
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(decoded.flip()).toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("escapes that are no UTF-8", e);
        }
    }

    /** Encodes everything but letters, digits and {@code -._~}. */
    public static String encode(String text) {
        return encode(text, "");
    }

    /** Encodes a path and leaves its slashes. */
    public static String encodePath(String path) {
        return encode(path, "/");
    }

    /**
     * Decodes a query or a form: a plus sign is a space. The order of names is kept.
     *
     * @throws IllegalArgumentException if an escape is broken or the bytes are no UTF-8
     */
    public static Map<String, List<String>> parameters(String query) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        for (String pair : query.split("&")) {
            if (!pair.isEmpty()) {
                String[] parts = pair.replace('+', ' ').split("=", 2);
                parameters
                        .computeIfAbsent(decode(parts[0]), name -> new ArrayList<>())
                        .add(parts.length == 1 ? "" : decode(parts[1]));
            }
        }
        return parameters;
    }

    private static String encode(String text, String alsoKept) {
        StringBuilder encoded = new StringBuilder(text.length() + 16);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            boolean letterOrDigit = c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
            if (letterOrDigit || UNRESERVED.indexOf(c) >= 0 || alsoKept.indexOf(c) >= 0) {
                encoded.append(c);
            } else {
                encoded.append('%')
                        .append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
                        .append(Character.toUpperCase(Character.forDigit(c & 0xF, 16)));
            }
        }
        return encoded.toString();
    }
}
