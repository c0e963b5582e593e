package io.github.tune4j.evaluation;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.evaluation.statistics.PairedTest;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What scores must be like for a build or a release to go on. Immutable. */
public final class AcceptancePolicy {
    private final Map<String, Double> minMeans;
    private final @Nullable Double maxUnscored;
    private final Map<String, Double> margins;
    private final Map<String, Double> alphas;

    private AcceptancePolicy(Builder builder) {
        this.minMeans = new LinkedHashMap<>(builder.minMeans);
        this.maxUnscored = builder.maxUnscored;
        this.margins = new LinkedHashMap<>(builder.margins);
        this.alphas = new LinkedHashMap<>(builder.alphas);
    }

    /**
     * Begins a policy.
     *
     * @return a builder that asks for nothing
     */
    public static Builder builder() {
        return new Builder();
    }

    void check(Scores scores) {
        throwIfAny(violations(scores));
    }

    void check(Comparison comparison) {
        List<String> violations = violations(comparison.tuned());
        margins.forEach((metric, margin) -> {
            PairedTest.@Nullable Outcome outcome = comparison.outcome(metric).orElse(null);
            if (outcome == null) {
                violations.add(metric + " has no question that was scored for both");
            } else if (outcome.meanDifference() < -margin) {
                violations.add(metric + " is " + Figures.score(-outcome.meanDifference())
                        + " lower than that of the base, more than " + Figures.score(margin));
            }
        });
        alphas.forEach((metric, alpha) -> {
            PairedTest.@Nullable Outcome outcome = comparison.outcome(metric).orElse(null);
            double p = comparison.adjustedP(metric).orElse(1);
            if (outcome == null || outcome.meanDifference() <= 0 || p > alpha) {
                violations.add(metric + " is not shown to be higher than that of the base: " + Figures.pIs(p)
                        + ", asked for at most " + Figures.p(alpha));
            }
        });
        throwIfAny(violations);
    }

    private List<String> violations(Scores scores) {
        List<String> violations = new ArrayList<>();
        minMeans.forEach((metric, least) -> {
            Double mean = scores.summary(metric).mean();
            if (mean == null || mean < least) {
                violations.add(metric + " has " + (mean == null ? "no score" : "a mean of " + Figures.score(mean))
                        + ", asked for at least " + Figures.score(least));
            }
        });
        for (Summary summary : scores.summaries()) {
            double all = summary.scored() + summary.unscored();
            if (maxUnscored != null && summary.unscored() > maxUnscored * all) {
                violations.add(summary.metric() + " has " + summary.unscored() + " of " + (int) all
                        + " answers unscored, asked for at most " + Figures.score(maxUnscored * 100) + " %");
            }
        }
        return violations;
    }

    private static void throwIfAny(List<String> violations) {
        if (!violations.isEmpty()) {
            throw new NotAcceptedException(violations);
        }
    }

    /** Collects what is asked for. Not thread-safe. */
    public static final class Builder {
        private final Map<String, Double> minMeans = new LinkedHashMap<>();

        @DecimalMin(value = "0", message = "must lie between 0 and 1")
        @DecimalMax(value = "1", message = "must lie between 0 and 1")
        private @Nullable Double maxUnscored;

        private final Map<String, Double> margins = new LinkedHashMap<>();
        private final Map<String, Double> alphas = new LinkedHashMap<>();

        private Builder() {}

        /**
         * Asks for a mean score, of the tuned answers where two sheets are compared.
         *
         * @param metric the metric's name
         * @param value the lowest accepted mean, in the metric's own unit
         * @return this builder
         */
        public Builder minMean(String metric, double value) {
            minMeans.put(metric, value);
            return this;
        }

        /**
         * Bounds what may be left without a score, for each metric.
         *
         * @param fraction 0 to 1
         * @return this builder
         */
        public Builder maxUnscored(double fraction) {
            this.maxUnscored = fraction;
            return this;
        }

        /**
         * Asks that the mean difference to the base, as measured, is not below minus the margin.
         *
         * @param metric the metric's name
         * @param margin the accepted loss in the metric's own unit, from 0
         * @return this builder
         */
        public Builder noWorseThanBase(String metric, double margin) {
            margins.put(metric, margin);
            return this;
        }

        /**
         * Asks for a higher mean than that of the base, shown by the sign-flip test with p adjusted for all metrics of
         * the comparison (Holm).
         *
         * @param metric the metric's name
         * @param alpha the accepted chance of a false alarm, such as 0.05
         * @return this builder
         */
        public Builder betterThanBase(String metric, double alpha) {
            alphas.put(metric, alpha);
            return this;
        }

        /**
         * Ends the policy.
         *
         * @return the policy
         * @throws InvalidInputException if a number is out of its range
         */
        public AcceptancePolicy build() {
            InvalidInputException.check(this);
            return new AcceptancePolicy(this);
        }

        @AssertTrue(message = "must be 0 or more")
        private boolean isMargins() {
            return margins.values().stream().allMatch(margin -> margin >= 0);
        }

        @AssertTrue(message = "must lie between 0 and 1")
        private boolean isAlphas() {
            return alphas.values().stream().allMatch(alpha -> alpha > 0 && alpha < 1);
        }
    }
}
