package io.github.tune4j.dataset;

import io.github.tune4j.text.Fingerprint;
import io.github.tune4j.text.LikenessIndex;
import io.github.tune4j.text.NormalForm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Puts records together that are nearly the same: on the question's side, the answer's, or as a whole. */
final class Alikeness {
    private static final double LIKENESS = 0.7;

    /** A shorter answer is a label or a yes, which different questions may well share. */
    private static final int SHORTEST_ANSWER = 80;

    private final Side questions = new Side();
    private final Side answers = new Side();
    private final Side wholes = new Side();
    private int[] parents = new int[16];
    private int records;

    /** Texts of one side, each with the record it belongs to. */
    private static final class Side {
        final LikenessIndex index = new LikenessIndex(LIKENESS);
        final List<Integer> records = new ArrayList<>();
    }

    void add(RecordTexts texts) {
        addAlone();
        add(questions, texts.questionForm());
        if (texts.answerForm().length() >= SHORTEST_ANSWER) {
            add(answers, texts.answerForm());
        }
        add(wholes, NormalForm.joined(texts.questionForm(), texts.answerForm()));
    }

    /** A record that belongs to no other. */
    void addAlone() {
        if (records == parents.length) {
            parents = Arrays.copyOf(parents, records * 2);
        }
        parents[records] = records;
        records++;
    }

    private void add(Side side, String normalForm) {
        if (normalForm.isEmpty()) {
            return;
        }
        Fingerprint text = Fingerprint.of(normalForm);
        for (int candidate : side.index.candidates(text)) {
            join(side.records.get(candidate), records - 1);
        }
        side.index.add(text);
        side.records.add(records - 1);
    }

    private void join(int left, int right) {
        int first = root(left);
        int second = root(right);
        parents[Math.max(first, second)] = Math.min(first, second);
    }

    private int root(int record) {
        int root = record;
        while (parents[root] != root) {
            parents[root] = parents[parents[root]];
            root = parents[root];
        }
        return root;
    }

    /** For each record the first record of its group. */
    int[] groups() {
        int[] groups = new int[records];
        Arrays.setAll(groups, this::root);
        return groups;
    }
}
