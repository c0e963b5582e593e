package io.github.tune4j.dataset.quality;

import io.github.tune4j.run.ReportSection.Severity;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something to look at in a data set.
 *
 * @param kind what it is
 * @param severity how bad it is
 * @param places the record, or the two records, as {@code training:3}: the set and the record's number from 1; none for
 *     a topic
 * @param side which part of the record; null when it is about the whole
 * @param likeness how alike two records are; null when the finding is about one
 * @param type of personal data or a secret its type, otherwise null
 * @param value of personal data or a secret the value, masked unless the doctor was told to show values; otherwise null
 * @param problem what is the matter; never quotes personal data or secrets
 * @param remedy what to do about it
 */
public record Finding(
        Kind kind,
        Severity severity,
        List<String> places,
        @Nullable Side side,
        @Nullable Likeness likeness,
        @Nullable String type,
        @Nullable String value,
        String problem,
        String remedy) {

    /**
     * Copies the list.
     *
     * @param kind what it is
     * @param severity how bad it is
     * @param places the record or the two records
     * @param side which part of the record; null when it is about the whole
     * @param likeness how alike two records are; null when the finding is about one
     * @param type of personal data or a secret its type, otherwise null
     * @param value of personal data or a secret the value, otherwise null
     * @param problem what is the matter
     * @param remedy what to do about it
     */
    public Finding {
        places = List.copyOf(places);
    }

    /** What can be the matter. */
    public enum Kind {
        /** Two records of one set are the same but for case, width, spaces and punctuation. */
        DUPLICATE("duplicate"),
        /** Two records of one set are nearly the same. */
        NEAR_DUPLICATE("duplicate"),
        /** A question or an answer stands in two sets, the same or nearly so. */
        LEAK("leak"),
        /** One question has two answers that say different things. */
        INCONSISTENT("contradiction"),
        /** A question or an answer holds nothing. */
        EMPTY("empty_answer"),
        /** An answer is a stand-in such as "TODO". */
        PLACEHOLDER("placeholder_answer"),
        /** An answer refuses to answer. */
        REFUSAL("refusal"),
        /** An answer breaks off. */
        TRUNCATED("truncated_answer"),
        /** An answer is a word or two, where most are not. */
        SHORT("short_answer"),
        /** A question or an answer is much longer or shorter than the others. */
        OUTLIER("length_outlier"),
        /** An answer is in another language than its question. */
        LANGUAGE("language_mismatch"),
        /** Personal data. */
        PERSONAL_DATA("pii"),
        /** A key that opens something. */
        SECRET("pii"),
        /** A topic of which the data says little. */
        THIN_TOPIC("thin_topic");

        private final String id;

        Kind(String id) {
            this.id = id;
        }

        /**
         * What it is called in JSON. Near duplicates are duplicates there, and secrets are personal data: level and type
         * tell them apart.
         *
         * @return its name in lower case
         */
        public String id() {
            return id;
        }

        boolean relation() {
            return this == DUPLICATE || this == NEAR_DUPLICATE || this == LEAK || this == INCONSISTENT;
        }
    }

    /** Which part of a record. */
    public enum Side {
        /** The system prompt. */
        SYSTEM,
        /** What the user says; of several turns all of them. */
        QUESTION,
        /** What the assistant says; of several turns all of them. */
        ANSWER,
        /** Question and answer together. */
        RECORD
    }

    /** How two texts are alike. */
    public enum Level {
        /** Character for character. */
        EXACT,
        /** But for case, width, spaces and punctuation. */
        NORMALISED,
        /** By their similarity. */
        NEAR
    }

    /**
     * How alike two texts are.
     *
     * @param level in which way; of two answers to one question, in which way their questions are the same
     * @param jaccard of all runs of five characters in the normal form of either text, the share that is in both; 0 to 1
     */
    public record Likeness(Level level, double jaccard) {}

    /**
     * How alike the two records are.
     *
     * @return nothing when the finding is about one record
     */
    public Optional<Likeness> alike() {
        return Optional.ofNullable(likeness);
    }

    @Override
    public String toString() {
        return (places.isEmpty() ? "" : String.join(" and ", places) + ": ") + problem + " To fix: " + remedy;
    }
}
