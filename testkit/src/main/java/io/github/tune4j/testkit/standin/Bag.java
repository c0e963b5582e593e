package io.github.tune4j.testkit.standin;

/**
 * A text as the model sees it: which rows of an embedding table it has, and how much of each. The weights have length 1.
 *
 * @param rows ascending
 * @param weights of the rows
 */
record Bag(int[] rows, double[] weights) {
    /** How alike two texts are before anything is learned, 0 to 1. */
    double near(Bag other) {
        double sum = 0;
        for (int i = 0, j = 0; i < rows.length && j < other.rows.length; ) {
            if (rows[i] == other.rows[j]) {
                sum += weights[i++] * other.weights[j++];
            } else if (rows[i] < other.rows[j]) {
                i++;
            } else {
                j++;
            }
        }
        return sum;
    }
}
