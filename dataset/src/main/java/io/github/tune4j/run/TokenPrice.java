package io.github.tune4j.run;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;

/**
 * What a model's tokens cost.
 *
 * @param inputUsdPerMillion US dollars per million input tokens
 * @param outputUsdPerMillion US dollars per million output tokens
 * @param asOf the date of the price
 */
public record TokenPrice(BigDecimal inputUsdPerMillion, BigDecimal outputUsdPerMillion, LocalDate asOf) {
    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

    /**
     * A price written as text, so that no binary fraction comes near it.
     *
     * @param input US dollars per million input tokens, such as {@code "0.25"}
     * @param output US dollars per million output tokens
     * @param asOf the date of the price
     * @return the price
     * @throws NumberFormatException if a text is no number
     */
    public static TokenPrice usdPerMillion(String input, String output, LocalDate asOf) {
        return new TokenPrice(new BigDecimal(input), new BigDecimal(output), asOf);
    }

    /**
     * What so many tokens cost, exactly.
     *
     * @param inputTokens tokens sent, from 0
     * @param outputTokens tokens received, from 0
     * @return US dollars, not rounded
     */
    public BigDecimal usd(long inputTokens, long outputTokens) {
        BigDecimal sum = inputUsdPerMillion
                .multiply(BigDecimal.valueOf(inputTokens))
                .add(outputUsdPerMillion.multiply(BigDecimal.valueOf(outputTokens)));
        return sum.divide(MILLION, MathContext.UNLIMITED);
    }
}
