package io.github.tune4j.chat;

import io.github.tune4j.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A document that goes with a turn. Compared by value.
 *
 * @param name a neutral name; models read it, so it must not come from an untrusted source
 * @param format the file type in lower case, for example {@code pdf}
 * @param bytes the document
 */
public record Attachment(String name, String format, byte[] bytes) {

    /**
     * Copies the bytes.
     *
     * @param name a neutral name
     * @param format the file type in lower case, for example {@code pdf}
     * @param bytes the document
     */
    public Attachment {
        bytes = bytes.clone();
    }

    /**
     * Reads a file. The name is the file's without its ending, reduced to what Bedrock allows in a document's name:
     * letters, digits, single spaces, hyphens, parentheses and square brackets.
     *
     * @param file a document whose ending names its format
     * @return the attachment
     * @throws InvalidInputException if the file cannot be read or has no ending
     */
    public static Attachment of(Path file) {
        String fileName = String.valueOf(file.getFileName());
        int dot = fileName.lastIndexOf('.');
        if (dot < 1 || dot == fileName.length() - 1) {
            throw InvalidInputException.of(
                    "The document " + file + " has no ending that names its format.",
                    "give the file an ending such as .pdf, .txt, .md or .html.");
        }
        String name = fileName.substring(0, dot)
                .replaceAll("[^A-Za-z0-9()\\[\\] -]", " ")
                .replaceAll("\\s+", " ")
                .strip();
        try {
            return new Attachment(
                    name.isEmpty() ? "document" : name.substring(0, Math.min(200, name.length())),
                    fileName.substring(dot + 1).toLowerCase(Locale.ROOT),
                    Files.readAllBytes(file));
        } catch (IOException e) {
            throw InvalidInputException.of(
                    "The document " + file + " cannot be read.", "check that the file exists and is readable.", e);
        }
    }

    /**
     * The document.
     *
     * @return a copy
     */
    @Override
    public byte[] bytes() {
        return bytes.clone();
    }

    int size() {
        return bytes.length;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Attachment that
                && name.equals(that.name)
                && format.equals(that.format)
                && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, format, Arrays.hashCode(bytes));
    }

    @Override
    public String toString() {
        return "Attachment[" + name + "." + format + ", " + bytes.length + " bytes]";
    }
}
