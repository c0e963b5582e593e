package io.github.tune4j.evaluation.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tune4j.testing.GoldenTable;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** What a row of a reference table expects; every column must be compared, or be named as left out. */
final class ExpectedColumns {
    private final String row;
    private final JsonNode expect;
    private final Set<String> unseen = new TreeSet<>();

    private ExpectedColumns(String row, JsonNode expect) {
        this.row = row;
        this.expect = expect;
        for (Iterator<String> names = expect.fieldNames(); names.hasNext(); ) {
            unseen.add(names.next());
        }
    }

    static ExpectedColumns of(JsonNode row) {
        return new ExpectedColumns(row.get("name").asText(), row.get("expect"));
    }

    static List<JsonNode> rows(String table) {
        return GoldenTable.rows("statistics/" + table + ".jsonl");
    }

    static double[] numbers(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToDouble(JsonNode::doubleValue)
                .toArray();
    }

    String row() {
        return row;
    }

    /** A column that is compared by the caller. */
    JsonNode get(String column) {
        unseen.remove(column);
        return expect.path(column);
    }

    /** The columns of a group. */
    ExpectedColumns group(String column) {
        return new ExpectedColumns(row + " " + column, get(column));
    }

    /** Equal within 1e-9, relative to values above 1; null means undefined. Some columns are not in every row. */
    void same(String column, @Nullable Double actual) {
        same(column, actual, 1e-9);
    }

    void same(String column, @Nullable Double actual, double tolerance) {
        JsonNode wanted = get(column);
        if (wanted.isNull()) {
            assertThat(actual).as("%s %s", row, column).isNull();
        } else if (!wanted.isMissingNode()) {
            double value = wanted.doubleValue();
            assertThat(actual)
                    .as("%s %s", row, column)
                    .isNotNull()
                    .isCloseTo(value, within(tolerance * Math.max(1, Math.abs(value))));
        }
    }

    /** Ends a row. Left out are only definitions that this library does not offer. */
    void nothingElseBut(String... leftOut) {
        unseen.removeAll(List.of(leftOut));
        assertThat(unseen).as("%s: columns that were not compared", row).isEmpty();
    }
}
