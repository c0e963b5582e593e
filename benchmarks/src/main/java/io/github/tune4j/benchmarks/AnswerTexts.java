package io.github.tune4j.benchmarks;

import io.github.tune4j.answer.Answer;
import io.github.tune4j.answer.Question;
import io.github.tune4j.chat.TokenUsage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Answers beside references as they are usual for questions on a service: about 175 and 148 characters of English, some
 * words in common, commas, numbers, now and then a line break. The same at every run.
 */
final class AnswerTexts {
    private static final String[] WORDS = ("the of a to and in is for that with on you can it as are by be or from this"
                    + " service model data request account region bucket training customer application endpoint value"
                    + " customization provisioned throughput configuration responsible generative foundation retrieval"
                    + " quickly secure several managed multiple existing required default encrypted, automatically"
                    + " creating running uploaded, monitoring evaluates improves 10 128, 1.5 2024 $0.25 per-hour (for"
                    + " example) it's state-of-the-art 3,000")
            .split(" ");

    private AnswerTexts() {}

    static List<Answer> pairs(int count) {
        Random random = new Random(7);
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String reference = text(random, 60 + random.nextInt(180));
            String answer = text(random, 10 + random.nextInt(100)) + " " + reference.substring(reference.length() / 3);
            Question question = new Question("q" + i, "What?", reference);
            answers.add(new Answer(question, answer, new TokenUsage(0, 0), Duration.ZERO));
        }
        return answers;
    }

    /** Common words more often than rare ones, sentences of a dozen words. */
    private static String text(Random random, int characters) {
        StringBuilder text = new StringBuilder();
        for (int word = 1; text.length() < characters; word++) {
            int rank = (int) (WORDS.length * Math.pow(random.nextDouble(), 1.6));
            text.append(WORDS[rank]).append(word % 12 > 0 ? " " : random.nextInt(8) > 0 ? ". " : ".\n");
        }
        return text.toString().strip() + ".";
    }
}
