package io.github.tune4j.testkit.standin;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How much of two texts is the same: their words, function words left out; in scripts without spaces, pairs of letters.
 *
 * @param same words that both have
 * @param answer words of the first
 * @param reference words of the second
 */
record Overlap(int same, int answer, int reference) {
    static Overlap of(String answer, String reference) {
        List<String> a = terms(answer);
        List<String> b = terms(reference);
        Map<String, Integer> left = new HashMap<>();
        b.forEach(term -> left.merge(term, 1, Integer::sum));
        int same = 0;
        for (String term : a) {
            if (left.merge(term, -1, Integer::sum) >= 0) {
                same++;
            }
        }
        return new Overlap(same, a.size(), b.size());
    }

    /** The harmonic mean of precision and recall, 0 (nothing) to 1 (the same). */
    double f1() {
        return answer + reference == 0 ? 1 : 2.0 * same / (answer + reference);
    }

    /** The part of the first text that the second has, 0 to 1. */
    double precision() {
        return answer == 0 ? 0 : (double) same / answer;
    }

    private static List<String> terms(String text) {
        List<String> words = Words.of(text);
        List<String> terms = new ArrayList<>();
        String letter = null;
        for (String word : words) {
            boolean unspaced = Words.unspaced(word.codePointAt(0));
            if (unspaced && letter != null && !(Words.isFunctionWord(word) && Words.isFunctionWord(letter))) {
                terms.add(letter + word);
            } else if (!unspaced && !Words.isFunctionWord(word)) {
                terms.add(word);
            }
            letter = unspaced ? word : null;
        }
        return terms.isEmpty() ? words : terms;
    }
}
