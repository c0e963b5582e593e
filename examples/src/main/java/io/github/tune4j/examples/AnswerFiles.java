package io.github.tune4j.examples;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.answer.Answer;
import io.github.tune4j.answer.AnswerSheet;
import io.github.tune4j.answer.Question;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Answer files of any form, joined by the words of their questions and never by position alone. */
final class AnswerFiles {
    private AnswerFiles() {}

    /** The answers with the references of the labels; every question of either must be in the other exactly once. */
    static AnswerSheet labelled(Path answers, Path labels) {
        return joined(AnswerSheet.read(answers), answers.toString(), Question.read(labels), labels.toString());
    }

    /** Two sheets with the same ids and references: those of the labels, or else of the first. */
    static List<AnswerSheet> pair(Path base, Path tuned, Optional<Path> labels) {
        AnswerSheet first = named("base", AnswerSheet.read(base));
        AnswerSheet second = named("tuned", AnswerSheet.read(tuned));
        if (labels.isEmpty()) {
            return List.of(first, joined(second, tuned.toString(), questions(first), base.toString()));
        }
        List<Question> questions = Question.read(labels.get());
        return List.of(
                joined(first, base.toString(), questions, labels.get().toString()),
                joined(second, tuned.toString(), questions, labels.get().toString()));
    }

    /** A sheet from a plain array has its file's name for a label; what it is in the comparison says more. */
    private static AnswerSheet named(String label, AnswerSheet sheet) {
        return sheet.model().equals("unknown")
                ? AnswerSheet.of(label, sheet.model(), sheet.settings(), sheet.answers(), sheet.failures())
                : sheet;
    }

    private static List<Question> questions(AnswerSheet sheet) {
        List<Question> questions =
                new ArrayList<>(sheet.answers().stream().map(Answer::question).toList());
        sheet.failures().forEach(failure -> questions.add(failure.question()));
        return questions;
    }

    private static AnswerSheet joined(AnswerSheet sheet, String file, List<Question> questions, String other) {
        Map<String, Integer> answered = counts(questions(sheet));
        Map<String, Integer> asked = counts(questions);
        List<String> problems = new ArrayList<>();
        Set<String> all = new HashSet<>(answered.keySet());
        all.addAll(asked.keySet());
        for (Question question : questions) {
            if (all.remove(question.text())) {
                check(question, answered.getOrDefault(question.text(), 0), file, problems);
                check(question, asked.get(question.text()), other, problems);
            }
        }
        for (Question question : questions(sheet)) {
            if (all.remove(question.text())) {
                problems.add("\"" + question.text() + "\" is in " + file + " and not in " + other);
            }
        }
        if (!problems.isEmpty()) {
            throw InvalidInputException.of(problems, "give files with the same questions, each once.");
        }
        return sheet.withReferences(questions);
    }

    private static void check(Question question, int count, String file, List<String> problems) {
        if (count != 1) {
            problems.add(
                    "\"" + question.text() + "\" is " + (count == 0 ? "missing in " : count + " times in ") + file);
        }
    }

    private static Map<String, Integer> counts(List<Question> questions) {
        Map<String, Integer> counts = new HashMap<>();
        questions.forEach(question -> counts.merge(question.text(), 1, Integer::sum));
        return counts;
    }
}
