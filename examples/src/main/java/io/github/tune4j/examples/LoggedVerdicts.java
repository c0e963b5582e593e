package io.github.tune4j.examples;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.answer.Answer;
import io.github.tune4j.answer.AnswerSheet;
import io.github.tune4j.evaluation.Metric;
import io.github.tune4j.evaluation.Verdict;
import io.github.tune4j.evaluation.judge.Judge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Verdicts that were kept: the file of a {@link Judge}, or a log of LangChain's evaluator that has for each answer, in
 * their order, the printed result and on a line of its own the score. The logs themselves are the evidence.
 */
final class LoggedVerdicts implements Metric {
    static final String SIGNATURE = "correctness|v:1|judge:as logged";

    private static final Pattern REASONING =
            Pattern.compile("'reasoning': (?:'((?:[^'\\\\]++|\\\\.)*+)'|\"((?:[^\"\\\\]++|\\\\.)*+)\")");

    private final Map<String, String> logs = new LinkedHashMap<>();
    private final Map<List<String>, List<Verdict>> verdictsByAnswers = new LinkedHashMap<>();

    /** What a file says of a sheet, which is called {@code base} or {@code tuned}. */
    static Metric of(Path file, AnswerSheet sheet, String name) {
        String log = text(file);
        return log.lines().anyMatch(line -> line.startsWith("{\""))
                ? Judge.replay(file)
                : new LoggedVerdicts().add(file, sheet, name);
    }

    LoggedVerdicts add(Path file, AnswerSheet sheet, String name) {
        String log = text(file);
        List<Verdict> verdicts = verdicts(log);
        if (verdicts.size() != sheet.answers().size()) {
            throw InvalidInputException.of(
                    file + " has " + verdicts.size() + " scores for "
                            + sheet.answers().size() + " answers of " + sheet.label(),
                    "give the verdicts of these answers, one number a line in their order, or a file of a judge.");
        }
        logs.put(name + ".log", log);
        verdictsByAnswers.putIfAbsent(texts(sheet.answers()), verdicts);
        return this;
    }

    /** Not where two sheets hold the same answers. */
    boolean tellsSheetsApart() {
        return verdictsByAnswers.size() == logs.size();
    }

    @Override
    public String name() {
        return "correctness";
    }

    @Override
    public String signature() {
        return SIGNATURE;
    }

    @Override
    public Verdict score(Answer answer) {
        return scoreAll(List.of(answer)).get(0);
    }

    /** A log knows answers by their order alone, so only a whole sheet can be scored. */
    @Override
    public List<Verdict> scoreAll(List<Answer> answers) {
        List<Verdict> verdicts = verdictsByAnswers.get(texts(answers));
        return verdicts == null
                ? answers.stream()
                        .map(answer -> Verdict.unscored("no verdict was logged"))
                        .toList()
                : verdicts;
    }

    @Override
    public Map<String, String> evidence() {
        return logs;
    }

    private static List<String> texts(List<Answer> answers) {
        return answers.stream()
                .map(answer -> answer.question().text() + "\u0000" + answer.text())
                .toList();
    }

    private static List<Verdict> verdicts(String log) {
        List<Verdict> verdicts = new ArrayList<>();
        String reason = "";
        for (String line : log.lines().toList()) {
            Matcher reasoning = REASONING.matcher(line);
            if (reasoning.find()) {
                reason = unescaped(reasoning.group(1) == null ? reasoning.group(2) : reasoning.group(1));
            } else if (line.strip().matches("[0-9]{1,3}(?:\\.[0-9]+)?")) {
                verdicts.add(Verdict.of(Double.parseDouble(line.strip()), reason));
                reason = "";
            }
        }
        return verdicts;
    }

    /** Undoes what Python's repr does to a text. */
    private static String unescaped(String python) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < python.length(); i++) {
            char c = python.charAt(i);
            if (c == '\\' && i + 1 < python.length()) {
                char next = python.charAt(++i);
                text.append(next == 'n' ? '\n' : next == 't' ? '\t' : next);
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw InvalidInputException.of(file + " cannot be read", "check that it exists and is UTF-8.", e);
        }
    }
}
