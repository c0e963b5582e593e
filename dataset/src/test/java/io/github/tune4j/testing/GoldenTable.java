package io.github.tune4j.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A table of reference results, as a whole: a row that got lost would make a test pass that compares fewer. */
public final class GoldenTable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private GoldenTable() {}

    /**
     * All rows of a table; skips the calling test when the table is absent.
     *
     * @param path of the table, as the list of the tables names it
     * @return as many rows as that list says
     */
    public static List<JsonNode> rows(String path) {
        try {
            List<JsonNode> rows = new ArrayList<>();
            for (String line : Files.readAllLines(SharedData.golden(path))) {
                rows.add(JSON.readTree(line));
            }
            int expected = count(path);
            if (rows.size() != expected) {
                throw new AssertionError(path + " has " + rows.size() + " rows instead of " + expected);
            }
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int count(String path) throws IOException {
        Path list = SharedData.golden("README.md");
        Matcher row = Pattern.compile("\\| `" + Pattern.quote(path) + "` \\| (\\d+) \\|")
                .matcher(Files.readString(list));
        if (!row.find()) {
            throw new AssertionError(list + " does not say how many rows " + path + " has");
        }
        return Integer.parseInt(row.group(1));
    }
}
