package io.github.tune4j.model;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.json.JsonFields;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How to train a model. What is not set is left to AWS's default. Immutable, compared by value. */
public final class HyperParameters {
    static final String EPOCHS = "epochCount";
    static final String BATCH_SIZE = "batchSize";
    static final String LEARNING_RATE = "learningRate";
    static final String LEARNING_RATE_MULTIPLIER = "learningRateMultiplier";
    static final String WARMUP_STEPS = "learningRateWarmupSteps";

    private final Map<String, String> values;

    private HyperParameters(Map<String, String> values) {
        this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /**
     * Begins a set.
     *
     * @return a builder with nothing set
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The values as AWS wants them: by its names, as texts without exponents.
     *
     * @return in the order in which they were set
     */
    public Map<String, String> values() {
        return values;
    }

    /**
     * Checks names, kinds and ranges against what a model takes.
     *
     * @param model the model to be trained
     * @return this
     * @throws InvalidInputException naming every value that the model does not take
     */
    public HyperParameters checkedFor(BaseModel model) {
        List<String> problems = new ArrayList<>();
        values.forEach((name, value) -> problem(model, name, value).ifPresent(problems::add));
        if (!problems.isEmpty()) {
            throw InvalidInputException.of(
                    problems,
                    model.title() + " takes "
                            + String.join(
                                    ", ",
                                    model.hyperParameters().stream()
                                            .map(Spec::toString)
                                            .toList()) + ".");
        }
        return this;
    }

    private static Optional<String> problem(BaseModel model, String name, String value) {
        return model.hyperParameters().stream()
                .filter(spec -> spec.name().equals(name))
                .findFirst()
                .map(spec -> spec.problemOf(value))
                .orElse(Optional.of(name + " is no hyperparameter of " + model.title()));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof HyperParameters that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return values.toString();
    }

    /**
     * One hyperparameter that a model takes.
     *
     * @param name AWS's name
     * @param kind which numbers it takes
     * @param standard what AWS takes when it is not set
     * @param min the least allowed
     * @param max the most allowed
     */
    public record Spec(String name, Kind kind, BigDecimal standard, BigDecimal min, BigDecimal max) {

        static Spec of(JsonFields fields) {
            return new Spec(
                    fields.text("name"),
                    fields.oneOf(Kind.class, "kind"),
                    fields.decimal("default"),
                    fields.decimal("min"),
                    fields.decimal("max"));
        }

        /**
         * What is wrong with a value.
         *
         * @param value a number as text
         * @return one sentence without its full stop; empty when the value is allowed
         */
        public Optional<String> problemOf(String value) {
            BigDecimal number;
            try {
                number = new BigDecimal(value);
            } catch (NumberFormatException e) {
                return Optional.of(name + " must be a number (was " + value + ")");
            }
            if (kind == Kind.INTEGER && number.stripTrailingZeros().scale() > 0) {
                return Optional.of(name + " must be a whole number (was " + value + ")");
            }
            if (number.compareTo(min) < 0 || number.compareTo(max) > 0) {
                return Optional.of(name + " must be " + range() + " (was " + value + ")");
            }
            return Optional.empty();
        }

        /**
         * Name and range.
         *
         * @return for example {@code epochCount 1 to 10}
         */
        @Override
        public String toString() {
            return name + " " + range();
        }

        private String range() {
            return min.toPlainString() + " to " + max.toPlainString();
        }
    }

    /** Which numbers a hyperparameter takes. */
    public enum Kind {
        /** Whole numbers. */
        INTEGER,
        /** Any number. */
        DECIMAL
    }

    /** Collects values; a later one replaces an earlier one of the same name. Not thread-safe. */
    public static final class Builder {
        private final Map<String, String> values = new LinkedHashMap<>();

        private Builder() {}

        /**
         * Sets how often the training data is gone through ({@code epochCount}).
         *
         * @param epochs from 1
         * @return this builder
         */
        public Builder epochs(int epochs) {
            return add(EPOCHS, Integer.toString(epochs));
        }

        /**
         * Sets how many records go into one step ({@code batchSize}).
         *
         * @param records from 1
         * @return this builder
         */
        public Builder batchSize(int records) {
            return add(BATCH_SIZE, Integer.toString(records));
        }

        /**
         * Sets the learning rate itself ({@code learningRate}: Nova, Llama).
         *
         * @param rate above 0
         * @return this builder
         */
        public Builder learningRate(double rate) {
            return add(LEARNING_RATE, text(rate));
        }

        /**
         * Sets the factor on AWS's own learning rate ({@code learningRateMultiplier}: Claude).
         *
         * @param factor above 0
         * @return this builder
         */
        public Builder learningRateMultiplier(double factor) {
            return add(LEARNING_RATE_MULTIPLIER, text(factor));
        }

        /**
         * Sets over how many steps the learning rate rises ({@code learningRateWarmupSteps}: Nova).
         *
         * @param steps from 0
         * @return this builder
         */
        public Builder learningRateWarmupSteps(int steps) {
            return add(WARMUP_STEPS, Integer.toString(steps));
        }

        /**
         * Sets by how much the validation loss must fall to count ({@code earlyStoppingThreshold}: Claude).
         *
         * @param loss from 0
         * @return this builder
         */
        public Builder earlyStoppingThreshold(double loss) {
            return add("earlyStoppingThreshold", text(loss));
        }

        /**
         * Sets after how many epochs without such a fall training stops ({@code earlyStoppingPatience}: Claude).
         *
         * @param epochs from 1
         * @return this builder
         */
        public Builder earlyStoppingPatience(int epochs) {
            return add("earlyStoppingPatience", Integer.toString(epochs));
        }

        /**
         * Sets a hyperparameter by AWS's name.
         *
         * @param name AWS's name
         * @param value a number as text
         * @return this builder
         */
        public Builder add(String name, String value) {
            values.put(name, value);
            return this;
        }

        /**
         * Ends the set. What a model takes is checked when a job is submitted, or by {@link #checkedFor}.
         *
         * @return the set
         */
        public HyperParameters build() {
            return new HyperParameters(values);
        }

        private static String text(double number) {
            return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
        }
    }
}
