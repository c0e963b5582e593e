package io.github.tune4j.evaluation.metric;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.answer.Answer;
import io.github.tune4j.answer.Question;
import io.github.tune4j.evaluation.Metric;
import io.github.tune4j.evaluation.Verdict;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * ROUGE (C.-Y. Lin 2004), equal to rouge_score 0.1.2 for text without Han, kana and Hangul letters, which that one
 * drops and this one counts; {@link Tokenizer#rouge()} drops them too.
 *
 * <p>The score is the F measure, from 0 to 1; its parts are {@code precision}, {@code recall} and {@code f1}. Immutable:
 * each setter gives a new metric.
 */
public final class Rouge implements Metric {
    private final Type type;
    private final int order;
    private final boolean stemmed;
    private final Tokenizer tokenizer;
    private final References references;

    private Rouge(Type type, int order, boolean stemmed, Tokenizer tokenizer, References references) {
        this.type = type;
        this.order = order;
        this.stemmed = stemmed;
        this.tokenizer = tokenizer;
        this.references = references;
    }

    private enum Type {
        NGRAMS,
        SEQUENCE,
        SUMMARY
    }

    /**
     * Shared n-grams of words.
     *
     * @param n words in an n-gram, 1 to 9
     * @return the metric {@code rouge1}, {@code rouge2} and so on
     * @throws InvalidInputException if {@code n} is out of its range
     */
    public static Rouge n(int n) {
        if (n < 1 || n > 9) {
            throw InvalidInputException.of(
                    "ROUGE knows no n-grams of " + n + " words.", "choose 1 to 9 words, usually 1 or 2.");
        }
        return new Rouge(Type.NGRAMS, n, false, Tokenizer.detecting(), References.OF_THE_QUESTION);
    }

    /**
     * The longest common subsequence of words.
     *
     * @return the metric {@code rougeL}
     */
    public static Rouge l() {
        return new Rouge(Type.SEQUENCE, 0, false, Tokenizer.detecting(), References.OF_THE_QUESTION);
    }

    /**
     * The longest common subsequences line by line: for each line of the reference the union over the prediction's
     * lines. A line ends at LF.
     *
     * @return the metric {@code rougeLsum}
     */
    public static Rouge lSum() {
        return new Rouge(Type.SUMMARY, 0, false, Tokenizer.detecting(), References.OF_THE_QUESTION);
    }

    /**
     * Compares the stems of English words of more than three letters, by NLTK's variant of Porter's algorithm.
     *
     * @return the stemming metric
     */
    public Rouge stemmed() {
        return new Rouge(type, order, true, tokenizer, references);
    }

    /**
     * Splits texts in another way than {@link Tokenizer#detecting()}.
     *
     * @param tokenizer for predictions and references
     * @return the metric with that tokenizer
     */
    public Rouge tokenizer(Tokenizer tokenizer) {
        return new Rouge(type, order, stemmed, tokenizer, references);
    }

    /**
     * Takes the right answers from elsewhere than {@link Question#reference()}; the one with the best F measure counts.
     *
     * @param references all right answers to a question; thread-safe
     * @return the metric with those references
     */
    public Rouge references(Function<? super Question, ? extends List<String>> references) {
        return new Rouge(type, order, stemmed, tokenizer, References.given(references));
    }

    @Override
    public String name() {
        return switch (type) {
            case NGRAMS -> "rouge" + order;
            case SEQUENCE -> "rougeL";
            case SUMMARY -> "rougeLsum";
        };
    }

    @Override
    public String signature() {
        return name() + "|v:1|tok:" + tokenizer.name() + "|stem:" + (stemmed ? "porter-nltk" : "no") + "|refs:"
                + references.name();
    }

    @Override
    public Verdict score(Answer answer) {
        return references.best(answer, tokenizer, this::compare);
    }

    PrecisionRecall compare(String prediction, String reference) {
        if (type == Type.SUMMARY && (prediction.indexOf('\n') >= 0 || reference.indexOf('\n') >= 0)) {
            return compareLines(prediction, reference);
        }
        TokenizedPair pair = TokenizedPair.of(prediction, reference, tokenizer, stemmed);
        int[] predicted = pair.predicted();
        int[] expected = pair.expected();
        if (type == Type.NGRAMS) {
            int hits = NgramMatches.count(predicted, new int[][] {expected}, pair.vocabulary(), order)[order - 1];
            return PrecisionRecall.of(hits, predicted.length - order + 1, expected.length - order + 1);
        }
        int hits = CommonSubsequence.length(expected, predicted, pair.vocabulary());
        return PrecisionRecall.of(hits, predicted.length, expected.length);
    }

    private PrecisionRecall compareLines(String prediction, String reference) {
        Vocabulary vocabulary = new Vocabulary(prediction.length() + reference.length());
        TokenScanner.TokenSink sink = stemmed ? new PorterStemmer(vocabulary) : vocabulary;
        Function<String, int[]> split = text -> vocabulary.idsOf(text, tokenizer, sink);
        int[][] predicted = lines(prediction, split);
        int[][] expected = lines(reference, split);
        return new SummaryOverlap(vocabulary.size()).compare(predicted, expected);
    }

    /** LF alone ends a line here; {@link String#lines()} would split at CR too. */
    private static int[][] lines(String text, Function<String, int[]> split) {
        return Arrays.stream(text.split("\n")).map(split).toArray(int[][]::new);
    }
}
