package io.github.tune4j.evaluation.judge;

import java.util.ArrayList;
import java.util.List;

/** Tables as spreadsheets exchange them (RFC 4180). No cell that is written begins like a formula. */
final class CsvTable {
    private static final String FORMULA = "=+-@＝＋－＠";

    private CsvTable() {}

    static String row(List<String> cells) {
        StringBuilder row = new StringBuilder();
        for (String cell : cells) {
            row.append(row.length() == 0 ? "" : ",")
                    .append('"')
                    .append(harmless(cell).replace("\"", "\"\""))
                    .append('"');
        }
        return row.append("\r\n").toString();
    }

    /**
     * A leading apostrophe keeps a spreadsheet from computing the cell; space and control characters hide nothing. Half
     * of a surrogate pair, which no file can hold, becomes a replacement sign.
     */
    private static String harmless(String cell) {
        int first = 0;
        while (first < cell.length()
                && (Character.isWhitespace(cell.charAt(first))
                        || Character.isISOControl(cell.charAt(first))
                        || Character.getType(cell.charAt(first)) == Character.FORMAT)) {
            first++;
        }
        String encodable = cell.codePoints()
                .map(c -> Character.getType(c) == Character.SURROGATE ? '\uFFFD' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        boolean control = !cell.isEmpty() && Character.isISOControl(cell.charAt(0));
        return control || first < cell.length() && FORMULA.indexOf(cell.charAt(first)) >= 0
                ? "'" + encodable
                : encodable;
    }

    /** Reads rows; the separator is the comma, semicolon or tab that ends the first cell. */
    static List<List<String>> read(String csv) {
        String text = csv.startsWith("\uFEFF") ? csv.substring(1) : csv;
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        char separator = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted) {
                if (c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                    cell.append(c);
                    i++;
                } else if (c == '"') {
                    quoted = false;
                } else {
                    cell.append(c);
                }
            } else if (c == '"' && cell.length() == 0) {
                quoted = true;
            } else if (separator == 0 ? c == ',' || c == ';' || c == '\t' : c == separator) {
                separator = c;
                row.add(cell.toString());
                cell.setLength(0);
            } else if (c == '\n') {
                row.add(cell.toString());
                cell.setLength(0);
                rows.add(row);
                row = new ArrayList<>();
            } else if (c != '\r') {
                cell.append(c);
            }
        }
        if (cell.length() > 0 || !row.isEmpty()) {
            row.add(cell.toString());
            rows.add(row);
        }
        return rows;
    }
}
