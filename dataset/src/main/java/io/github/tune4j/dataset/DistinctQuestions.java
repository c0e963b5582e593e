package io.github.tune4j.dataset;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Questions of which no two are the same: not in other case, width or punctuation, and not nearly so. Nearly means that
 * of all runs of five characters in both, four fifths are in both (Jaccard); this serves languages without spaces too.
 */
final class DistinctQuestions {
    private static final int RUN = 5;
    private static final double NEARLY = 0.8;

    private final Set<String> plain = new HashSet<>();
    private final List<Set<String>> runs = new ArrayList<>();

    /** Takes a question in, unless there is one like it. */
    boolean add(String question) {
        String text = plain(question);
        if (text.isEmpty() || plain.contains(text)) {
            return false;
        }
        Set<String> own = runs(text);
        if (runs.stream().anyMatch(other -> nearlySame(own, other))) {
            return false;
        }
        plain.add(text);
        runs.add(own);
        return true;
    }

    private static String plain(String question) {
        return Normalizer.normalize(question, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}]+", "");
    }

    private static Set<String> runs(String text) {
        Set<String> runs = new HashSet<>();
        for (int i = 0; i + RUN <= text.length(); i++) {
            runs.add(text.substring(i, i + RUN));
        }
        return runs;
    }

    private static boolean nearlySame(Set<String> left, Set<String> right) {
        int smaller = Math.min(left.size(), right.size());
        int larger = Math.max(left.size(), right.size());
        if (smaller < NEARLY * larger) {
            return false;
        }
        long both = left.stream().filter(right::contains).count();
        return both >= NEARLY * (left.size() + right.size() - both);
    }
}
