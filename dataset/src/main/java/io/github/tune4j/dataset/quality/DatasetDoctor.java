package io.github.tune4j.dataset.quality;

import io.github.tune4j.CancelledException;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.answer.Question;
import io.github.tune4j.dataset.Dataset;
import io.github.tune4j.run.ProgressListener;
import io.github.tune4j.text.NormalForm;
import io.github.tune4j.text.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds in training data what its form does not show: records that are there twice, questions and answers that stand in
 * two sets, answers that are empty, refuse, break off or contradict each other, lengths and languages that stand out,
 * personal data and secrets, and topics of which the data says little.
 *
 * <p>Texts are compared by their normal form (NFKC, case folded, letters, digits and marks only) and by the Jaccard
 * similarity of its runs of five characters, which serves languages without spaces too. Pairs worth comparing are found
 * by MinHash (Broder 1997) with 128 orders in 32 bands, which misses two texts of a similarity of 0.7 once in 6,000
 * times and of 0.8 once in 20 million; a record is compared with at most 64 others. Whether the form of a data set is
 * right is for {@code io.github.tune4j.dataset.validation.DatasetValidator} to say.
 *
 * <p>Keeps 2 to 3 kilobytes of a training record, whatever its length, and three times that of the others (files of up
 * to 16 MB are kept whole), and uses as many threads as there are processors, up to eight.
 */
public final class DatasetDoctor {
    static final String TRAINING = "training";
    static final String VALIDATION = "validation";
    static final String EVALUATION = "evaluation";

    private DatasetDoctor() {}

    /**
     * Begins an examination of any of the three sets.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Begins an examination of training data.
     *
     * @param training the data
     * @return a builder
     */
    public static Builder builder(Dataset training) {
        return builder().training(training);
    }

    /** Collects what is examined, and examines it. Not thread-safe. */
    public static final class Builder {
        private @Nullable ExaminedSet training;
        private @Nullable ExaminedSet validation;
        private @Nullable ExaminedSet evaluation;
        private @Nullable List<Topic> topics;
        private double likeness = 0.7;
        private boolean showValues;
        private int maxFindingsKept = 10_000;
        private @Nullable ProgressListener progress;

        private Builder() {}

        /**
         * Sets the training data.
         *
         * @param data in any format
         * @return this builder
         */
        public Builder training(Dataset data) {
            this.training = ExaminedSet.of(TRAINING, data);
            return this;
        }

        /**
         * Sets the validation data.
         *
         * @param data in any format
         * @return this builder
         */
        public Builder validation(Dataset data) {
            this.validation = ExaminedSet.of(VALIDATION, data);
            return this;
        }

        /**
         * Sets the evaluation data.
         *
         * @param data in any format
         * @return this builder
         */
        public Builder evaluation(Dataset data) {
            this.evaluation = ExaminedSet.of(EVALUATION, data);
            return this;
        }

        /**
         * Sets the evaluation questions. Their expected answers are examined where there are any.
         *
         * @param evaluation the questions
         * @return this builder
         */
        public Builder questions(List<Question> evaluation) {
            this.evaluation = ExaminedSet.of(EVALUATION, List.copyOf(evaluation));
            return this;
        }

        /**
         * Sets the topics whose coverage is wanted. Without them they are the names in the evaluation questions, or,
         * without those, in the questions of the data.
         *
         * @param names each with at least one letter or digit
         * @return this builder
         */
        public Builder topics(List<String> names) {
            List<Topic> given = new ArrayList<>();
            for (String name : names) {
                if (NormalForm.of(name).isEmpty()) {
                    throw InvalidInputException.of(
                            "topics has a name without letters and digits: \"" + name + "\".",
                            "correct the named settings.");
                }
                given.add(Topic.of(name.strip()));
            }
            this.topics = given;
            return this;
        }

        /**
         * Appends a topic that is told by a pattern of one's own.
         *
         * @param name what to call it
         * @param pattern what names it, looked for in the text as it is written
         * @return this builder
         */
        public Builder addTopic(String name, Pattern pattern) {
            List<Topic> more = new ArrayList<>(topics == null ? List.of() : topics);
            more.add(Topic.of(name, pattern));
            this.topics = more;
            return this;
        }

        /**
         * Sets from which Jaccard similarity on two texts are nearly the same.
         *
         * @param likeness 0.5 to 1; 0.7 unless set
         * @return this builder
         */
        public Builder nearFrom(double likeness) {
            this.likeness = likeness;
            return this;
        }

        /**
         * Keeps personal data and secrets in the report as they are, instead of masked. They stay out of every message.
         *
         * @return this builder
         */
        public Builder showValues() {
            this.showValues = true;
            return this;
        }

        /**
         * Sets how many findings of each kind the report keeps. All of them are counted.
         *
         * @param findings from 1; 10,000 unless set
         * @return this builder
         */
        public Builder maxFindingsKept(int findings) {
            this.maxFindingsKept = findings;
            return this;
        }

        /**
         * Sets who hears how many records have been examined.
         *
         * @param listener the listener
         * @return this builder
         */
        public Builder progress(ProgressListener listener) {
            this.progress = listener;
            return this;
        }

        /**
         * Examines the sets.
         *
         * @return what was found
         * @throws InvalidInputException if there is no set, a setting is wrong, or a file cannot be read or holds a record
         *     that is broken
         * @throws CancelledException if the thread is interrupted
         */
        public QualityReport examine() {
            List<ExaminedSet> sets = Stream.of(evaluation, validation, training)
                    .flatMap(Stream::ofNullable)
                    .toList();
            List<String> problems = new ArrayList<>();
            if (sets.isEmpty()) {
                problems.add("training, validation and evaluation are all missing");
            }
            if (!(likeness >= 0.5 && likeness <= 1)) {
                problems.add("nearFrom must be between 0.5 and 1 (was " + likeness + ")");
            }
            if (maxFindingsKept < 1) {
                problems.add("maxFindingsKept must be greater than 0 (was " + maxFindingsKept + ")");
            }
            if (!problems.isEmpty()) {
                throw InvalidInputException.of(problems, "correct the named settings.");
            }
            return new Examination(
                            new Examination.Settings(sets, topics, likeness, showValues, maxFindingsKept, progress))
                    .run();
        }
    }
}
