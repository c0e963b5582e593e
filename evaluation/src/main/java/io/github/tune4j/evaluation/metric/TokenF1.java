package io.github.tune4j.evaluation.metric;

import io.github.tune4j.answer.Answer;
import io.github.tune4j.answer.Question;
import io.github.tune4j.evaluation.Metric;
import io.github.tune4j.evaluation.Verdict;
import java.util.List;
import java.util.function.Function;

/**
 * The F measure of the tokens that answer and reference share, in any order, as it is usual for extractive question
 * answering; from 0 to 1, with the parts {@code precision}, {@code recall} and {@code f1}. Immutable.
 */
public final class TokenF1 implements Metric {
    private final Tokenizer tokenizer;
    private final References references;

    private TokenF1(Tokenizer tokenizer, References references) {
        this.tokenizer = tokenizer;
        this.references = references;
    }

    /**
     * The metric {@code token_f1}.
     *
     * @param tokenizer for answers and references
     * @return the metric
     */
    public static TokenF1 of(Tokenizer tokenizer) {
        return new TokenF1(tokenizer, References.OF_THE_QUESTION);
    }

    /**
     * Takes the right answers from elsewhere than {@link Question#reference()}; the one with the best F measure counts.
     *
     * @param references all right answers to a question; thread-safe
     * @return the metric with those references
     */
    public TokenF1 references(Function<? super Question, ? extends List<String>> references) {
        return new TokenF1(tokenizer, References.given(references));
    }

    @Override
    public String name() {
        return "token_f1";
    }

    @Override
    public String signature() {
        return "token_f1|v:1|tok:" + tokenizer.name() + "|refs:" + references.name();
    }

    @Override
    public Verdict score(Answer answer) {
        return references.best(answer, tokenizer, this::compare);
    }

    private PrecisionRecall compare(String prediction, String reference) {
        Vocabulary vocabulary = new Vocabulary(prediction.length() + reference.length());
        int[] predicted = vocabulary.idsOf(prediction, tokenizer);
        int[] expected = vocabulary.idsOf(reference, tokenizer);
        int hits = NgramMatches.count(predicted, new int[][] {expected}, vocabulary.size(), 1)[0];
        return PrecisionRecall.of(hits, predicted.length, expected.length);
    }
}
