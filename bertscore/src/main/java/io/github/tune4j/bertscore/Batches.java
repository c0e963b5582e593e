package io.github.tune4j.bertscore;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Puts texts of about the same length together, the longest first. Not the number of texts counts but their tokens: on a
 * processor padding costs as much as text, and large batches gain little.
 */
final class Batches {
    private static final int TOKENS = 512;
    private static final double PADDED = 1.1;

    private Batches() {}

    /** The texts' numbers by batch. */
    static List<List<Integer>> of(TextTokenizer.Tokens[] texts) {
        List<Integer> byLength = IntStream.range(0, texts.length)
                .boxed()
                .sorted(Comparator.comparingInt((Integer i) -> texts[i].ids().length)
                        .reversed())
                .toList();
        List<List<Integer>> batches = new ArrayList<>();
        int longest = 0;
        int tokens = 0;
        for (int text : byLength) {
            int length = texts[text].ids().length;
            int padded =
                    batches.isEmpty() ? 0 : (batches.get(batches.size() - 1).size() + 1) * longest;
            if (batches.isEmpty() || padded > TOKENS || padded > PADDED * (tokens + length)) {
                batches.add(new ArrayList<>());
                longest = length;
                tokens = 0;
            }
            batches.get(batches.size() - 1).add(text);
            tokens += length;
        }
        return batches;
    }
}
