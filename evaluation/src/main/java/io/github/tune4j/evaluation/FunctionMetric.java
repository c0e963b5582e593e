package io.github.tune4j.evaluation;

import io.github.tune4j.answer.Answer;
import java.util.function.Function;

/** A metric from a function. */
record FunctionMetric(String name, String signature, Function<? super Answer, Verdict> scoring) implements Metric {
    @Override
    public Verdict score(Answer answer) {
        return scoring.apply(answer);
    }
}
