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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Verdicts that were kept: the file of a {@link Judge}, or a log of LangChain's evaluator that has for each answer, in
 * their order, the printed result and on a line of its own the score.
 */
final class LoggedVerdicts {
    private static final Pattern REASONING =
            Pattern.compile("'reasoning': (?:'((?:[^'\\\\]++|\\\\.)*+)'|\"((?:[^\"\\\\]++|\\\\.)*+)\")");

    private LoggedVerdicts() {}

    static Metric of(Path file, AnswerSheet sheet) {
        List<String> lines = lines(file);
        return lines.stream().anyMatch(line -> line.startsWith("{\"")) ? Judge.replay(file) : log(file, lines, sheet);
    }

    private static Metric log(Path file, List<String> lines, AnswerSheet sheet) {
        List<Verdict> verdicts = new ArrayList<>();
        String reason = "";
        for (String line : lines) {
            Matcher reasoning = REASONING.matcher(line);
            if (reasoning.find()) {
                reason = unescaped(reasoning.group(1) == null ? reasoning.group(2) : reasoning.group(1));
            } else if (line.strip().matches("[0-9]{1,3}(?:\\.[0-9]+)?")) {
                verdicts.add(Verdict.of(Double.parseDouble(line.strip()), reason));
                reason = "";
            }
        }
        if (verdicts.size() != sheet.answers().size()) {
            throw InvalidInputException.of(
                    file + " has " + verdicts.size() + " scores for "
                            + sheet.answers().size() + " answers of " + sheet.label(),
                    "give the verdicts of these answers, one number a line in their order, or a file of a judge.");
        }
        Map<String, Verdict> byQuestion = new HashMap<>();
        for (int i = 0; i < verdicts.size(); i++) {
            byQuestion.put(sheet.answers().get(i).question().id(), verdicts.get(i));
        }
        return Metric.of("correctness", "1|judge:as logged", answer -> verdict(byQuestion, answer));
    }

    private static Verdict verdict(Map<String, Verdict> byQuestion, Answer answer) {
        return byQuestion.getOrDefault(answer.question().id(), Verdict.unscored("no verdict was logged"));
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

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw InvalidInputException.of(file + " cannot be read", "check that it exists and is UTF-8.", e);
        }
    }
}
