package io.github.tune4j.testkit.standin;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * An embedding table: a vector for each row of features. Every table starts from the same fixed random projection, so that texts
 * with words in common are near each other before anything is learned; only rows that training has moved are held.
 */
final class Tower {
    /** How many rows features are hashed into; a power of two. */
    static final int ROWS = 1 << 16;

    /** The length of a vector. */
    static final int SIZE = 128;

    /** A row grows no longer than this, whatever the learning rate: it starts with length 1. */
    private static final double LONGEST_ROW = 3;

    private static final float START = (float) (1 / StrictMath.sqrt(SIZE));

    private final float[][] moved;

    private Tower(float[][] moved) {
        this.moved = moved;
    }

    /** The fixed random projection. */
    static Tower untrained() {
        return new Tower(new float[ROWS][]);
    }

    /** One that can be trained further and leaves this one as it is. */
    Tower copy() {
        float[][] copy = new float[ROWS][];
        Arrays.setAll(copy, row -> moved[row] == null ? null : moved[row].clone());
        return new Tower(copy);
    }

    /** The weighted sum of a text's rows. */
    double[] embed(Bag bag) {
        double[] sum = new double[SIZE];
        float[] start = new float[SIZE];
        for (int i = 0; i < bag.rows().length; i++) {
            float[] vector = moved[bag.rows()[i]];
            if (vector == null) {
                fill(start, bag.rows()[i]);
                vector = start;
            }
            double weight = bag.weights()[i];
            for (int k = 0; k < SIZE; k++) {
                sum[k] += weight * vector[k];
            }
        }
        return sum;
    }

    /** Moves a text's rows in a direction. */
    void move(Bag bag, double[] direction, double by) {
        for (int i = 0; i < bag.rows().length; i++) {
            int row = bag.rows()[i];
            if (moved[row] == null) {
                moved[row] = new float[SIZE];
                fill(moved[row], row);
            }
            move(moved[row], direction, by * bag.weights()[i]);
        }
    }

    private static void move(float[] vector, double[] direction, double by) {
        double squares = 0;
        for (int k = 0; k < SIZE; k++) {
            vector[k] += (float) (by * direction[k]);
            squares += (double) vector[k] * vector[k];
        }
        if (squares > LONGEST_ROW * LONGEST_ROW) {
            double shrink = LONGEST_ROW / StrictMath.sqrt(squares);
            for (int k = 0; k < SIZE; k++) {
                vector[k] *= (float) shrink;
            }
        }
    }

    private static void fill(float[] vector, int row) {
        for (int k = 0; k < SIZE; k += Long.SIZE) {
            long signs = mix((long) row * SIZE + k + 1);
            for (int bit = 0; bit < Long.SIZE; bit++) {
                vector[k + bit] = (signs >>> bit & 1) == 0 ? START : -START;
            }
        }
    }

    /** SplitMix64's finalizer: spreads the bits of a number evenly. */
    static long mix(long z) {
        z += 0x9e3779b97f4a7c15L;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < SIZE; k++) {
            sum += a[k] * b[k];
        }
        return sum;
    }

    void writeTo(DataOutputStream out) throws IOException {
        for (int row = 0; row < ROWS; row++) {
            if (moved[row] != null) {
                out.writeInt(row);
                for (float value : moved[row]) {
                    out.writeFloat(value);
                }
            }
        }
        out.writeInt(-1);
    }

    static Tower read(DataInputStream in) throws IOException {
        Tower tower = untrained();
        for (int row = in.readInt(); row >= 0; row = in.readInt()) {
            tower.moved[row] = new float[SIZE];
            for (int k = 0; k < SIZE; k++) {
                tower.moved[row][k] = in.readFloat();
            }
        }
        return tower;
    }
}
