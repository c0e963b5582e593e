package io.github.tune4j.evaluation.statistics;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says how many questions a comparison needs before it can show anything. */
public final class SampleSizeAdvisor {
    private SampleSizeAdvisor() {}

    /**
     * What a pilot tells about the size of the real comparison.
     *
     * @param questions so many questions show a difference like this one with the power asked for; null when the mean
     *     difference is 0 or too small for any number
     * @param smallestPossibleP the smallest p that the questions at hand can give, whatever the scores: 2 / 2<sup>n
     *     </sup>, at most 1
     * @param sentence the same in words
     */
    public record Advice(@Nullable Integer questions, double smallestPossibleP, String sentence) {}

    /**
     * Takes the differences at hand for what is to be shown. Power is that of the paired t test (noncentral t, both
     * tails), and never fewer questions than the sign-flip test needs to reach alpha at all.
     *
     * @param differences tuned minus base, one a question
     * @param power the chance of seeing the difference if it is as large as here, such as 0.8
     * @param alpha the accepted chance of a false alarm, such as 0.05
     * @return the advice
     * @throws IllegalArgumentException if there is no difference, one is not finite, or power or alpha are not between
     *     0 and 1
     */
    public static Advice advise(double[] differences, double power, double alpha) {
        Sample.atLeast(1, differences);
        if (!(power > 0 && power < 1 && alpha > 0 && alpha < 1)) {
            throw new IllegalArgumentException("power " + power + " and alpha " + alpha + " must lie between 0 and 1");
        }
        int n = differences.length;
        double smallest = smallestPossibleP(n);
        Integer questions = questions(differences, power, alpha);
        String floor = smallest > alpha
                ? String.format(
                        Locale.ROOT,
                        "%d question%s cannot show anything: p cannot fall below %s. ",
                        n,
                        n == 1 ? "" : "s",
                        plain(smallest))
                : "";
        String need = questions == null
                ? "The mean difference is too close to 0 for any number of questions to show it."
                : String.format(
                        Locale.ROOT,
                        "A difference like this one is seen with %s %% power from %d questions.",
                        plain(power * 100),
                        questions);
        return new Advice(questions, smallest, floor + need);
    }

    private static @Nullable Integer questions(double[] differences, double power, double alpha) {
        double mean = Sample.mean(differences);
        if (mean == 0) {
            return null;
        }
        Double effect = PairedTest.cohen(differences);
        int fewest = fewestQuestions(alpha);
        int needed = effect == null ? fewest : Power.questions(effect, power, alpha);
        return needed == 0 ? null : (Integer) Math.max(fewest, needed);
    }

    /**
     * The smallest p that the sign-flip test can give, when all differences are on one side: only this pattern and its
     * mirror image are as extreme.
     *
     * @param questions how many
     * @return 2 / 2<sup>n</sup>, at most 1
     */
    public static double smallestPossibleP(int questions) {
        return Math.min(1, 2 * Math.pow(0.5, questions));
    }

    /**
     * The fewest questions with which the sign-flip test can reach a level at all.
     *
     * @param alpha above 0, such as 0.05
     * @return 6 for 0.05
     */
    public static int fewestQuestions(double alpha) {
        int n = 1;
        while (smallestPossibleP(n) > alpha) {
            n++;
        }
        return n;
    }

    private static String plain(double value) {
        return new BigDecimal(value)
                .round(new MathContext(4))
                .stripTrailingZeros()
                .toPlainString();
    }
}
