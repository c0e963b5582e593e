package io.github.tune4j.evaluation.metric;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.answer.Answer;
import io.github.tune4j.answer.Question;
import io.github.tune4j.evaluation.Metric;
import io.github.tune4j.evaluation.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * BLEU (K. Papineni et al. 2002), equal to sacreBLEU 2.6.0, from 0 to 100. Immutable: each setter gives a new metric.
 */
public final class Bleu implements Metric {
    private final Level level;
    private final int order;
    private final boolean effectiveOrder;
    private final Smoothing smoothing;
    private final double smoothingValue;
    private final boolean lowerCased;
    private final Tokenizer tokenizer;
    private final References references;

    private Bleu(
            Level level,
            int order,
            boolean effectiveOrder,
            Smoothing smoothing,
            double smoothingValue,
            boolean lowerCased,
            Tokenizer tokenizer,
            References references) {
        this.level = level;
        this.order = order;
        this.effectiveOrder = effectiveOrder;
        this.smoothing = smoothing;
        this.smoothingValue = smoothingValue;
        this.lowerCased = lowerCased;
        this.tokenizer = tokenizer;
        this.references = references;
    }

    private enum Level {
        SENTENCE,
        CORPUS
    }

    /** What is done where a prediction shares no n-gram of some order with its references. */
    public enum Smoothing {
        /** Nothing: the score is 0. */
        NONE,
        /** A small number of matches is assumed, 0.1 unless another value is given. */
        FLOOR,
        /** A number is added to matches and totals of every order above 1, 1 unless another value is given. */
        ADD_K,
        /** Half a match is assumed, a quarter at the next such order, and so on. */
        EXP;

        private double defaultValue() {
            return switch (this) {
                case NONE, EXP -> 0;
                case FLOOR -> 0.1;
                case ADD_K -> 1;
            };
        }
    }

    /**
     * The score of each answer alone, with the defaults of sacreBLEU's {@code sentence_bleu}: tokenizer 13a, EXP
     * smoothing, effective order.
     *
     * @return the metric {@code bleu}, without a corpus score
     */
    public static Bleu sentence() {
        return new Bleu(
                Level.SENTENCE, 4, true, Smoothing.EXP, 0, false, Tokenizer.mteval13a(), References.OF_THE_QUESTION);
    }

    /**
     * The score of all answers together, with the defaults of sacreBLEU's {@code corpus_bleu}: tokenizer 13a, EXP
     * smoothing, all four orders. The score of a single answer is that of a corpus of one.
     *
     * @return the metric {@code bleu} with a corpus score
     */
    public static Bleu corpus() {
        return new Bleu(
                Level.CORPUS, 4, false, Smoothing.EXP, 0, false, Tokenizer.mteval13a(), References.OF_THE_QUESTION);
    }

    /**
     * Splits texts in another way than {@link Tokenizer#mteval13a()}.
     *
     * @param tokenizer for predictions and references
     * @return the metric with that tokenizer
     */
    public Bleu tokenizer(Tokenizer tokenizer) {
        return new Bleu(level, order, effectiveOrder, smoothing, smoothingValue, lowerCased, tokenizer, references);
    }

    /**
     * Smooths in another way than {@link Smoothing#EXP}, with that way's usual value.
     *
     * @param smoothing the way
     * @return the metric with that smoothing
     */
    public Bleu smoothing(Smoothing smoothing) {
        return smoothing(smoothing, smoothing.defaultValue());
    }

    /**
     * Smooths in another way than {@link Smoothing#EXP}.
     *
     * @param smoothing the way
     * @param value matches to assume or to add, from 0; without meaning for {@code NONE} and {@code EXP}
     * @return the metric with that smoothing
     * @throws InvalidInputException if the value is negative or not a number
     */
    public Bleu smoothing(Smoothing smoothing, double value) {
        if (!(value >= 0)) {
            throw InvalidInputException.of(
                    "A BLEU score cannot be smoothed with " + value + ".", "give a number from 0.");
        }
        return new Bleu(level, order, effectiveOrder, smoothing, value, lowerCased, tokenizer, references);
    }

