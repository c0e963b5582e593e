package io.github.tune4j.dataset.quality;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.dataset.quality.Finding.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How much of what a data set may have, for {@link QualityReport#orThrow}. Immutable.
 */
public final class QualityPolicy {
    private final Map<Kind, Integer> atMost;

    private QualityPolicy(Map<Kind, Integer> atMost) {
        this.atMost = new EnumMap<>(atMost);
    }

    /**
     * No leak, no secret, no empty question or answer: what makes a {@link QualityReport#verdict} unfit.
     *
     * @return the policy
     */
    public static QualityPolicy standard() {
        return builder().build();
    }

    /**
     * Begins a policy.
     *
     * @return a builder that forbids what {@link #standard} forbids
     */
    public static Builder builder() {
        return new Builder();
    }

    /** What of a report is too much, one sentence a kind. */
    List<String> violations(QualityReport report) {
        List<String> violations = new ArrayList<>();
        atMost.forEach((kind, most) -> {
            long found = report.count(kind);
            if (found > most) {
                String first = report.findings(kind).isEmpty()
                        ? ""
                        : ", the first: " + report.findings(kind).get(0).problem();
                String places = report.findings(kind).isEmpty()
                        ? ""
                        : " (" + String.join(", ", report.findings(kind).get(0).places()) + ")";
                violations.add(found + " of kind " + kind + " where " + most + " are allowed" + strippedOfStop(first)
                        + places);
            }
        });
        return violations;
    }

    private static String strippedOfStop(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }

    /** Collects what is allowed. Not thread-safe. */
    public static final class Builder {
        private final Map<Kind, Integer> atMost = new EnumMap<>(Kind.class);

        private Builder() {
            forbid(Kind.LEAK).forbid(Kind.SECRET).forbid(Kind.EMPTY);
        }

        /**
         * Forbids a kind of finding.
         *
         * @param kind the kind
         * @return this builder
         */
        public Builder forbid(Kind kind) {
            return atMost(0, kind);
        }

        /**
         * Allows any number of a kind of finding.
         *
         * @param kind the kind
         * @return this builder
         */
        public Builder allow(Kind kind) {
            atMost.remove(kind);
            return this;
        }

        /**
         * Allows some findings of a kind.
         *
         * @param findings how many, from 0
         * @param kind the kind
         * @return this builder
         * @throws InvalidInputException if the number is negative
         */
        public Builder atMost(int findings, Kind kind) {
            if (findings < 0) {
                throw InvalidInputException.of(
                        "atMost must be at least 0 (was " + findings + ")", "correct the named settings.");
            }
            atMost.put(kind, findings);
            return this;
        }

        /**
         * Ends the policy.
         *
         * @return the policy
         */
        public QualityPolicy build() {
            return new QualityPolicy(atMost);
        }
    }
}
