package io.github.tune4j.evaluation.metric;

/** The longest sequence of tokens that two texts have in common, in order but not necessarily side by side. */
final class CommonSubsequence {
    private static final int BLOCK = Long.SIZE;

    private CommonSubsequence() {}

    /**
     * Its length, 64 reference tokens at a time.
     *
     * <p>Bit-parallel recurrence of H. Hyyrö, "Bit-parallel LCS-length computation revisited" (2004): a bit of
     * {@code open} turns to zero where the common subsequence grows by one.
     *
     * @param reference tokens as numbers below {@code vocabulary}
     * @param prediction tokens as numbers below {@code vocabulary}
     * @param vocabulary how many different tokens there are
     */
    static int length(int[] reference, int[] prediction, int vocabulary) {
        long[] places = new long[vocabulary];
        byte[] carries = new byte[prediction.length];
        int length = 0;
        for (int from = 0; from < reference.length; from += BLOCK) {
            int to = Math.min(from + BLOCK, reference.length);
            for (int i = from; i < to; i++) {
                places[reference[i]] |= 1L << i;
            }
            long open = -1L;
            for (int i = 0; i < prediction.length; i++) {
                long place = places[prediction[i]];
                long added = open & place;
                long sum = open + added + carries[i];
                carries[i] = (byte) ((added | (open & ~sum)) >>> 63);
                open = sum | (open & ~place);
            }
            length += Long.bitCount(~open);
            for (int i = from; i < to; i++) {
                places[reference[i]] = 0;
            }
        }
        return length;
    }

    /**
     * Marks the reference's tokens that belong to one of the longest common subsequences: the one that is found by
     * walking back from the end, where both ways are equally good first through the reference, as rouge_score does.
     */
    static void mark(int[] reference, int[] prediction, boolean[] marks) {
        int width = prediction.length + 1;
        int[] lengths = new int[(reference.length + 1) * width];
        for (int i = 1; i <= reference.length; i++) {
            int row = i * width;
            for (int j = 1; j < width; j++) {
                lengths[row + j] = reference[i - 1] == prediction[j - 1]
                        ? lengths[row - width + j - 1] + 1
                        : Math.max(lengths[row - width + j], lengths[row + j - 1]);
            }
        }
        int i = reference.length;
        int j = prediction.length;
        while (i > 0 && j > 0) {
            if (reference[i - 1] == prediction[j - 1]) {
                marks[--i] = true;
                j--;
            } else if (lengths[i * width + j - 1] > lengths[(i - 1) * width + j]) {
                j--;
            } else {
                i--;
            }
        }
    }
}