    /**
     * Sets what happens to a prediction that is shorter than the longest n-grams.
     *
     * @param effective true to leave out the orders it cannot have, false to score it 0
     * @return the metric with that rule
     */
    public Bleu effectiveOrder(boolean effective) {
        return new Bleu(level, order, effective, smoothing, smoothingValue, lowerCased, tokenizer, references);
    }

    /**
     * Compares in lower case.
     *
     * @return the metric without regard to case
     */
    public Bleu lowerCased() {
        return new Bleu(level, order, effectiveOrder, smoothing, smoothingValue, true, tokenizer, references);
    }

    /**
     * Counts n-grams up to another length than 4.
     *
     * @param longest tokens in the longest n-grams, from 1
     * @return the metric with that order
     * @throws InvalidInputException if {@code longest} is below 1
     */
    public Bleu order(int longest) {
        if (longest < 1) {
            throw InvalidInputException.of(
                    "BLEU cannot count n-grams of " + longest + " tokens.", "give a length from 1, usually 4.");
        }
        return new Bleu(level, longest, effectiveOrder, smoothing, smoothingValue, lowerCased, tokenizer, references);
    }

    /**
     * Takes the right answers from elsewhere than {@link Question#reference()}; a match with any of them counts.
     *
     * @param references all right answers to a question; thread-safe
     * @return the metric with those references
     */
    public Bleu references(Function<? super Question, ? extends List<String>> references) {
        return new Bleu(
                level,
                order,
                effectiveOrder,
                smoothing,
                smoothingValue,
                lowerCased,
                tokenizer,
                References.given(references));
    }

    @Override
    public String name() {
        return "bleu";
    }

    @Override
    public String signature() {
        String value = smoothingValue == 0 ? "" : "[" + smoothingValue + "]";
        return "bleu|v:1|level:" + level.name().toLowerCase(Locale.ROOT)
                + "|order:" + order
                + "|eff:" + (effectiveOrder ? "yes" : "no")
                + "|case:" + (lowerCased ? "lc" : "mixed")
                + "|tok:" + tokenizer.name()
                + "|smooth:" + smoothing.name().toLowerCase(Locale.ROOT).replace('_', '-') + value
                + "|refs:" + references.name();
    }

    @Override
    public Verdict score(Answer answer) {
        List<String> expected = references.of(answer.question());
        if (expected.isEmpty()) {
            return Verdict.unscored(References.NONE);
        }
        BleuStatistics statistics = statistics(answer.text(), expected);
        return new Verdict.Scored(
                score(statistics),
                Map.of("brevityPenalty", statistics.brevityPenalty()),
                LanguageCheck.of(tokenizer, answer.text(), expected));
    }

    @Override
    public OptionalDouble corpusScore(List<Answer> answers) {
        if (level == Level.SENTENCE) {
            return OptionalDouble.empty();
        }
        return answers.parallelStream()
                .filter(answer -> !references.of(answer.question()).isEmpty())
                .map(answer -> statistics(answer.text(), references.of(answer.question())))
                .reduce(BleuStatistics::plus)
                .map(all -> OptionalDouble.of(score(all)))
                .orElse(OptionalDouble.empty());
    }

    private double score(BleuStatistics statistics) {
        return statistics.score(smoothing, smoothingValue, effectiveOrder);
    }

    BleuStatistics statistics(String prediction, List<String> expected) {
        Vocabulary vocabulary = new Vocabulary(prediction.length() * 2);
        int[] predicted = tokens(prediction, vocabulary);
        int[][] references = new int[expected.size()][];
        for (int r = 0; r < references.length; r++) {
            references[r] = tokens(expected.get(r), vocabulary);
        }
        return BleuStatistics.of(predicted, references, vocabulary.size(), order);
    }

    private int[] tokens(String text, Vocabulary vocabulary) {
        String line = lowerCased ? text.toLowerCase(Locale.ROOT) : text;
        return vocabulary.idsOf(WhitespaceTokenizer.stripEnd(line), tokenizer);
    }
}
