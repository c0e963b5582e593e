package io.github.tune4j.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tune4j.InvalidInputException;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Records of a file small enough for memory: a JSON array of objects, or one object a line. */
public final class RecordFile {
    private RecordFile() {}

    /**
     * Reads all records.
     *
     * @return in order, each with its place: "FILE, record 3" or "FILE, line 3"
     * @throws InvalidInputException if the file cannot be read or holds anything else
     */
    public static List<JsonFields> read(Path file) {
        if (!Files.exists(file) && Files.exists(PrivateFiles.partOf(file))) {
            throw InvalidInputException.of(
                    file + " is not finished: so far there is " + PrivateFiles.partOf(file) + ".",
                    "run again what makes it; it goes on where it stopped.");
        }
        return isArray(file) ? array(file) : JsonLines.read(file);
    }

    private static List<JsonFields> array(Path file) {
        List<JsonFields> records = new ArrayList<>();
        for (JsonNode node : Json.read(file)) {
            records.add(JsonFields.of(node, file + ", record " + (records.size() + 1)));
        }
        return records;
    }

    private static boolean isArray(Path file) {
        try (Reader reader = Files.newBufferedReader(file)) {
            int c = reader.read();
            while (c == '\uFEFF' || Character.isWhitespace(c)) {
                c = reader.read();
            }
            return c == '[';
        } catch (CharacterCodingException e) {
            throw Json.notUtf8(file, e);
        } catch (IOException e) {
            throw Json.unreadable(file, e);
        }
    }
}
