package io.github.tune4j.evaluation;

import io.github.tune4j.evaluation.statistics.Interval;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** Numbers as people read them. */
final class Figures {
    private static final double LEAST_P = 0.0001;

    private Figures() {}

    /** Up to three decimals and at least one: 7.0, 0.753, 34.12. */
    static String score(double value) {
        int decimals = Math.abs(value) >= 10 ? 2 : 3;
        BigDecimal rounded = BigDecimal.valueOf(value)
                .setScale(decimals, RoundingMode.HALF_EVEN)
                .stripTrailingZeros();
        return (rounded.scale() < 1 ? rounded.setScale(1, RoundingMode.UNNECESSARY) : rounded).toPlainString();
    }

    static String score(@Nullable Double value) {
        return value == null ? "–" : score(value.doubleValue());
    }

    static String signed(double value) {
        String text = score(value);
        return value > 0 ? "+" + text : text.replace("-", "−");
    }

    /** A p-value in a sentence: p = 0.125, p < 0.0001. */
    static String pIs(double value) {
        return (value < LEAST_P ? "p " : "p = ") + p(value);
    }

    /** Three digits that count: 0.125, 0.00213. */
    static String p(double value) {
        return value < LEAST_P
                ? "< 0.0001"
                : new BigDecimal(value)
                        .round(new MathContext(3))
                        .stripTrailingZeros()
                        .toPlainString();
    }

    static String interval(@Nullable Interval interval) {
        return interval == null ? "–" : (score(interval.low()) + " to " + score(interval.high())).replace("-", "−");
    }
}
