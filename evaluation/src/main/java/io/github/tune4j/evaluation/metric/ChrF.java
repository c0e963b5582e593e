package io.github.tune4j.evaluation.metric;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.answer.Answer;
import io.github.tune4j.answer.Question;
import io.github.tune4j.evaluation.Metric;
import io.github.tune4j.evaluation.Verdict;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * chrF (M. Popović 2015) and chrF++ (2017), equal to sacreBLEU 2.6.0, from 0 to 100. It needs no tokenizer and fits any
 * language. Immutable: each setter gives a new metric.
 */
public final class ChrF implements Metric {
    private static final double EPSILON = 1e-16;

    private final Settings settings;
    private final References references;

    private ChrF(Settings settings, References references) {
        this.settings = settings;
        this.references = references;
    }

    private record Settings(
            int characterOrder, int wordOrder, double beta, boolean lowerCased, boolean spaces, boolean epsilon) {}

    /**
     * Characters only: n-grams up to 6, recall weighing twice as much as precision.
     *
     * @return the metric {@code chrf}
     */
    public static ChrF chrF() {
        return new ChrF(new Settings(6, 0, 2, false, false, false), References.OF_THE_QUESTION);
    }

    /**
     * Characters and words: as {@link #chrF()} with word n-grams up to 2.
     *
     * @return the metric {@code chrf++}
     */
    public static ChrF chrFPlusPlus() {
        return chrF().wordOrder(2);
    }

    /**
     * Counts character n-grams up to another length than 6.
     *
     * @param longest characters in the longest n-grams, from 1
     * @return the metric with that order
     * @throws InvalidInputException if {@code longest} is below 1
     */
    public ChrF characterOrder(int longest) {
        check(longest >= 1, "character n-grams of " + longest);
        Settings s = settings;
        return with(new Settings(longest, s.wordOrder, s.beta, s.lowerCased, s.spaces, s.epsilon));
    }

    /**
     * Counts word n-grams up to a length.
     *
     * @param longest words in the longest n-grams, 0 for none
     * @return the metric with that order
     * @throws InvalidInputException if {@code longest} is negative
     */
    public ChrF wordOrder(int longest) {
        check(longest >= 0, "word n-grams of " + longest);
        Settings s = settings;
        return with(new Settings(s.characterOrder, longest, s.beta, s.lowerCased, s.spaces, s.epsilon));
    }

    /**
     * Weighs recall otherwise than twice as much as precision.
     *
     * @param beta how much more, above 0
     * @return the metric with that weight
     * @throws InvalidInputException if {@code beta} is not above 0
     */
    public ChrF beta(double beta) {
        check(beta > 0, "a beta of " + beta);
        Settings s = settings;
        return with(new Settings(s.characterOrder, s.wordOrder, beta, s.lowerCased, s.spaces, s.epsilon));
    }

    /**
     * Compares in lower case.
     *
     * @return the metric without regard to case
     */
    public ChrF lowerCased() {
        Settings s = settings;
        return with(new Settings(s.characterOrder, s.wordOrder, s.beta, true, s.spaces, s.epsilon));
    }

    /**
     * Lets character n-grams include white space.
     *
     * @return the metric with white space
     */
    public ChrF withSpaces() {
        Settings s = settings;
        return with(new Settings(s.characterOrder, s.wordOrder, s.beta, s.lowerCased, true, s.epsilon));
    }

    /**
     * Averages over all orders, as chrF++.py does, instead of those that both texts have.
     *
     * @return the metric with epsilon smoothing
     */
    public ChrF epsilonSmoothed() {
        Settings s = settings;
        return with(new Settings(s.characterOrder, s.wordOrder, s.beta, s.lowerCased, s.spaces, true));
    }

    /**
     * Takes the right answers from elsewhere than {@link Question#reference()}; the one with the best score counts.
     *
     * @param references all right answers to a question; thread-safe
     * @return the metric with those references
     */
    public ChrF references(Function<? super Question, ? extends List<String>> references) {
        return new ChrF(settings, References.given(references));
    }

    private ChrF with(Settings changed) {
        return new ChrF(changed, references);
    }

    private static void check(boolean possible, String what) {
        if (!possible) {
            throw InvalidInputException.of(
                    "chrF cannot be computed with " + what + ".",
                    "count characters from 1 and words from 0, and give a beta above 0.");
        }
    }

    @Override
    public String name() {
        return "chrf" + "+".repeat(settings.wordOrder);
    }

