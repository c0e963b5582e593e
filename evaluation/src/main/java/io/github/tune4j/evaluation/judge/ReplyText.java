package io.github.tune4j.evaluation.judge;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A judge's reply cut into sentences, without what the judge quotes: quotation marks, quoted lines, fences, thinking,
 * foreign elements. JSON objects and verdict elements stand in their sentence as one character each.
 */
final class ReplyText {
    /** Where a JSON object stood that was not quoted; the objects follow in order. */
    static final char OBJECT = '\uE000';

    /** Where an element such as {@code <score>7</score>} stood. */
    static final char ELEMENT = '\uE001';

    /** Where something quoted stood. */
    static final char QUOTED = '\uE002';

    private static final Pattern VERDICT_ELEMENT =
            Pattern.compile("(?i)<(score|rating|grade|mark|評価|点数)\\s*>([^<>]*)</\\1\\s*>");
    private static final Pattern OPENING_TAG = Pattern.compile("<([\\p{L}_][\\p{L}\\p{N}_.-]*)(?:\\s[^<>]*)?>");
    private static final Pattern WRAPPER =
            Pattern.compile("(?i)</?(?:verdict|result|evaluation|judge?ment|assessment|json)\\s*>");
    private static final Pattern SECTION =
            Pattern.compile("(?is)\\[the start of [^\\]\\n]*](?:.*?\\[the end of [^\\]\\n]*]|.*)");
    private static final Pattern FENCE = Pattern.compile("(`{3,}|~{3,})([^\\n`]*)(?:\\n|$)");
    private static final String CLOSING_QUOTES = "“”„”「」『』«»";

    private static final int MOST_SEARCHES = 500;

    private final String text;
    private final StringBuilder out = new StringBuilder();
    private final List<JsonNode> objects = new ArrayList<>();
    private final List<String> elements = new ArrayList<>();
    private int at;
    private boolean lineStart = true;
    private int attempts;

    private ReplyText(String text) {
        this.text = text;
    }

    /**
     * What was found.
     *
     * @param sentences in order, trimmed, none empty
     * @param objects JSON objects and arrays outside quotes, in order
     * @param elements contents of verdict elements outside quotes, in order
     */
    record Parts(List<String> sentences, List<JsonNode> objects, List<String> elements) {}

    static Parts partsOf(String reply) {
        String own = SECTION.matcher(plain(reply)).replaceAll("\n" + QUOTED + "\n");
        ReplyText cut = new ReplyText(WRAPPER.matcher(own).replaceAll("\n"));
        while (cut.at < cut.text.length()) {
            cut.step();
        }
        List<String> sentences = new ArrayList<>();
        for (String line : cut.out.toString().split("\n")) {
            for (String sentence : line.split("(?<=[!?。！？;])|(?<=\\.)(?=\\s|$)")) {
                if (!sentence.isBlank()) {
                    sentences.add(sentence.strip());
                }
            }
        }
        return new Parts(sentences, cut.objects, cut.elements);
    }

    /** Full-width letters, digits and signs become ASCII, what cannot be seen disappears; nothing else is folded. */
    static String plain(String reply) {
        StringBuilder plain = new StringBuilder(reply.length());
        reply.replace("\r\n", "\n").replace('\r', '\n').codePoints().forEach(c -> {
            if (c >= 0xFF01 && c <= 0xFF5E) {
                plain.append((char) (c - 0xFEE0));
            } else if (c == 0x2212) {
                plain.append('-');
            } else if (c == 0x2028 || c == 0x2029 || c == 0x85) {
                plain.append('\n');
            } else if (c != '\n' && (Character.isSpaceChar(c) || Character.isWhitespace(c))) {
                plain.append(' ');
            } else if (Character.getType(c) == Character.PRIVATE_USE) {
                plain.append('?');
            } else if (Character.getType(c) != Character.FORMAT && !(c >= 0xFE00 && c <= 0xFE0F)) {
                plain.appendCodePoint(c);
            }
        });
        return plain.toString();
    }

    private void step() {
        char c = text.charAt(at);
        if (lineStart && (c == '`' || c == '~') && fence()) {
            return;
        }
        if (lineStart && c == '>') {
            quoteTo(endOfLine(at));
        } else if (c == '{' || c == '[') {
            if (!json()) {
                copy();
            }
        } else if (c == '<') {
            tag();
        } else if (text.startsWith("~~", at)) {
            int end = text.indexOf("~~", at + 2);
            quoteTo(end < 0 ? text.length() : end + 2);
        } else if (CLOSING_QUOTES.indexOf(c) >= 0 && CLOSING_QUOTES.indexOf(c) % 2 == 0) {
            int end = text.indexOf(CLOSING_QUOTES.charAt(CLOSING_QUOTES.indexOf(c) + 1), at);
            quoteTo(end < 0 ? text.length() : end + 1);
        } else if ((c == '"' || c == '\'' || c == '`') && opensQuote()) {
            quotation(c);
        } else {
            copy();
        }
    }

    private void copy() {
        char c = text.charAt(at++);
        out.append(c);
        lineStart = c == '\n' || lineStart && c == ' ';
    }

    private void put(String instead, int end) {
        out.append(instead);
        at = end;
        lineStart = instead.endsWith("\n");
    }

    private void quoteTo(int end) {
        put(String.valueOf(QUOTED), end);
    }

