package io.github.tune4j.evaluation;

import io.github.tune4j.answer.Answer;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;

/** Something that scores an answer. Implementations are thread-safe. */
public interface Metric {

    /**
     * What the score is called in files and tables.
     *
     * @return a short name in lower case
     */
    String name();

    /**
     * Everything that influences the number: metric, version, tokenizer, model, settings.
     *
     * @return parts separated by {@code |}
     */
    String signature();

    /**
     * Scores one answer.
     *
     * @param answer the answer, with its question and reference
     * @return a score, or why there is none
     */
    Verdict score(Answer answer);

    /**
     * Scores many answers; worth overriding where a batch is cheaper than its parts.
     *
     * @param answers the answers
     * @return a verdict for each, in the same order
     */
    default List<Verdict> scoreAll(List<Answer> answers) {
        return answers.stream().map(this::score).toList();
    }

    /**
     * The score of all answers taken together, where that is not the mean of the single scores.
     *
     * @param answers the answers
     * @return empty when this metric has no such score
     */
    default OptionalDouble corpusScore(List<Answer> answers) {
        return OptionalDouble.empty();
    }

    /**
     * A metric from a function.
     *
     * @param name what the score is called
     * @param version changes whenever the function does
     * @param scoring the function
     * @return the metric
     */
    static Metric of(String name, String version, Function<? super Answer, Verdict> scoring) {
        return new FunctionMetric(name, name + "|v:" + version, scoring);
    }
}
