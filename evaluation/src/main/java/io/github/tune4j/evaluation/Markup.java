package io.github.tune4j.evaluation;

import org.jspecify.annotations.Nullable;

/** Text on its way into markup. */
final class Markup {
    private Markup() {}

    /** For HTML, as text or within quotation marks. */
    static String html(@Nullable String text) {
        StringBuilder safe = new StringBuilder();
        visible(text == null ? "" : text).codePoints().forEach(c -> {
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                case '`' -> safe.append("&#96;");
                default -> safe.appendCodePoint(c);
            }
        });
        return safe.toString();
    }

    /** What cannot be seen or turns the writing direction becomes a replacement sign; line ends become line feeds. */
    static String visible(String text) {
        StringBuilder visible = new StringBuilder(text.length());
        text.replace("\r\n", "\n").codePoints().forEach(c -> {
            if (c == '\r' || c == 0x2028 || c == 0x2029 || c == 0x85) {
                visible.append('\n');
            } else if (c == '\n' || c == '\t') {
                visible.appendCodePoint(c);
            } else if (Character.isISOControl(c)
                    || c >= 0x202A && c <= 0x202E
                    || c >= 0x2066 && c <= 0x2069
                    || c >= 0xD800 && c <= 0xDFFF
                    || (c & 0xFFFE) == 0xFFFE) {
                visible.append('\uFFFD');
            } else {
                visible.appendCodePoint(c);
            }
        });
        return visible.toString();
    }
}