    /** A search through the rest of the text; so many are enough for any honest reply. */
    private boolean maySearch() {
        return attempts++ < MOST_SEARCHES;
    }

    private int endOfLine(int from) {
        int end = text.indexOf('\n', from);
        return end < 0 ? text.length() : end;
    }

    /** A quotation mark after a space or an opening bracket; one after a letter or digit is an apostrophe or inch. */
    private boolean opensQuote() {
        return at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1)) && text.charAt(at - 1) != text.charAt(at);
    }

    /** Quotation marks round nothing but a number are decoration. */
    private void quotation(char mark) {
        int end = mark == '\'' ? closingApostrophe() : text.indexOf(mark, at + 1);
        if (end < 0) {
            if (mark == '\'') {
                copy();
            } else {
                quoteTo(text.length());
            }
        } else if (text.substring(at + 1, end).matches("[\\[\\]\\s]*[-+]?[0-9.]+[\\[\\]\\s]*(?:/\\s*[0-9.]+)?")
                && followsLabel()) {
            put(text.substring(at + 1, end), end + 1);
        } else {
            quoteTo(end + 1);
        }
    }

    /** Within the paragraph, and not one that stands inside a word. */
    private int closingApostrophe() {
        int blank = text.indexOf("\n\n", at);
        int limit = blank < 0 ? text.length() : blank;
        for (int i = text.indexOf('\'', at + 1); i >= 0 && i < limit; i = text.indexOf('\'', i + 1)) {
            if (i + 1 == text.length() || !Character.isLetterOrDigit(text.charAt(i + 1))) {
                return i;
            }
        }
        return -1;
    }

    private boolean followsLabel() {
        String before = out.substring(out.lastIndexOf("\n") + 1).stripTrailing();
        return before.endsWith(":") || before.endsWith("=");
    }

    /** Of fenced blocks only JSON counts; everything else in a fence is shown, not said. */
    private boolean fence() {
        Matcher open = FENCE.matcher(text).region(at, text.length());
        if (!open.lookingAt()) {
            return false;
        }
        String mark = open.group(1);
        Matcher close = Pattern.compile("(?m)^ *" + Pattern.quote(mark.substring(0, 1)) + "{" + mark.length() + ",} *$")
                .matcher(text);
        int contentEnd = text.length();
        int end = text.length();
        if (close.find(open.end())) {
            contentEnd = close.start();
            end = close.end();
        }
        String language = open.group(2).strip().toLowerCase(Locale.ROOT);
        String content = text.substring(open.end(), contentEnd).strip();
        if (end == contentEnd || !language.matches("|json|xml") || !fencedVerdict(content)) {
            put(String.valueOf(QUOTED), end);
        }
        at = end;
        lineStart = false;
        return true;
    }

    private boolean fencedVerdict(String content) {
        JsonNode node = parse(content);
        if (node != null) {
            objects.add(node);
            out.append(OBJECT);
            return true;
        }
        Matcher element = VERDICT_ELEMENT.matcher(content);
        if (element.matches()) {
            elements.add(element.group(2));
            out.append(ELEMENT);
            return true;
        }
        return false;
    }

    private boolean json() {
        int next = at + 1;
        while (next < text.length() && Character.isWhitespace(text.charAt(next))) {
            next++;
        }
        boolean json = next < text.length() && text.charAt(next) == (text.charAt(at) == '{' ? '"' : '{');
        int end = json && maySearch() ? closingBracket() : -1;
        JsonNode node = end < 0 ? null : parse(text.substring(at, end));
        if (node == null) {
            return false;
        }
        objects.add(node);
        put(String.valueOf(OBJECT), end);
        return true;
    }

    /** One past the bracket that closes the one here, strings skipped; -1 when there is none. */
    private int closingBracket() {
        int depth = 0;
        boolean inString = false;
        for (int i = at; i < text.length() && i - at < 20_000; i++) {
            char c = text.charAt(i);
            if (inString) {
                if (c == '\\') {
                    i++;
                } else {
                    inString = c != '"';
                }
            } else if (c == '"') {
                inString = true;
            } else if (c == '{' || c == '[') {
                depth++;
            } else if ((c == '}' || c == ']') && --depth == 0) {
                return i + 1;
            }
        }
        return -1;
    }

    /** An object, or an array of objects; [[7]] is no JSON here. */
    static @Nullable JsonNode parse(String json) {
        try {
            JsonNode node = Json.parse(json, "a verdict");
            return node.isObject() || node.isArray() && node.path(0).isObject() ? node : null;
        } catch (InvalidInputException e) {
            return null;
        }
    }

    private void tag() {
        Matcher verdict = VERDICT_ELEMENT.matcher(text).region(at, text.length());
        if (verdict.lookingAt()) {
            elements.add(verdict.group(2));
            put(String.valueOf(ELEMENT), verdict.end());
            return;
        }
        Matcher open = OPENING_TAG.matcher(text).region(at, text.length());
        if (!open.lookingAt() || !maySearch()) {
            copy();
            return;
        }
        Matcher close = Pattern.compile("(?i)</" + Pattern.quote(open.group(1)) + "\\s*>")
                .matcher(text);
        if (close.find(open.end())) {
            put("\n", close.end());
        } else if (open.group(1).toLowerCase(Locale.ROOT).matches("think|thinking|reasoning|scratchpad|reflection")) {
            put("\n", text.length());
        } else {
            copy();
        }
    }
}
