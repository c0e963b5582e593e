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

    /** No row is longer than it says here. */
    private final double[] longest = new double[ROWS];

    private Tower(float[][] moved) {
        this.moved = moved;
        Arrays.fill(longest, 1.001);
    }

    /** The fixed random projection. */
    static Tower untrained() {
        return new Tower(new float[ROWS][]);
    }

    /** One that can be trained further and leaves this one as it is. */
    Tower copy() {
        float[][] copy = new float[ROWS][];
        Arrays.setAll(copy, row -> moved[row] == null ? null : moved[row].clone());
        Tower tower = new Tower(copy);
        System.arraycopy(longest, 0, tower.longest, 0, ROWS);
        return tower;
    }

    /** The weighted sum of a text's rows. */
    float[] embed(Bag bag) {
        float[] sum = new float[SIZE];
        float[] start = new float[SIZE];
        for (int i = 0; i < bag.rows().length; i++) {
            float[] vector = moved[bag.rows()[i]];
            if (vector == null) {
                fill(start, bag.rows()[i]);
                vector = start;
            }
            add(sum, vector, (float) bag.weights()[i]);
        }
        return sum;
    }

    /** Moves a text's rows in a direction. */
    void move(Bag bag, float[] direction, double by) {
        double length = Math.abs(by) * length(direction);
        for (int i = 0; i < bag.rows().length; i++) {
            int row = bag.rows()[i];
            if (moved[row] == null) {
                moved[row] = new float[SIZE];
                fill(moved[row], row);
            }
            add(moved[row], direction, (float) (by * bag.weights()[i]));
            longest[row] += length * bag.weights()[i];
            if (longest[row] > LONGEST_ROW) {
                shorten(row);
            }
        }
    }

    private void shorten(int row) {
        double length = length(moved[row]);
        if (length > LONGEST_ROW) {
            float shrink = (float) (LONGEST_ROW / length);
            for (int k = 0; k < SIZE; k++) {
                moved[row][k] *= shrink;
            }
        }
        longest[row] = Math.min(length, LONGEST_ROW);
    }

    /** Adds so many times a vector to a sum. */
    static void add(float[] sum, float[] vector, float times) {
        for (int k = 0; k < SIZE; k++) {
            sum[k] += times * vector[k];
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

    static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int k = 0; k < SIZE; k++) {
            sum += (double) a[k] * b[k];
        }
        return sum;
    }

    private static double length(float[] vector) {
        return StrictMath.sqrt(dot(vector, vector));
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
            tower.longest[row] = LONGEST_ROW;
        }
        return tower;
    }
}
