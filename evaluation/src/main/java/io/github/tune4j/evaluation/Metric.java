package io.github.tune4j.evaluation;

import io.github.tune4j.answer.Answer;
import java.util.List;
import java.util.Map;
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
     * Scores many answers; to be overridden where a batch is cheaper than its parts, or where the score of one answer
     * depends on the others. A metric that does so gets all answers of a sheet in one call; any other is asked for
     * single answers, several at a time.
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
     * What the scores rest on besides answers and references, to be kept as evidence: prompts, raw verdicts.
     *
     * @return texts by file name; empty when there is nothing
     */
    default Map<String, String> evidence() {
        return Map.of();
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
