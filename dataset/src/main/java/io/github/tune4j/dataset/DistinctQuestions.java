package io.github.tune4j.dataset;

import io.github.tune4j.text.Fingerprint;
import io.github.tune4j.text.LikenessIndex;
import io.github.tune4j.text.NormalForm;
import io.github.tune4j.text.Shingles;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Questions of which no two are the same: not in other case, width or punctuation, and not nearly so. Nearly means that
 * of all runs of five characters in both, four fifths are in both (Jaccard); this serves languages without spaces too.
 */
final class DistinctQuestions {
    private static final double NEARLY = 0.8;

    private final Set<String> keys = new HashSet<>();
    private final List<Shingles> shingles = new ArrayList<>();
    private final LikenessIndex index = new LikenessIndex(NEARLY);

    /** Takes a question in, unless there is one like it. */
    boolean add(String question) {
        String key = NormalForm.key(NormalForm.of(question));
        if (key.isEmpty() || keys.contains(key)) {
            return false;
        }
        Shingles own = Shingles.of(key);
        Fingerprint fingerprint = Fingerprint.of(key);
        for (int candidate : index.candidates(fingerprint)) {
            if (own.jaccard(shingles.get(candidate)) >= NEARLY) {
                return false;
            }
        }
        keys.add(key);
        shingles.add(own);
        index.add(fingerprint);
        return true;
    }
}
