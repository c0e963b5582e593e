package io.github.tune4j.dataset.quality;

/**
 * How much the data says about a topic. A record counts as a pair when its question or its answer names the topic:
 * whatever the case, in singular or plural, as a whole word, with or without the maker's name before it.
 *
 * @param topic its name
 * @param pairs how many records name it
 * @param mentions how often it is named in all of them
 * @param questions how many records name it in the question
 * @param evaluationQuestions how many of the evaluation questions name it; 0 when there are none
 * @param thin whether that is little: fewer than five pairs, or fewer than two questions
 */
public record TopicCoverage(
        String topic, long pairs, long mentions, long questions, long evaluationQuestions, boolean thin) {}
