package io.github.tune4j.text;

import java.util.Arrays;

/**
 * All runs of five code points of a normal form; a shorter one is a single run. Kept as numbers of 64 bits: that two
 * different runs share one has a probability of about 5e-20. Immutable.
 */
public final class Shingles {
    static final int LENGTH = 5;
    private static final long FACTOR = 0x9E3779B97F4A7C15L;

    private final long[] ascending;

    private Shingles(long[] ascending) {
        this.ascending = ascending;
    }

    /** The runs of a normal form; none of an empty one. */
    public static Shingles of(String normalForm) {
        long[] runs = runs(normalForm);
        Arrays.sort(runs);
        int distinct = 0;
        for (int i = 0; i < runs.length; i++) {
            if (i == 0 || runs[i] != runs[i - 1]) {
                runs[distinct++] = runs[i];
            }
        }
        return new Shingles(Arrays.copyOf(runs, distinct));
    }

    /** How many different runs there are. */
    public int size() {
        return ascending.length;
    }

    /** The Jaccard similarity: of the runs in either text, the share that is in both. 1 for two empty texts. */
    public double jaccard(Shingles other) {
        int both = 0;
        int left = 0;
        int right = 0;
        while (left < ascending.length && right < other.ascending.length) {
            int order = Long.compare(ascending[left], other.ascending[right]);
            both += order == 0 ? 1 : 0;
            left += order <= 0 ? 1 : 0;
            right += order >= 0 ? 1 : 0;
        }
        int either = ascending.length + other.ascending.length - both;
        return either == 0 ? 1 : (double) both / either;
    }

    /** A number for each run, in order, repeated ones too. */
    static long[] runs(String normalForm) {
        int[] points = points(normalForm);
        if (points.length == 0) {
            return new long[0];
        }
        long[] runs = new long[Math.max(1, points.length - LENGTH + 1)];
        for (int i = 0; i < runs.length; i++) {
            long run = Math.min(LENGTH, points.length);
            for (int k = i; k < Math.min(i + LENGTH, points.length); k++) {
                run = run * FACTOR + points[k];
            }
            runs[i] = mixed(run);
        }
        return runs;
    }

    /** Whether a text is no shorter than a run. */
    static boolean hasFullRun(String normalForm) {
        return normalForm.length() >= 2 * LENGTH || normalForm.codePointCount(0, normalForm.length()) >= LENGTH;
    }

    private static int[] points(String text) {
        int[] points = new int[text.length()];
        int count = 0;
        for (int i = 0; i < text.length(); count++) {
            points[count] = text.codePointAt(i);
            i += Character.charCount(points[count]);
        }
        return count == points.length ? points : Arrays.copyOf(points, count);
    }

    /** Spreads a number over all 64 bits, one to one. */
    static long mixed(long number) {
        long mixed = (number ^ number >>> 33) * 0xFF51AFD7ED558CCDL;
        mixed = (mixed ^ mixed >>> 33) * 0xC4CEB9FE1A85EC53L;
        return mixed ^ mixed >>> 33;
    }
}
