package io.github.tune4j.evaluation;

import java.util.Map;
import java.util.OptionalDouble;

/** A score, or why there is none. A missing score is not a zero. */
public sealed interface Verdict {

    /**
     * A score without further parts or reason.
     *
     * @param value the score in the metric's own range
     * @return the verdict
     */
    static Verdict of(double value) {
        return new Scored(value, Map.of(), "");
    }

    /**
     * A score with its reason.
     *
     * @param value the score in the metric's own range
     * @param reason why, in words
     * @return the verdict
     */
    static Verdict of(double value, String reason) {
        return new Scored(value, Map.of(), reason);
    }

    /**
     * No score.
     *
     * @param why what kept the metric from scoring
     * @return the verdict
     */
    static Verdict unscored(String why) {
        return new Unscored(why);
    }

    /**
     * The score.
     *
     * @return empty when there is none
     */
    OptionalDouble value();

    /**
     * Why: the judge's reasons, or what kept the metric from scoring.
     *
     * @return possibly empty; untrusted when a model wrote it
     */
    String reason();

    /**
     * A score.
     *
     * @param score the score in the metric's own range
     * @param parts what it is made of, by name, for example precision and recall; possibly empty
     * @param reason why, in words; possibly empty
     */
    record Scored(double score, Map<String, Double> parts, String reason) implements Verdict {
        /**
         * Copies the map.
         *
         * @param score the score in the metric's own range
         * @param parts what it is made of, by name, for example precision and recall
         * @param reason why, in words
         */
        public Scored {
            parts = Map.copyOf(parts);
        }

        @Override
        public OptionalDouble value() {
            return OptionalDouble.of(score);
        }
    }

    /**
     * No score.
     *
     * @param reason what kept the metric from scoring
     */
    record Unscored(String reason) implements Verdict {
        @Override
        public OptionalDouble value() {
            return OptionalDouble.empty();
        }
    }
}
