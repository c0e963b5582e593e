package io.github.tune4j.text;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * What is kept of a text to find others like it: the least of its shingles under each of 128 orders (MinHash, Broder
 * 1997), half a kilobyte whatever its length. Immutable.
 */
public final class Fingerprint {
    static final int ORDERS = 128;

    private static final int[] FACTORS = new int[ORDERS];
    private static final int[] OFFSETS = new int[ORDERS];

    static {
        SplittableRandom random = new SplittableRandom(5);
        Arrays.setAll(FACTORS, k -> random.nextInt() | 1);
        Arrays.setAll(OFFSETS, k -> random.nextInt());
    }

    private final int[] least;
    private final long key;

    private Fingerprint(int[] least, long key) {
        this.least = least;
        this.key = key;
    }

    /** The fingerprint of a normal form that is not empty. */
    public static Fingerprint of(String normalForm) {
        int[] least = new int[ORDERS];
        Arrays.fill(least, Integer.MAX_VALUE);
        for (long run : Shingles.runs(normalForm)) {
            lower(least, (int) (run >>> 32));
        }
        return new Fingerprint(least, keyNumber(normalForm));
    }

    /**
     * The fingerprint of two texts together, from their normal forms and fingerprints.
     *
     * @param leftForm a normal form that is not empty
     * @param rightForm another one
     */
    public static Fingerprint joined(String leftForm, Fingerprint left, String rightForm, Fingerprint right) {
        String form = NormalForm.joined(leftForm, rightForm);
        if (!Shingles.hasFullRun(leftForm) || !Shingles.hasFullRun(rightForm)) {
            return of(form);
        }
        int[] least = new int[ORDERS];
        for (int k = 0; k < ORDERS; k++) {
            least[k] = Math.min(left.least[k], right.least[k]);
        }
        int seam = leftForm.length();
        int from = leftForm.offsetByCodePoints(seam, 1 - Shingles.LENGTH);
        int to = form.offsetByCodePoints(form.length() - rightForm.length(), Shingles.LENGTH - 1);
        for (long run : Shingles.runs(form.substring(from, to))) {
            lower(least, (int) (run >>> 32));
        }
        return new Fingerprint(least, keyNumber(form));
    }

    /** Apart and without a branch, so that it becomes vector instructions. */
    private static void lower(int[] least, int run) {
        for (int k = 0; k < ORDERS; k++) {
            least[k] = Math.min(least[k], run * FACTORS[k] + OFFSETS[k]);
        }
    }

    private static long keyNumber(String normalForm) {
        long number = 0;
        for (int i = 0; i < normalForm.length(); i++) {
            char c = normalForm.charAt(i);
            if (c != ' ') {
                number = (number ^ c) * 0x9E3779B97F4A7C15L;
                number ^= number >>> 29;
            }
        }
        return Shingles.mixed(number);
    }

    /** An estimate of the Jaccard similarity; its standard error is at most 0.045. */
    public double likeness(Fingerprint other) {
        int equal = 0;
        for (int k = 0; k < ORDERS; k++) {
            equal += least[k] == other.least[k] ? 1 : 0;
        }
        return (double) equal / ORDERS;
    }

    /** A number that texts share when they are the same but for what does not matter. */
    public long key() {
        return key;
    }

    int least(int order) {
        return least[order];
    }
}
