package io.github.tune4j.dataset.validation;

/**
 * Estimates how many tokens a text has. Implementations are thread-safe: several files' parts are measured at once.
 */
@FunctionalInterface
public interface TokenEstimator {
    /**
     * Estimates a text.
     *
     * @param text any text
     * @return tokens, from 0
     */
    long tokens(String text);

    /**
     * An estimate for text in any language, made to be rather too high than too low: words of an alphabet count one
     * token for each five letters begun, numbers one for each three digits begun, Chinese, Japanese and Korean
     * characters, marks and line ends one each, letters of other scripts one for each two begun, and what lies beyond
     * Unicode's first plane two. English comes to about four characters a token, Japanese to one.
     *
     * @return the default of a validator
     */
    static TokenEstimator standard() {
        return KnownEstimator.STANDARD;
    }

    /**
     * The rule of AWS's own validator: the length in Unicode code points, divided by three, rounded down. Far too low
     * for Japanese.
     *
     * @return an estimator that agrees with AWS's script
     */
    static TokenEstimator awsLengthOverThree() {
        return KnownEstimator.AWS_LENGTH_OVER_THREE;
    }
}
