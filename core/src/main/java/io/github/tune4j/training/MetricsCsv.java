package io.github.tune4j.training;

import io.github.tune4j.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A metrics file as Bedrock writes it: columns {@code step_number}, {@code epoch_number}, a loss, and for some models a
 * perplexity, in any order.
 */
final class MetricsCsv {
    private final Path file;
    private final String lossColumn;
    private final List<LossPoint> points = new ArrayList<>();

    private MetricsCsv(Path file, String lossColumn) {
        this.file = file;
        this.lossColumn = lossColumn;
    }

    /** The rows that have a loss in the column, in the order of their steps, numbered as in the file. */
    static List<LossPoint> read(Path file, String lossColumn) {
        List<String> lines;
        try {
            lines = Files.readString(file).lines().toList();
        } catch (IOException e) {
            throw InvalidInputException.of(
                    "The metrics file " + file + " cannot be read.", "check that it exists and is UTF-8 text.", e);
        }
        return new MetricsCsv(file, lossColumn).parse(lines);
    }

    private List<LossPoint> parse(List<String> lines) {
        if (lines.isEmpty()) {
            throw wrong("is empty");
        }
        List<String> header = fields(lines.get(0).replaceFirst("^\uFEFF", ""));
        int step = column(header, "step_number");
        int epoch = column(header, "epoch_number");
        int loss = column(header, lossColumn);
        for (int i = 1; i < lines.size(); i++) {
            if (lines.get(i).isBlank()) {
                continue;
            }
            List<String> row = fields(lines.get(i));
            String where = "line " + (i + 1);
            if (row.size() != header.size()) {
                throw wrong(where + " has " + row.size() + " fields under " + header.size() + " column names");
            }
            if (!row.get(loss).isEmpty()) {
                points.add(new LossPoint(
                        whole(row.get(step), where), whole(row.get(epoch), where), number(row.get(loss), where)));
            }
        }
        if (points.isEmpty()) {
            throw wrong("has no row with a " + lossColumn);
        }
        points.sort((a, b) -> Integer.compare(a.step(), b.step()));
        return points;
    }

    private static List<String> fields(String line) {
        List<String> fields = new ArrayList<>();
        for (String field : line.split(",", -1)) {
            fields.add(field.strip().replaceFirst("^\"(.*)\"$", "$1"));
        }
        return fields;
    }

    private int column(List<String> header, String name) {
        int index = header.indexOf(name);
        if (index < 0) {
            boolean names = header.stream().allMatch(column -> column.matches("\\w{1,40}"));
            throw wrong("has no column '" + name + "'" + (names ? ", only " + header : " in its first line"));
        }
        return index;
    }

    private int whole(String text, String where) {
        double value = number(text, where);
        if (value < 0 || value > Integer.MAX_VALUE || value != Math.rint(value)) {
            throw wrong(where + " has " + quoted(text) + " where a whole number from 0 belongs");
        }
        return (int) value;
    }

    private double number(String text, String where) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "nan" -> Double.NaN;
            case "inf", "+inf", "infinity" -> Double.POSITIVE_INFINITY;
            case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
            default -> {
                try {
                    yield Double.parseDouble(text);
                } catch (NumberFormatException e) {
                    throw wrong(where + " has " + quoted(text) + " where a number belongs");
                }
            }
        };
    }

    /** What is longer than a number is somebody's words, in a file that was given by mistake. */
    private static String quoted(String text) {
        return text.length() > 24 ? "a text" : "'" + text + "'";
    }

    private InvalidInputException wrong(String what) {
        return InvalidInputException.of(
                "The metrics file " + file + " " + what + ".",
                "give a file as Bedrock writes it, with the columns step_number, epoch_number and " + lossColumn + ".");
    }
}
