package io.github.tune4j.dataset.quality;

import io.github.tune4j.dataset.quality.Finding.Side;
import io.github.tune4j.text.Fingerprint;
import io.github.tune4j.text.LikenessIndex;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which pairs of records may be alike, by their fingerprints. Sets come one after another; each is compared with itself
 * and with those before it. Not thread-safe.
 */
final class Suspects {
    /** An answer as short as "Yes." stands in many records without having been copied. */
    private static final int LEAST_WEIGHT_OF_COPIED_ANSWER = 20;

    private final double likeness;
    private final List<Indexed> before = new ArrayList<>();
    private final List<Pair> pairs = new ArrayList<>();
    private Indexed current;

    /**
     * Two records that may be alike.
     *
     * @param side question or answer for records of two sets; record for those of one
     * @param left the record of the set that came later, or the later record of the same set
     */
    record Pair(Side side, int leftSet, int left, int rightSet, int right) {}

    /** One set's texts, by number in the index and by number in the file. */
    private static final class Indexed {
        final LikenessIndex questions;
        final LikenessIndex answers;
        final LikenessIndex records;
        final Ints questionNumbers = new Ints();
        final Ints answerNumbers = new Ints();
        final Ints recordNumbers = new Ints();
        final Map<Long, List<Integer>> sameQuestion = new HashMap<>();

        Indexed(double likeness) {
            this.questions = new LikenessIndex(likeness);
            this.answers = new LikenessIndex(likeness);
            this.records = new LikenessIndex(likeness);
        }
    }

    Suspects(double likeness) {
        this.likeness = likeness;
        this.current = new Indexed(likeness);
    }

    /** The records that follow belong to another set. */
    void nextSet() {
        before.add(current);
        current = new Indexed(likeness);
    }

    /**
     * Compares a record with those that came before it.
     *
     * @param last whether no other set will come, so that this one need not be found by others
     */
    void add(Observation record, boolean last) {
        inside(record);
        Fingerprint question = record.question().fingerprint();
        Fingerprint answer = record.answer() == null || record.answer().weight() < LEAST_WEIGHT_OF_COPIED_ANSWER
                ? null
                : record.answer().fingerprint();
        for (int set = 0; set < before.size(); set++) {
            Indexed other = before.get(set);
            if (question != null) {
                for (int candidate : other.questions.candidates(question)) {
                    pairs.add(new Pair(
                            Side.QUESTION, before.size(), record.number(), set, other.questionNumbers.get(candidate)));
                }
            }
            if (answer != null) {
                for (int candidate : other.answers.candidates(answer)) {
                    pairs.add(new Pair(
                            Side.ANSWER, before.size(), record.number(), set, other.answerNumbers.get(candidate)));
                }
            }
        }
        if (!last && question != null) {
            current.questions.add(question);
            current.questionNumbers.add(record.number());
        }
        if (!last && answer != null) {
            current.answers.add(answer);
            current.answerNumbers.add(record.number());
        }
    }

    private void inside(Observation record) {
        Set<Integer> others = new HashSet<>();
        if (record.record() != null) {
            for (int candidate : current.records.candidates(record.record())) {
                others.add(current.recordNumbers.get(candidate));
            }
            current.records.add(record.record());
            current.recordNumbers.add(record.number());
        }
        Fingerprint question = record.question().fingerprint();
        if (question != null && record.answer() != null) {
            List<Integer> same = current.sameQuestion.computeIfAbsent(question.key(), k -> new ArrayList<>(1));
            others.addAll(same);
            if (same.size() < LikenessIndex.MOST_NAMED) {
                same.add(record.number());
            }
        }
        others.forEach(other -> pairs.add(new Pair(Side.RECORD, before.size(), record.number(), before.size(), other)));
    }

    List<Pair> pairs() {
        return pairs;
    }
}
