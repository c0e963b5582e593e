package io.github.tune4j.evaluation.metric;

/**
 * ROUGE-Lsum of texts of several lines: for each line of the reference the union of its common subsequences with all
 * lines of the prediction, no word counted more often than either text has it.
 */
final class SummaryOverlap {
    private final int[] leftInPrediction;
    private final int[] leftInReference;

    /** For tokens numbered below {@code vocabulary}; good for one comparison. */
    SummaryOverlap(int vocabulary) {
        leftInPrediction = new int[vocabulary];
        leftInReference = new int[vocabulary];
    }

    PrecisionRecall compare(int[][] prediction, int[][] reference) {
        int predicted = count(prediction, leftInPrediction);
        int expected = count(reference, leftInReference);
        int hits = 0;
        for (int[] line : reference) {
            boolean[] common = new boolean[line.length];
            for (int[] candidate : prediction) {
                CommonSubsequence.mark(line, candidate, common);
            }
            for (int i = 0; i < line.length; i++) {
                int token = line[i];
                if (common[i] && leftInPrediction[token] > 0 && leftInReference[token] > 0) {
                    leftInPrediction[token]--;
                    leftInReference[token]--;
                    hits++;
                }
            }
        }
        return PrecisionRecall.of(hits, predicted, expected);
    }

    private static int count(int[][] lines, int[] counts) {
        int total = 0;
        for (int[] line : lines) {
            total += line.length;
            for (int token : line) {
                counts[token]++;
            }
        }
        return total;
    }
}
