package io.github.tune4j.evaluation.judge;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.TuneException;
import io.github.tune4j.answer.Answer;
import io.github.tune4j.answer.AnswerSheet;
import io.github.tune4j.evaluation.Scores;
import io.github.tune4j.evaluation.statistics.Agreement;
import io.github.tune4j.json.PrivateFiles;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A table for people who score the same answers as a judge, and how far the judge agrees with them. Judges miss
 * inventions that sound right; a score that nobody has checked against people is a guess.
 *
 * <p>The table does not say which model answered or what the judge thinks. Its rows are ordered by content, so that
 * the answers of several models are mixed.
 */
public final class Worksheet {
    private static final int KEY = 0;
    private static final int SCORE = 4;
    private static final Pattern SCALE = Pattern.compile("score \\((-?\\d+) to (-?\\d+)\\)");

    private final Map<String, Double> labels;
    private final int lowest;
    private final int highest;

    private Worksheet(Map<String, Double> labels, int lowest, int highest) {
        this.labels = labels;
        this.lowest = lowest;
        this.highest = highest;
    }

    /**
     * Writes a table to be filled in: UTF-8 with a byte order mark, as spreadsheets want it. No cell begins like a
     * formula.
     *
     * @param csv where to; replaced when it exists, readable by its owner only
     * @param rubric the scale and the criterion
     * @param sheets whose answers are to be scored
     * @throws TuneException if it cannot be written
     */
    public static void write(Path csv, Rubric rubric, AnswerSheet... sheets) {
        Map<String, Answer> answers = new TreeMap<>();
        for (AnswerSheet sheet : sheets) {
            sheet.answers().forEach(answer -> answers.put(key(answer), answer));
        }
        StringBuilder text = new StringBuilder("\uFEFF");
        text.append(CsvTable.row(List.of(
                "key",
                "question",
                "reference",
                "answer",
                "score (" + rubric.lowest() + " to " + rubric.highest() + ")",
                "comment",
                rubric.name() + ": " + rubric.description())));
        answers.forEach((key, answer) -> text.append(CsvTable.row(
                List.of(key, answer.question().text(), answer.reference().orElse(""), answer.text(), "", "", ""))));
        PrivateFiles.write(csv, text.toString());
    }

    /**
     * Reads a table that people have filled in. An empty score is none.
     *
     * @param csv the file, in UTF-8, separated by commas, semicolons or tabs
     * @return the worksheet
     * @throws InvalidInputException if the file is no such table or a score is not on the scale, all of them together
     */
    public static Worksheet read(Path csv) {
        List<List<String>> rows = rows(csv);
        Matcher scale = SCALE.matcher(
                rows.isEmpty() || rows.get(0).size() <= SCORE ? "" : rows.get(0).get(SCORE));
        if (!scale.matches()) {
            throw InvalidInputException.of(
                    csv + " is not a worksheet: its fifth heading is not \"score (… to …)\".",
                    "fill in the table that Worksheet.write has written and keep its first row.");
        }
        int lowest = Integer.parseInt(scale.group(1));
        int highest = Integer.parseInt(scale.group(2));
        Map<String, Double> labels = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        for (int i = 1; i < rows.size(); i++) {
            String cell = rows.get(i).size() <= SCORE
                    ? ""
                    : ReplyText.plain(rows.get(i).get(SCORE)).strip();
            if (cell.isEmpty()) {
                continue;
            }
            boolean number = cell.matches("-?\\d{1,6}(?:[.,]\\d{1,6})?");
            double score = number ? Double.parseDouble(cell.replace(',', '.')) : Double.NaN;
            if (score >= lowest && score <= highest) {
                labels.put(rows.get(i).get(KEY), score);
            } else {
                problems.add("row " + (i + 1) + " has the score \"" + cell + "\", which is not " + lowest + " to "
                        + highest);
            }
        }
        if (!problems.isEmpty()) {
            throw InvalidInputException.of(problems, "correct these cells of " + csv + ".");
        }
        return new Worksheet(labels, lowest, highest);
    }

    private static List<List<String>> rows(Path csv) {
        try {
            return CsvTable.read(Files.readString(csv));
        } catch (CharacterCodingException e) {
            throw InvalidInputException.of(csv + " is not UTF-8.", "save it as \"CSV UTF-8\".", e);
        } catch (IOException e) {
            throw InvalidInputException.of(csv + " cannot be read.", "check the path.", e);
        }
    }

    /**
     * How many answers people have scored.
     *
     * @return from 0
     */
    public int filled() {
        return labels.size();
    }

    /**
     * Compares a judge with the people, over the answers that both have scored.
     *
     * @param scores what holds the judge's scores
     * @param metric the judge's name there
     * @return the agreement, on the scale of the worksheet where the judge gave whole numbers
     * @throws InvalidInputException if there is no answer that both have scored
     */
    public Agreement agreement(Scores scores, String metric) {
        List<double[]> both = new ArrayList<>();
        for (Answer answer : scores.answers().answers()) {
            Double label = labels.get(key(answer));
            scores.verdict(answer.question().id(), metric).value().ifPresent(score -> {
                if (label != null) {
                    both.add(new double[] {score, label});
                }
            });
        }
        if (both.isEmpty()) {
            throw InvalidInputException.of(
                    "No answer was scored both by people and by " + metric + ".",
                    "fill in the column of scores; key, question and answer must stay as they are.");
        }
        double[] judge = both.stream().mapToDouble(pair -> pair[0]).toArray();
        double[] people = both.stream().mapToDouble(pair -> pair[1]).toArray();
        boolean whole = both.stream().allMatch(pair -> onScale(pair[0]) && onScale(pair[1]));
        if (!whole) {
            return Agreement.between(judge, people);
        }
        double[] scale = new double[highest - lowest + 1];
        for (int i = 0; i < scale.length; i++) {
            scale[i] = lowest + i;
        }
        return Agreement.between(judge, people, scale);
    }

    private boolean onScale(double score) {
        return score == Math.rint(score) && score >= lowest && score <= highest;
    }

    /** Begins with a letter, so that no spreadsheet takes it for a number. */
    private static String key(Answer answer) {
        return "k"
                + ContentHash.of(answer.question().text(), answer.question().reference(), answer.text())
                        .substring(0, 16);
    }
}
