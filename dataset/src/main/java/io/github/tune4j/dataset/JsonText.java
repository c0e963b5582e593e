package io.github.tune4j.dataset;

import java.nio.charset.StandardCharsets;

/**
 * Writes JSON piece by piece. By hand: the classes of a library's generator take longer to load than 20 MB take to be
 * converted.
 */
final class JsonText {
    private final StringBuilder text = new StringBuilder();

    JsonText startObject() {
        return open('{');
    }

    JsonText endObject() {
        return close('}');
    }

    JsonText startArray() {
        return open('[');
    }

    JsonText endArray() {
        return close(']');
    }

    /** The key of an object's next value. */
    JsonText key(String key) {
        string(key);
        text.append(':');
        return this;
    }

    /** A key with a text. */
    JsonText field(String key, String value) {
        return key(key).string(value);
    }

    /** A text, with escapes for what JSON cannot hold and for halves of surrogate pairs, which UTF-8 cannot hold. */
    JsonText string(String value) {
        comma();
        text.append('"');
        int plain = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c >= ' ' && c != '"' && c != '\\' && !Character.isSurrogate(c)) {
                continue;
            }
            if (Character.isHighSurrogate(c)
                    && i + 1 < value.length()
                    && Character.isLowSurrogate(value.charAt(i + 1))) {
                i++;
                continue;
            }
            text.append(value, plain, i);
            escape(c);
            plain = i + 1;
        }
        text.append(value, plain, value.length()).append('"');
        return this;
    }

    /** Ends the line and forgets it. */
    byte[] line() {
        byte[] line = text.append('\n').toString().getBytes(StandardCharsets.UTF_8);
        clear();
        return line;
    }

    /** Forgets what has been written. */
    void clear() {
        text.setLength(0);
    }

    private JsonText open(char bracket) {
        comma();
        text.append(bracket);
        return this;
    }

    private JsonText close(char bracket) {
        text.append(bracket);
        return this;
    }

    /** Between two values; the last character tells whether there was one before. */
    private void comma() {
        int length = text.length();
        if (length > 0 && "{[:".indexOf(text.charAt(length - 1)) < 0) {
            text.append(',');
        }
    }

    private void escape(char c) {
        text.append('\\');
        switch (c) {
            case '"', '\\' -> text.append(c);
            case '\n' -> text.append('n');
            case '\r' -> text.append('r');
            case '\t' -> text.append('t');
            case '\b' -> text.append('b');
            case '\f' -> text.append('f');
            default -> {
                text.append('u');
                for (int shift = 12; shift >= 0; shift -= 4) {
                    text.append(Character.toUpperCase(Character.forDigit(c >> shift & 0xF, 16)));
                }
            }
        }
    }
}
