package io.github.tune4j.dataset;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.TuneException;
import io.github.tune4j.run.ProgressListener;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Splits a data set into training, validation and, when asked, test data. The same seed, settings and records always
 * give the same split. Records that are nearly the same stay on one side, because validation data that repeats training
 * data measures nothing.
 *
 * <p>Two records are nearly the same when their questions are, or the records as a whole, or their answers where both
 * are longer than a label: alike from a Jaccard similarity of character 5-grams of about 0.7 on, or equal but for case,
 * width, punctuation and spaces. The similarity is estimated (MinHash); where the estimate errs, it rather keeps
 * together.
 *
 * <p>Files are JSON Lines with the records as they stood, in their order. Needs about four kilobytes of memory a record.
 * Immutable and thread-safe.
 */
public final class DatasetSplitter {
    private final SplitSettings settings;
    private final @Nullable ProgressListener listener;

    private DatasetSplitter(SplitSettings settings, @Nullable ProgressListener listener) {
        this.settings = settings;
        this.listener = listener;
    }

    /**
     * Begins a splitter that sets aside a tenth as validation data.
     *
     * @param seed decides who goes where; any number
     * @return a builder
     */
    public static Builder builder(long seed) {
        return new Builder(seed);
    }

    /**
     * Splits a data set into {@code training.jsonl}, {@code validation.jsonl} and, when asked, {@code test.jsonl}.
     *
     * @param source JSON Lines or a JSON array; comma-separated values have to be converted first
     * @param folder where to write; made when it is missing, files of these names are replaced
     * @return the parts
     * @throws InvalidInputException if the source cannot be read, a record is broken, or so many records cannot be set
     *     aside without parting records that are nearly the same, or the source has the name of one of the files
     * @throws TuneException if a file cannot be written
     */
    public Split split(Dataset source, Path folder) {
        return new Splitting(settings, source, listener).into(folder);
    }

    /**
     * The parts of a data set.
     *
     * @param training what is left
     * @param validation what was set aside for validation
     * @param test what was set aside for a test at the end; null when that was not asked for
     */
    public record Split(
            Dataset training, Dataset validation, @Nullable Dataset test) {}

    /** Collects what a splitter needs. Not thread-safe. */
    public static final class Builder {
        private final long seed;

        private @Nullable @Positive Integer validation;

        private @Nullable @DecimalMin(value = "0.000001", message = "must be more than 0") @DecimalMax(
                value = "0.999999",
                message = "must be less than 1") Double validationFraction;

        @PositiveOrZero
        private int test;

        private @Nullable @DecimalMin(value = "0.000001", message = "must be more than 0") @DecimalMax(
                value = "0.999999",
                message = "must be less than 1") Double testFraction;

        private @Nullable @Pattern(regexp = "(?s).*\\S.*", message = "must not be blank") String stratifyBy;

        @NotNull
        private List<@NotBlank String> topics = List.of();

        private boolean nearDuplicatesApart;
        private @Nullable ProgressListener listener;

        private Builder(long seed) {
            this.seed = seed;
        }

        /**
         * Sets how many records are set aside for validation.
         *
         * @param records from 1
         * @return this builder
         */
        public Builder validation(int records) {
            this.validation = records;
            return this;
        }

        /**
         * Sets which share of the records is set aside for validation, rounded to the nearest record, at least one.
         *
         * @param fraction more than 0, less than 1; not set, and no number either: 0.1
         * @return this builder
         */
        public Builder validationFraction(double fraction) {
            this.validationFraction = fraction;
            return this;
        }

        /**
         * Sets how many records are set aside for a test.
         *
         * @param records from 0; not set, 0
         * @return this builder
         */
        public Builder test(int records) {
            this.test = records;
            return this;
        }

        /**
         * Sets which share of the records is set aside for a test, rounded to the nearest record, at least one.
         *
         * @param fraction more than 0, less than 1
         * @return this builder
         */
        public Builder testFraction(double fraction) {
            this.testFraction = fraction;
            return this;
        }

        /**
         * Gives each part its share of the records of every kind.
         *
         * @param key where a record says of which kind it is: a key, or a path of keys with dots between; records
         *     without it are a kind of their own
         * @return this builder
         */
        public Builder stratifyBy(String key) {
            this.stratifyBy = key;
            return this;
        }

        /**
         * Gives each part its share of the records on every topic. A record is on the first of the topics that its
         * question names, or else its answer.
         *
         * @param topics their names, such as {@code Agents}; records on none of them are a kind of their own
         * @return this builder
         */
        public Builder stratifyByTopic(List<String> topics) {
            this.topics = List.copyOf(topics);
            return this;
        }

        /**
         * Splits without regard to records that are nearly the same.
         *
         * @return this builder
         */
        public Builder partNearDuplicates() {
            this.nearDuplicatesApart = true;
            return this;
        }

        /**
         * Sets who hears how many records have been looked at.
         *
         * @param listener the listener
         * @return this builder
         */
        public Builder progress(ProgressListener listener) {
            this.listener = listener;
            return this;
        }

        /**
         * Ends the settings.
         *
         * @return the splitter
         * @throws InvalidInputException if a setting is wrong
         */
        public DatasetSplitter build() {
            InvalidInputException.check(this);
            if (validation != null && validationFraction != null || test > 0 && testFraction != null) {
                throw InvalidInputException.of(
                        "Both a number and a fraction are set for the same part.", "choose one of them.");
            }
            if (stratifyBy != null && !topics.isEmpty()) {
                throw InvalidInputException.of("Both stratifyBy and stratifyByTopic are set.", "choose one of them.");
            }
            SplitSettings.Share aside = validation != null
                    ? SplitSettings.Share.of(validation)
                    : SplitSettings.Share.of(validationFraction == null ? 0.1 : validationFraction);
            SplitSettings.Share tested =
                    testFraction == null ? SplitSettings.Share.of(test) : SplitSettings.Share.of(testFraction);
            return new DatasetSplitter(
                    new SplitSettings(
                            seed,
                            aside,
                            tested,
                            stratifyBy == null ? null : new KeyPath(stratifyBy),
                            topics,
                            !nearDuplicatesApart),
                    listener);
        }
    }
}
