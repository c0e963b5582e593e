package io.github.tune4j.examples.asking;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ColumnsTest {
    private final List<String> rows = new ArrayList<>();
    private final Columns columns = new Columns(23, rows::add);

    @Test
    void prints_a_row_as_soon_as_both_have_it() {
        columns.add(0, "one two three");
        assertThat(rows).isEmpty();
        columns.add(1, "four");
        columns.end(1);
        assertThat(rows).containsExactly("one two    | four");
        columns.end(0);
        assertThat(rows).containsExactly("one two    | four", "three      |");
    }

    @Test
    void keeps_empty_lines_and_cuts_words_that_are_too_long() {
        columns.end(1);
        columns.add(0, "a\n\nabcdefghijklmno");
        columns.end(0);
        assertThat(rows).containsExactly("a          |", "           |", "abcdefghij |", "klmno      |");
    }

    @Test
    void east_asian_letters_take_two_places() {
        columns.add(0, "日本語の文章です");
        columns.end(0);
        columns.end(1);
        assertThat(rows).containsExactly("日本語の文 |", "章です     |");
    }

    @Test
    void no_word_is_lost_however_the_pieces_come() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            rows.clear();
            Columns fresh = new Columns(30, rows::add);
            String left = words(random);
            String right = words(random);
            int at = 0;
            for (int i = 0; i < Math.max(left.length(), right.length()); i++) {
                fresh.add(0, left.substring(Math.min(i, left.length()), Math.min(i + 1, left.length())));
                if (i % 3 == 0) {
                    int to = Math.min(right.length(), at + 4);
                    fresh.add(1, right.substring(at, to));
                    at = to;
                }
            }
            fresh.add(1, right.substring(at));
            fresh.end(0);
            fresh.end(1);
            assertThat(column(0)).isEqualTo(left.split(" "));
            assertThat(column(1)).isEqualTo(right.split(" "));
        }
    }

    private String[] column(int number) {
        return rows.stream()
                .map(row -> row.split("\\|", -1)[number].strip())
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(" "))
                .split(" ");
    }

    private static String words(Random random) {
        return random.ints(1 + random.nextInt(20), 1, 12).mapToObj("x"::repeat).collect(Collectors.joining(" "));
    }
}
