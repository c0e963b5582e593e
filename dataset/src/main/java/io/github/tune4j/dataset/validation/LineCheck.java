package io.github.tune4j.dataset.validation;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Judges one line completely: whether it is UTF-8, whether it is JSON, whether it is a record. Of a line that is not
 * JSON nothing else is said. Not thread-safe; reused line after line.
 */
final class LineCheck {
    static final int LONGEST_TEXT = 2_000_000;
    static final int LONGEST_WORD = 1_000_000;
    static final int DEEPEST = 1_000;

    /** Keys are neither collected nor hashed: a hostile file could make that slow, or fail. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(LONGEST_TEXT)
                    .maxNameLength(LONGEST_WORD)
                    .maxNumberLength(LONGEST_WORD)
                    .maxNestingDepth(DEEPEST)
                    .build())
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private final RecordLimits limits;
    private final RecordCheck record;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    private char[] characters = new char[1 << 12];

    LineCheck(RecordLimits limits) {
        this.limits = limits;
        this.record = RecordCheck.of(limits.limits());
    }

    /** Judges a line that is held whole; without its line end. */
    Findings check(byte[] bytes, int from, int to, int mostKept) {
        if (characters.length < to - from) {
            characters = new char[Math.max(to - from, 2 * characters.length)];
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, from, to - from);
        CharBuffer out = CharBuffer.wrap(characters);
        decoder.reset();
        CoderResult result = decoder.decode(in, out, true);
        if (result.isError()) {
            return invalidUtf8(
                    bytes, in.position(), Math.min(to, in.position() + result.length()), out.position(), mostKept);
        }
        try (JsonParser json = JSON.createParser(characters, 0, out.position())) {
            return check(json, mostKept);
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory does not fail", e);
        }
    }

    /**
     * Judges a line that is too long to be held.
     *
     * @throws IOException if it cannot be read
     */
    Findings check(InputStream line, int mostKept) throws IOException {
        try (JsonParser json = JSON.createParser(new InputStreamReader(line, StandardCharsets.UTF_8.newDecoder()))) {
            return check(json, mostKept);
        } catch (CharacterCodingException e) {
            return single(Rule.INVALID_UTF8, 0, "", mostKept, "a byte of this long line fits no character");
        }
    }

    private Findings check(JsonParser json, int mostKept) throws IOException {
        Part part = new Part(limits, mostKept);
        try {
            if (json.nextToken() == null) {
                return single(Rule.BLANK_LINE, 0, "", mostKept);
            }
            record.check(new Cursor(json), part);
            if (json.nextToken() != null) {
                return single(
                        Rule.INVALID_JSON,
                        json.currentTokenLocation().getColumnNr(),
                        "",
                        mostKept,
                        "more follows behind the record");
            }
            return part.findings();
        } catch (StreamConstraintsException e) {
            return tooMuch(json, e, mostKept);
        } catch (JsonProcessingException e) {
            return single(Rule.INVALID_JSON, json.currentLocation().getColumnNr(), "", mostKept, reason(e));
        }
    }

    /** Which of the limits was passed; the line cannot be read on from there. */
    private static Findings tooMuch(JsonParser json, StreamConstraintsException e, int mostKept) {
        if (json.getParsingContext().getNestingDepth() >= DEEPEST) {
            return single(Rule.TOO_DEEP, json.currentLocation().getColumnNr(), "", mostKept, DEEPEST);
        }
        boolean text = reason(e).startsWith("String");
        String pointer = Cursor.pointer(json);
        return single(
                text ? Rule.TEXT_LIMIT : Rule.TOO_LONG_WORD, 0, pointer, mostKept, text ? LONGEST_TEXT : LONGEST_WORD);
    }

    /** The parser's reason without its source, as the middle of a sentence. */
    private static String reason(JsonProcessingException e) {
        String reason = String.valueOf(e.getOriginalMessage()).replaceFirst("(?s)\\s*\\(start marker at .*", "");
        return Cursor.shortened(reason.replaceFirst("\\.$", ""));
    }

    private static Findings invalidUtf8(byte[] bytes, int from, int to, int before, int mostKept) {
        boolean utf16 = from == 0 && bytes.length > 1 && (bytes[0] & bytes[1] & 0xFE) == 0xFE;
        boolean gzip = from == 1 && bytes[0] == 0x1F && bytes[1] == (byte) 0x8B;
        StringBuilder hex = new StringBuilder();
        for (int i = from; i < to; i++) {
            hex.append(String.format(Locale.ROOT, "%s%02X", i == from ? "" : " ", bytes[i]));
        }
        return single(
                Rule.INVALID_UTF8,
                before + 1L,
                hex.toString(),
                mostKept,
                utf16
                        ? "the file seems to be UTF-16"
                        : gzip ? "the file seems to be compressed by gzip" : "these bytes fit no character");
    }

    private static Findings single(Rule rule, long column, String excerptOrPointer, int mostKept, Object... details) {
        Findings findings = new Findings(mostKept);
        boolean pointer = excerptOrPointer.startsWith("/");
        findings.add(new Finding(
                rule,
                1,
                column,
                pointer ? excerptOrPointer : "",
                pointer ? "" : excerptOrPointer,
                rule.problem(details)));
        return findings;
    }
}
