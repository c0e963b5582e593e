package io.github.tune4j.document;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a reader sees of a web page. */
public final class HtmlText {
    private static final Pattern HIDDEN =
            Pattern.compile("(?is)<(script|style|head|template)\\b.*?</\\1\\s*>|<!--.*?-->");
    private static final Pattern BLOCK = Pattern.compile(
            "(?i)</?(p|div|li|ul|ol|tr|table|h[1-6]|section|article|blockquote|pre)\\b[^>]*>|<br\\s*/?>");
    private static final Pattern TAG = Pattern.compile("<[^>]*>");
    private static final Pattern CODE_POINT = Pattern.compile("&#(?:(\\d{1,7})|x([0-9a-fA-F]{1,6}));");

    private HtmlText() {}

    /** The visible text, a line a block. */
    public static String of(String html) {
        String blocks = BLOCK.matcher(HIDDEN.matcher(html).replaceAll(" ")).replaceAll("\n");
        String text = CODE_POINT
                .matcher(TAG.matcher(blocks).replaceAll(""))
                .replaceAll(m -> Matcher.quoteReplacement(character(m.group(1), m.group(2))))
                .replace("&nbsp;", " ")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&apos;", "'")
                .replace("&amp;", "&");
        return text.replaceAll("[ \\t]+", " ").replaceAll(" ?\\n[ \\n]*", "\n").strip();
    }

    private static String character(@Nullable String decimal, @Nullable String hexadecimal) {
        int point = decimal != null ? Integer.parseInt(decimal) : Integer.parseInt(hexadecimal, 16);
        return Character.isValidCodePoint(point) ? Character.toString(point) : "";
    }
}
