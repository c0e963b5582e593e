package io.github.tune4j.dataset.quality;

import io.github.tune4j.dataset.quality.ExaminedSet.Entry;
import io.github.tune4j.dataset.quality.Finding.Kind;
import io.github.tune4j.dataset.quality.Finding.Level;
import io.github.tune4j.dataset.quality.Finding.Likeness;
import io.github.tune4j.dataset.quality.Finding.Side;
import io.github.tune4j.run.ReportSection.Severity;
import io.github.tune4j.text.NormalForm;
import io.github.tune4j.text.Shingles;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Compares two records text by text and says how they are related. */
final class Comparison {
    private static final Pattern DIGITS = Pattern.compile("\\p{N}+");

    private final double likeness;

    Comparison(double likeness) {
        this.likeness = likeness;
    }

    /** A record with its texts in normal form. */
    record Read(String place, Entry entry, String question, String answer) {
        static Read of(ExaminedSet set, Entry entry) {
            return new Read(
                    set.place(entry.number()),
                    entry,
                    NormalForm.of(entry.question()),
                    NormalForm.of(entry.answerOrNothing()));
        }

        String record() {
            return NormalForm.joined(question, answer);
        }
    }

    /** How two records of one set are related, if they are. */
    Optional<Finding> inside(Read left, Read right) {
        Likeness questions = likeness(left.entry.question(), right.entry.question(), left.question, right.question);
        Likeness answers =
                likeness(left.entry.answerOrNothing(), right.entry.answerOrNothing(), left.answer, right.answer);
        boolean sameQuestion = questions.level() != Level.NEAR && !left.question.isEmpty();
        if (sameQuestion && answers.level() != Level.NEAR) {
            Level level =
                    questions.level() == Level.EXACT && answers.level() == Level.EXACT ? Level.EXACT : Level.NORMALISED;
            return Optional.of(duplicate(Kind.DUPLICATE, left, right, new Likeness(level, jaccard(left, right))));
        }
        boolean answered = !left.answer.isEmpty() && !right.answer.isEmpty();
        if (sameQuestion && answered && (answers.jaccard() < likeness || onlyNumbersDiffer(left, right))) {
            return Optional.of(contradiction(left, right, new Likeness(questions.level(), answers.jaccard())));
        }
        double records = jaccard(left, right);
        return records < likeness
                ? Optional.empty()
                : Optional.of(duplicate(Kind.NEAR_DUPLICATE, left, right, new Likeness(Level.NEAR, records)));
    }

    /** Whether the question or answer of one set stands in the other. */
    Optional<Finding> between(Side side, Read left, Read right) {
        boolean question = side == Side.QUESTION;
        Likeness alike = question
                ? likeness(left.entry.question(), right.entry.question(), left.question, right.question)
                : likeness(left.entry.answerOrNothing(), right.entry.answerOrNothing(), left.answer, right.answer);
        if (alike.level() == Level.NEAR && alike.jaccard() < likeness) {
            return Optional.empty();
        }
        String name = question ? "question" : "answer";
        return Optional.of(new Finding(
                Kind.LEAK,
                Severity.ERROR,
                List.of(left.place, right.place),
                side,
                alike,
                null,
                null,
                switch (alike.level()) {
                    case EXACT -> "The " + name + " stands in both sets, word for word.";
                    case NORMALISED -> "The " + name + " stands in both sets but for case, spaces or punctuation.";
                    case NEAR ->
                        "The " + name + " stands in both sets with a few changes (Jaccard " + rounded(alike.jaccard())
                                + ").";
                },
                "take it out of one of them: what was trained on measures nothing."));
    }

    private static Finding duplicate(Kind kind, Read left, Read right, Likeness alike) {
        return new Finding(
                kind,
                Severity.WARNING,
                List.of(left.place, right.place),
                Side.RECORD,
                alike,
                null,
                null,
                switch (alike.level()) {
                    case EXACT -> "The records are the same.";
                    case NORMALISED -> "The records are the same but for case, spaces or punctuation.";
                    case NEAR -> "The records are nearly the same (Jaccard " + rounded(alike.jaccard()) + ").";
                },
                "keep one of them: what is repeated is learned more than once.");
    }

    private static Finding contradiction(Read left, Read right, Likeness alike) {
        return new Finding(
                Kind.INCONSISTENT,
                Severity.WARNING,
                List.of(left.place, right.place),
                Side.ANSWER,
                alike,
                null,
                null,
                "One question has two answers that differ (Jaccard " + rounded(alike.jaccard()) + ").",
                "see which is right and keep that one.");
    }

    private static Likeness likeness(String left, String right, String leftForm, String rightForm) {
        if (left.equals(right)) {
            return new Likeness(Level.EXACT, 1);
        }
        double jaccard = Shingles.of(leftForm).jaccard(Shingles.of(rightForm));
        boolean same = NormalForm.key(leftForm).equals(NormalForm.key(rightForm));
        return new Likeness(same ? Level.NORMALISED : Level.NEAR, jaccard);
    }

    private static double jaccard(Read left, Read right) {
        return Shingles.of(left.record()).jaccard(Shingles.of(right.record()));
    }

    /** Two answers that say the same of other numbers are alike and yet contradict each other. */
    private static boolean onlyNumbersDiffer(Read left, Read right) {
        return DIGITS.matcher(left.answer)
                .replaceAll("0")
                .equals(DIGITS.matcher(right.answer).replaceAll("0"));
    }

    private static String rounded(double jaccard) {
        return String.format(Locale.ROOT, "%.2f", jaccard);
    }
}
