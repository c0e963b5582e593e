package io.github.tune4j.examples.asking;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/** Two texts that come piece by piece, printed side by side: a row as soon as both have one for it. Thread-safe. */
public final class Columns {
    private static final String GAP = " | ";

    private final int width;
    private final Consumer<String> row;
    private final List<Column> columns = List.of(new Column(), new Column());

    /**
     * Two empty columns.
     *
     * @param totalWidth of both, in characters of a terminal
     * @param row hears each finished row
     */
    public Columns(int totalWidth, Consumer<String> row) {
        this.width = Math.max(1, (totalWidth - GAP.length()) / 2);
        this.row = row;
    }

    /** Adds to a column: 0 is the left one. */
    public synchronized void add(int column, String text) {
        columns.get(column).add(text);
        print();
    }

    /** Ends a column; what the other one still says stands alone. */
    public synchronized void end(int column) {
        columns.get(column).end();
        print();
    }

    private void print() {
        while (columns.stream().allMatch(Column::hasRow)
                && columns.stream().anyMatch(column -> !column.rows.isEmpty())) {
            String left = columns.get(0).nextRow();
            row.accept((left
                            + " ".repeat(width - widthOf(left))
                            + GAP
                            + columns.get(1).nextRow())
                    .stripTrailing());
        }
    }

    private final class Column {
        final Deque<String> rows = new ArrayDeque<>();
        private String open = "";
        private boolean ended;

        boolean hasRow() {
            return ended || !rows.isEmpty();
        }

        String nextRow() {
            return rows.isEmpty() ? "" : rows.removeFirst();
        }

        void end() {
            if (!ended && !open.isEmpty()) {
                rows.addLast(open);
                open = "";
            }
            ended = true;
        }

        void add(String text) {
            open += text.replace('\t', ' ').replace("\r", "");
            for (int cut = cut(); cut >= 0; cut = cut()) {
                rows.addLast(open.substring(0, cut).stripTrailing());
                open = open.substring(open.startsWith("\n", cut) || open.startsWith(" ", cut) ? cut + 1 : cut);
            }
        }

        /** Where the row ends that is complete; -1 when it may still grow. */
        private int cut() {
            int taken = 0;
            int lastSpace = -1;
            for (int i = 0; i < open.length(); ) {
                int c = open.codePointAt(i);
                if (c == '\n') {
                    return i;
                }
                taken += widthOf(c);
                if (taken > width) {
                    return c == ' ' || lastSpace <= 0
                            ? Math.max(i, Character.charCount(open.codePointAt(0)))
                            : lastSpace;
                }
                lastSpace = c == ' ' ? i : lastSpace;
                i += Character.charCount(c);
            }
            return -1;
        }
    }

    static int widthOf(String text) {
        return text.codePoints().map(Columns::widthOf).sum();
    }

    /** As terminals have it: East Asian letters take two places, marks none. */
    private static int widthOf(int c) {
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        boolean fullWidthForms =
                c >= 0xFF01 && c <= 0xFF60 || c >= 0x3000 && c <= 0x303E || c >= 0x1F300 && c <= 0x1FAFF;
        return fullWidthForms
                ? 2
                : switch (Character.UnicodeScript.of(c)) {
                    case HAN, HIRAGANA, KATAKANA, HANGUL -> 2;
                    default -> 1;
                };
    }
}
