package io.github.tune4j.testkit.standin;

/**
 * Ends a training whose validation loss no longer falls: an epoch that is not better than the best so far by more than
 * {@code threshold} is one without progress, and after {@code patience} of them in a row the training ends.
 *
 * @param threshold the least gain that counts
 * @param patience how many epochs without progress, from 1
 */
public record EarlyStopping(double threshold, int patience) {
    /** Watches one training. */
    final class Watch {
        private double best = Double.POSITIVE_INFINITY;
        private int without;

        /** Takes an epoch's loss; whether training ends here. */
        boolean ends(double loss) {
            if (loss < best - threshold) {
                best = loss;
                without = 0;
                return false;
            }
            return ++without >= patience;
        }
    }
}
