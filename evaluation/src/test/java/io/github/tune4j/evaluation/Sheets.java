package io.github.tune4j.evaluation;

import io.github.tune4j.answer.Answer;
import io.github.tune4j.answer.AnswerSheet;
import io.github.tune4j.answer.Question;
import io.github.tune4j.chat.TokenUsage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Answer sheets for tests: answers are numbers, and a metric reads them as its score. */
final class Sheets {
    /** Takes the answer's text as the score; a text that is no number is unscored. */
    static final Metric CORRECTNESS = numbers("correctness");

    private Sheets() {}

    static Metric numbers(String name) {
        return Metric.of(name, "1", answer -> {
            try {
                return Verdict.of(
                        Double.parseDouble(answer.text()), answer.question().id() + " says " + answer.text());
            } catch (NumberFormatException e) {
                return Verdict.unscored("no number");
            }
        });
    }

    static AnswerSheet of(String label, Object... answers) {
        List<Answer> list = new ArrayList<>();
        for (Object answer : answers) {
            String id = "q" + (list.size() + 1);
            list.add(new Answer(
                    new Question(id, "What is " + id + "?", "the reference of " + id),
                    String.valueOf(answer),
                    new TokenUsage(10, 20),
                    Duration.ofMillis(30)));
        }
        return AnswerSheet.of(label, list);
    }
}
