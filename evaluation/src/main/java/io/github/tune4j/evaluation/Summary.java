package io.github.tune4j.evaluation;

import io.github.tune4j.evaluation.statistics.Interval;
import org.jspecify.annotations.Nullable;

/**
 * One metric over one sheet.
 *
 * @param metric the metric's name
 * @param signature everything that influences the numbers
 * @param scored answers with a score
 * @param unscored answers without one, and questions without an answer
 * @param mean of the scores; null when there is none
 * @param interval where the mean probably lies, at 95 %; null below six scores, where none can be had
 * @param corpusScore the score of all answers taken together, where the metric has one; null otherwise
 */
public record Summary(
        String metric,
        String signature,
        int scored,
        int unscored,
        @Nullable Double mean,
        @Nullable Interval interval,
        @Nullable Double corpusScore) {}
