package io.github.tune4j.dataset.quality;

import io.github.tune4j.dataset.quality.Comparison.Read;
import io.github.tune4j.dataset.quality.ExaminedSet.Entry;
import io.github.tune4j.dataset.quality.Finding.Side;
import io.github.tune4j.dataset.quality.Suspects.Pair;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Reads the records that may be alike once more and compares them. As many as fit into 32 million characters are in
 * memory at a time.
 */
final class RelationCheck {
    private static final long MOST_CHARACTERS = 32_000_000;
    private static final int PAIRS_A_TASK = 64;

    private final List<ExaminedSet> sets;
    private final List<SetChart> charts;
    private final Comparison comparison;

    RelationCheck(List<ExaminedSet> sets, List<SetChart> charts, double likeness) {
        this.sets = sets;
        this.charts = charts;
        this.comparison = new Comparison(likeness);
    }

    /** Hands over what is confirmed, ordered by set and record. */
    void check(List<Pair> suspects, Consumer<Finding> found) {
        List<Pair> pairs = new ArrayList<>(suspects);
        // What came earlier is the validation or evaluation of what came later, and stands on the right.
        pairs.sort(Comparator.comparingInt((Pair p) -> -p.rightSet())
                .thenComparingInt(p -> -p.leftSet())
                .thenComparing(Pair::side)
                .thenComparingInt(p -> Math.min(p.left(), p.right()))
                .thenComparingInt(p -> Math.max(p.left(), p.right())));
        for (int from = 0; from < pairs.size(); ) {
            int to = fitting(pairs, from);
            List<Pair> batch = pairs.subList(from, to);
            Map<Long, Read> records = read(batch);
            InOrder.each(
                    tasks(batch),
                    task -> task.stream()
                            .flatMap(p -> compare(p, records).stream())
                            .toList(),
                    findings -> findings.forEach(found),
                    sets.get(0).name());
            from = to;
        }
    }

    private Optional<Finding> compare(Pair pair, Map<Long, Read> records) {
        Read left = records.get(key(pair.leftSet(), pair.left()));
        Read right = records.get(key(pair.rightSet(), pair.right()));
        if (left == null || right == null) {
            return Optional.empty();
        }
        return pair.side() == Side.RECORD
                ? comparison.inside(right, left)
                : comparison.between(pair.side(), left, right);
    }

    private static Iterator<List<Pair>> tasks(List<Pair> pairs) {
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < pairs.size();
            }

            @Override
            public List<Pair> next() {
                int from = next;
                next = Math.min(pairs.size(), from + PAIRS_A_TASK);
                return pairs.subList(from, next);
            }
        };
    }

    /** Behind the last pair whose records fit into memory together with those before it; at least one. */
    private int fitting(List<Pair> pairs, int from) {
        Set<Long> records = new HashSet<>();
        long characters = 0;
        for (int i = from; i < pairs.size(); i++) {
            Pair pair = pairs.get(i);
            characters += records.add(key(pair.leftSet(), pair.left()))
                    ? charts.get(pair.leftSet()).characters(pair.left())
                    : 0;
            characters += records.add(key(pair.rightSet(), pair.right()))
                    ? charts.get(pair.rightSet()).characters(pair.right())
                    : 0;
            if (characters > MOST_CHARACTERS && i > from) {
                return i;
            }
        }
        return pairs.size();
    }

    private Map<Long, Read> read(List<Pair> pairs) {
        Map<Integer, Set<Integer>> wanted = new HashMap<>();
        for (Pair pair : pairs) {
            wanted.computeIfAbsent(pair.leftSet(), s -> new HashSet<>()).add(pair.left());
            wanted.computeIfAbsent(pair.rightSet(), s -> new HashSet<>()).add(pair.right());
        }
        Map<Long, Read> records = new HashMap<>();
        wanted.forEach((set, numbers) -> {
            try (Stream<Entry> entries = sets.get(set).reader().get()) {
                entries.filter(e -> numbers.contains(e.number()))
                        .forEach(e -> records.put(key(set, e.number()), Read.of(sets.get(set), e)));
            }
        });
        return records;
    }

    private static long key(int set, int number) {
        return (long) set << 32 | number;
    }
}
