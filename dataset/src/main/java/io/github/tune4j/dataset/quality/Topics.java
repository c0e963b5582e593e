package io.github.tune4j.dataset.quality;

import io.github.tune4j.text.Topic;
import java.util.ArrayList;
import java.util.List;

/** Counts how much the records of a set say about topics. Not thread-safe. */
final class Topics {
    private static final int FEWEST_PAIRS = 5;
    private static final int FEWEST_QUESTIONS = 2;

    private final List<Topic> topics;
    private final long[] pairs;
    private final long[] mentions;
    private final long[] questions;
    private final long[] evaluationQuestions;

    Topics(List<Topic> topics) {
        this.topics = topics;
        this.pairs = new long[topics.size()];
        this.mentions = new long[topics.size()];
        this.questions = new long[topics.size()];
        this.evaluationQuestions = new long[topics.size()];
    }

    /** How often each topic is named in a text; nothing when none is. */
    static int[] mentions(List<Topic> topics, String text, String normalForm) {
        int[] mentions = null;
        for (int i = 0; i < topics.size(); i++) {
            int count = topics.get(i).mentions(text, normalForm);
            if (count > 0) {
                mentions = mentions == null ? new int[topics.size()] : mentions;
                mentions[i] = count;
            }
        }
        return mentions == null ? new int[0] : mentions;
    }

    void addPair(int[] inQuestion, int[] inAnswer) {
        for (int i = 0; i < pairs.length; i++) {
            int own = inQuestion.length == 0 ? 0 : inQuestion[i];
            int both = own + (inAnswer.length == 0 ? 0 : inAnswer[i]);
            questions[i] += own > 0 ? 1 : 0;
            pairs[i] += both > 0 ? 1 : 0;
            mentions[i] += both;
        }
    }

    void addEvaluationQuestion(int[] inQuestion) {
        for (int i = 0; i < inQuestion.length; i++) {
            evaluationQuestions[i] += inQuestion[i] > 0 ? 1 : 0;
        }
    }

    List<TopicCoverage> coverage() {
        List<TopicCoverage> coverage = new ArrayList<>();
        for (int i = 0; i < pairs.length; i++) {
            boolean thin = pairs[i] < FEWEST_PAIRS || questions[i] < FEWEST_QUESTIONS;
            coverage.add(new TopicCoverage(
                    topics.get(i).name(), pairs[i], mentions[i], questions[i], evaluationQuestions[i], thin));
        }
        return coverage;
    }
}
