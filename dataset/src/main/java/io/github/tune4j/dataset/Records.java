package io.github.tune4j.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.json.JsonFields;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The records of a source, one after another and each once. Not thread-safe. */
abstract class Records implements Closeable {
    private final InputStream in;
    private final String source;
    private long number;
    private long bytesRead;

    Records(InputStream in, String source) {
        this.in = in;
        this.source = source;
    }

    /**
     * Opens a source. Comma-separated values are told from JSON by their first character, unless their format is given.
     *
     * @param in the source; closed with the records
     * @param source what to call it in messages
     * @param format null when not known
     */
    static Records open(InputStream in, String source, @Nullable DatasetFormat format) {
        try {
            byte[] head = in.readNBytes(4096);
            PushbackInputStream whole = new PushbackInputStream(in, Math.max(1, head.length));
            whole.unread(head);
            String begin = new String(head, StandardCharsets.ISO_8859_1);
            if (begin.startsWith("\u00FF\u00FE") || begin.startsWith("\u00FE\u00FF")) {
                throw InvalidInputException.of(source + " is UTF-16.", "save the file as UTF-8.");
            }
            if (begin.startsWith("\u001F\u008B")) {
                throw InvalidInputException.of(source + " is compressed by gzip.", "unpack it first.");
            }
            if (begin.indexOf('\0') >= 0) {
                throw InvalidInputException.of(source + " is not a text in UTF-8.", "save the file as UTF-8.");
            }
            String text = begin.replaceFirst("^\u00EF\u00BB\u00BF", "").stripLeading();
            boolean json =
                    format == null ? text.isEmpty() || "[{".indexOf(text.charAt(0)) >= 0 : format != DatasetFormat.CSV;
            return json ? new JsonRecords(whole, source) : new CsvRecords(whole, source);
        } catch (IOException e) {
            throw unreadable(source, e);
        }
    }

    /**
     * Goes to the next record. What was not taken of the one before is passed over.
     *
     * @return false when there is none
     */
    final boolean next() {
        if (!advance(number)) {
            return false;
        }
        number++;
        return true;
    }

    /** How many records there have been. */
    final long number() {
        return number;
    }

    /** Where the present record stands, for messages. */
    final String place() {
        return source + ", record " + number;
    }

    /** The present record as a tree; once. */
    final JsonFields fields() {
        return JsonFields.of(tree(place()), place());
    }

    final String source() {
        return source;
    }

    abstract boolean advance(long passed);

    abstract JsonNode tree(String place);

    /** How many bytes of the source have been read. */
    final long bytesRead() {
        return bytesRead;
    }

    final int read(byte[] buffer, int from, int length) {
        try {
            int read = in.read(buffer, from, length);
            bytesRead += Math.max(0, read);
            return read;
        } catch (IOException e) {
            throw unreadable(source, e);
        }
    }

    static InvalidInputException unreadable(String source, IOException cause) {
        return InvalidInputException.of(
                source + " cannot be read.", "check that the file exists and is readable.", cause);
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw unreadable(source, e);
        }
    }
}