    @Override
    public String signature() {
        return name() + "|v:1|nc:" + settings.characterOrder
                + "|nw:" + settings.wordOrder
                + "|beta:" + settings.beta
                + "|case:" + (settings.lowerCased ? "lc" : "mixed")
                + "|space:" + (settings.spaces ? "yes" : "no")
                + "|eff:" + (settings.epsilon ? "no" : "yes")
                + "|refs:" + references.name();
    }

    @Override
    public Verdict score(Answer answer) {
        return best(answer)
                .map(statistics -> Verdict.of(score(statistics)))
                .orElseGet(() -> Verdict.unscored(References.NONE));
    }

    @Override
    public OptionalDouble corpusScore(List<Answer> answers) {
        return answers.parallelStream()
                .map(this::best)
                .flatMap(Optional::stream)
                .reduce(ChrF::sum)
                .map(all -> OptionalDouble.of(score(all)))
                .orElse(OptionalDouble.empty());
    }

    /** For each order, characters first: n-grams of the prediction, of the reference, and shared. */
    private Optional<long[]> best(Answer answer) {
        long[] best = null;
        for (String reference : references.of(answer.question())) {
            long[] statistics = statistics(answer.text(), reference);
            if (best == null || score(statistics) > score(best)) {
                best = statistics;
            }
        }
        return Optional.ofNullable(best);
    }

    private static long[] sum(long[] a, long[] b) {
        long[] sum = a.clone();
        Arrays.setAll(sum, i -> a[i] + b[i]);
        return sum;
    }

    private long[] statistics(String prediction, String reference) {
        String predicted = settings.lowerCased ? prediction.toLowerCase(Locale.ROOT) : prediction;
        String expected = settings.lowerCased ? reference.toLowerCase(Locale.ROOT) : reference;
        long[] statistics = new long[3 * (settings.characterOrder + settings.wordOrder)];

        Numbering characters = new Numbering(64);
        int[] predictedCharacters = characters(predicted, characters);
        int[] expectedCharacters = characters(expected, characters);
        count(predictedCharacters, expectedCharacters, characters.size(), settings.characterOrder, statistics, 0);
        if (settings.wordOrder > 0) {
            Vocabulary words = new Vocabulary(predicted.length() + expected.length());
            int[] predictedWords = words.idsOf(predicted, ChrFWords.INSTANCE);
            int[] expectedWords = words.idsOf(expected, ChrFWords.INSTANCE);
            int offset = 3 * settings.characterOrder;
            count(predictedWords, expectedWords, words.size(), settings.wordOrder, statistics, offset);
        }
        return statistics;
    }

    private int[] characters(String text, Numbering numbering) {
        return text.codePoints()
                .filter(c -> settings.spaces || !WhitespaceTokenizer.isSpace(c))
                .map(numbering::number)
                .toArray();
    }

    private static void count(
            int[] predicted, int[] expected, int vocabulary, int orders, long[] statistics, int offset) {
        int[] shared = NgramMatches.count(predicted, new int[][] {expected}, vocabulary, orders);
        for (int n = 0; n < orders; n++) {
            int inReference = Math.max(0, expected.length - n);
            statistics[offset + 3 * n] = inReference == 0 ? 0 : Math.max(0, predicted.length - n);
            statistics[offset + 3 * n + 1] = inReference;
            statistics[offset + 3 * n + 2] = shared[n];
        }
    }

    private double score(long[] statistics) {
        double weight = settings.beta * settings.beta;
        double sumOfScores = 0;
        double sumOfPrecisions = 0;
        double sumOfRecalls = 0;
        int orders = 0;
        for (int i = 0; i < statistics.length; i += 3) {
            boolean inBoth = statistics[i] > 0 && statistics[i + 1] > 0;
            double precision = statistics[i] > 0 ? (double) statistics[i + 2] / statistics[i] : EPSILON;
            double recall = statistics[i + 1] > 0 ? (double) statistics[i + 2] / statistics[i + 1] : EPSILON;
            double weighted = weight * precision + recall;
            sumOfScores += weighted > 0 ? (1 + weight) * precision * recall / weighted : EPSILON;
            if (inBoth) {
                sumOfPrecisions += precision;
                sumOfRecalls += recall;
                orders++;
            }
        }
        if (settings.epsilon) {
            return 100 * sumOfScores / (statistics.length / 3);
        }
        if (orders == 0 || sumOfPrecisions + sumOfRecalls == 0) {
            return 0;
        }
        double precision = sumOfPrecisions / orders;
        double recall = sumOfRecalls / orders;
        return 100 * (1 + weight) * precision * recall / (weight * precision + recall);
    }
}
