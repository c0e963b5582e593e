package io.github.tune4j.dataset;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.chat.Attachment;
import io.github.tune4j.document.HtmlText;
import io.github.tune4j.document.PdfText;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * As much of a document as a model is shown at once. A document goes as the file that it is when Bedrock takes it and it
 * is short; a long one goes as text, in parts of whole pages or paragraphs. The model sees a neutral name, because a
 * name can carry an instruction.
 *
 * @param document the file's name
 * @param place where in the document
 * @param attachment what the model is shown
 * @param length characters of text; at least 1
 */
record Excerpt(String document, String place, Attachment attachment, int length) {
    /** Bedrock takes documents up to 4.5 MB. */
    static final int MOST_BYTES = 4_500_000;

    private static final int MOST_CHARACTERS = 40_000;

    /** The parts of a document, in order. */
    static List<Excerpt> of(Path file) {
        Attachment whole = Attachment.of(file);
        String name = String.valueOf(file.getFileName());
        byte[] bytes = whole.bytes();
        return switch (whole.format()) {
            case "pdf" -> parts(whole, name, PdfText.pages(bytes, name), "page");
            case "html", "htm" ->
                parts(as("html", bytes), name, paragraphs(HtmlText.of(text(bytes, name)), name), "paragraph");
            case "txt", "md" -> parts(whole, name, paragraphs(text(bytes, name), name), "paragraph");
            case "csv", "doc", "docx", "xls", "xlsx" -> List.of(whole(whole, name, bytes.length));
            default ->
                throw InvalidInputException.of(
                        "Questions cannot be drawn from " + name + ".",
                        "give a document of the type pdf, txt, md, html, csv, doc, docx, xls or xlsx.");
        };
    }

    private static List<Excerpt> parts(Attachment whole, String name, List<String> units, String unit) {
        int length = units.stream().mapToInt(String::length).sum();
        if (length <= MOST_CHARACTERS && whole.bytes().length <= MOST_BYTES) {
            return List.of(whole(whole, name, length));
        }
        if (length == 0) {
            throw InvalidInputException.of(
                    name + " has no text, and with " + whole.bytes().length
                            + " bytes it is too large to be shown as it is.",
                    "split it, or recognise its text first.");
        }
        List<Excerpt> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        int first = 1;
        for (int i = 0; i < units.size(); i++) {
            if (!part.isEmpty() && part.length() + units.get(i).length() > MOST_CHARACTERS) {
                parts.add(part(name, unit, first, i, part));
                first = i + 1;
            }
            part.append(units.get(i)).append("\n\n");
        }
        parts.add(part(name, unit, first, units.size(), part));
        return parts.stream().filter(p -> p.length() > 0).toList();
    }

    private static Excerpt part(String name, String unit, int first, int last, StringBuilder text) {
        String shown = text.toString().strip();
        text.setLength(0);
        String place = first == last ? unit + " " + first : unit + "s " + first + " to " + last;
        return new Excerpt(
                name, place, new Attachment("document", "txt", shown.getBytes(StandardCharsets.UTF_8)), shown.length());
    }

    private static Excerpt whole(Attachment file, String name, int length) {
        if (file.bytes().length > MOST_BYTES) {
            throw InvalidInputException.of(
                    name + " has " + file.bytes().length + " bytes, and a document may have " + MOST_BYTES + ".",
                    "split it, or save it as pdf, html or text, which are split here.");
        }
        if (file.bytes().length == 0) {
            throw InvalidInputException.of(name + " is empty.", "give a document that says something.");
        }
        return new Excerpt(
                name, "whole document", new Attachment("document", file.format(), file.bytes()), Math.max(1, length));
    }

    private static Attachment as(String format, byte[] bytes) {
        return new Attachment("document", format, bytes);
    }

    /** Paragraphs, none longer than what is shown at once. */
    private static List<String> paragraphs(String text, String name) {
        List<String> paragraphs = new ArrayList<>();
        for (String paragraph : text.split("\\n\\s*\\n|(?<=\\n)(?=#{1,6} )")) {
            String rest = paragraph.strip();
            while (rest.length() > MOST_CHARACTERS) {
                int end = Math.max(rest.lastIndexOf('\n', MOST_CHARACTERS), rest.lastIndexOf(' ', MOST_CHARACTERS));
                end = end > 0 ? end : rest.offsetByCodePoints(0, rest.codePointCount(0, MOST_CHARACTERS));
                paragraphs.add(rest.substring(0, end));
                rest = rest.substring(end).strip();
            }
            if (!rest.isEmpty()) {
                paragraphs.add(rest);
            }
        }
        if (paragraphs.isEmpty()) {
            throw InvalidInputException.of(name + " has no text.", "give a document that says something.");
        }
        return paragraphs;
    }

    private static String text(byte[] bytes, String name) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw InvalidInputException.of(name + " is not UTF-8.", "save the file as UTF-8.", e);
        }
    }
}
