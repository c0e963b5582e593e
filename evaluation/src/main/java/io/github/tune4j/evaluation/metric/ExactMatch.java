package io.github.tune4j.evaluation.metric;

import io.github.tune4j.answer.Answer;
import io.github.tune4j.answer.Question;
import io.github.tune4j.evaluation.Metric;
import io.github.tune4j.evaluation.Verdict;
import java.text.Normalizer;
import java.util.List;
import java.util.function.Function;

/** Whether the answer is a reference: 1 or 0. Immutable. */
public final class ExactMatch implements Metric {
    private final boolean normalized;
    private final References references;

    private ExactMatch(boolean normalized, References references) {
        this.normalized = normalized;
        this.references = references;
    }

    /**
     * Character by character.
     *
     * @return the metric {@code exact_match}
     */
    public static ExactMatch exact() {
        return new ExactMatch(false, References.OF_THE_QUESTION);
    }

    /**
     * By the letters and digits of any script alone, in compatibility form (NFKC) and lower case: neither punctuation
     * nor the number of spaces counts.
     *
     * @return the metric {@code normalized_match}
     */
    public static ExactMatch normalized() {
        return new ExactMatch(true, References.OF_THE_QUESTION);
    }

    /**
     * Takes the right answers from elsewhere than {@link Question#reference()}; a match with any of them counts.
     *
     * @param references all right answers to a question; thread-safe
     * @return the metric with those references
     */
    public ExactMatch references(Function<? super Question, ? extends List<String>> references) {
        return new ExactMatch(normalized, References.given(references));
    }

    @Override
    public String name() {
        return normalized ? "normalized_match" : "exact_match";
    }

    @Override
    public String signature() {
        return name() + "|v:1|refs:" + references.name();
    }

    @Override
    public Verdict score(Answer answer) {
        List<String> expected = references.of(answer.question());
        if (expected.isEmpty()) {
            return Verdict.unscored(References.NONE);
        }
        Object given = comparable(answer.text());
        return Verdict.of(expected.stream().anyMatch(text -> comparable(text).equals(given)) ? 1 : 0);
    }

    private Object comparable(String text) {
        return normalized ? Tokenizer.words().tokens(Normalizer.normalize(text, Normalizer.Form.NFKC)) : text;
    }
}
