package io.github.tune4j.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds, among texts that were added, those that may be like another one, without comparing it with all of them
 * (locality-sensitive hashing, Indyk and Motwani 1998). Two texts of a Jaccard similarity of 0.7 miss each other with a
 * probability of 2e-4, at 0.8 of 5e-8; those that differ in spaces and punctuation only never do. Whether texts are
 * alike is for {@link Shingles#jaccard} to say. Needs 1.6 to 2.4 kilobytes a text. Not thread-safe.
 */
public final class LikenessIndex {
    /** The most texts that are named as like one; a file full of the same text would otherwise give all pairs. */
    public static final int MOST_NAMED = 64;

    private static final int ROWS = 4;
    private static final int BANDS = Fingerprint.ORDERS / ROWS;

    /** One entry for each band and one for the key. */
    private static final int ENTRIES = BANDS + 1;

    /** Four standard errors and more below: an estimate that low is not that of a text that is alike. */
    private static final double ESTIMATE_MARGIN = 0.2;

    private final double likeness;
    private final List<Fingerprint> texts = new ArrayList<>();
    private long[] slots = new long[1 << 12];
    private int[] heads = new int[1 << 12];
    private int used;
    private int[] next = new int[ENTRIES * 16];
    private int[] seen = new int[16];
    private int question;

    /** An index of texts that are alike from this Jaccard similarity on, 0.5 to 1. */
    public LikenessIndex(double likeness) {
        this.likeness = likeness;
    }

    /** Adds a text and returns its number, counted from 0. */
    public int add(Fingerprint text) {
        int number = texts.size();
        texts.add(text);
        if (next.length < (number + 1) * ENTRIES) {
            next = Arrays.copyOf(next, next.length * 2);
            seen = Arrays.copyOf(seen, seen.length * 2);
        }
        for (int band = 0; band < ENTRIES; band++) {
            if (used * 2 >= slots.length) {
                grow();
            }
            int slot = slot(hash(text, band));
            if (heads[slot] == 0) {
                slots[slot] = hash(text, band);
                used++;
            }
            next[number * ENTRIES + band] = heads[slot];
            heads[slot] = number * ENTRIES + band + 1;
        }
        return number;
    }

    /**
     * The numbers of added texts that may be like this one, in ascending order; at most {@link #MOST_NAMED}, of more
     * than those the ones added last.
     */
    public int[] candidates(Fingerprint text) {
        int[] found = new int[MOST_NAMED];
        int count = 0;
        question++;
        for (int band = ENTRIES - 1; band >= 0 && count < MOST_NAMED; band--) {
            int entry = heads[slot(hash(text, band))];
            while (entry > 0 && count < MOST_NAMED) {
                int number = (entry - 1) / ENTRIES;
                if (seen[number] != question) {
                    seen[number] = question;
                    Fingerprint other = texts.get(number);
                    if (other.key() == text.key() || other.likeness(text) >= likeness - ESTIMATE_MARGIN) {
                        found[count++] = number;
                    }
                }
                entry = next[entry - 1];
            }
        }
        int[] candidates = Arrays.copyOf(found, count);
        Arrays.sort(candidates);
        return candidates;
    }

    /** How many texts there are. */
    public int size() {
        return texts.size();
    }

    private static long hash(Fingerprint text, int band) {
        long hash = band;
        if (band == BANDS) {
            return Shingles.mixed(hash ^ text.key());
        }
        for (int row = 0; row < ROWS; row++) {
            hash = Shingles.mixed(hash * 31 + text.least(band * ROWS + row));
        }
        return hash;
    }

    /** Where a hash stands, or may be put. */
    private int slot(long hash) {
        int slot = (int) hash & slots.length - 1;
        while (heads[slot] != 0 && slots[slot] != hash) {
            slot = slot + 1 & slots.length - 1;
        }
        return slot;
    }

    private void grow() {
        long[] oldSlots = slots;
        int[] oldHeads = heads;
        slots = new long[oldSlots.length * 2];
        heads = new int[oldHeads.length * 2];
        for (int i = 0; i < oldHeads.length; i++) {
            if (oldHeads[i] != 0) {
                int slot = slot(oldSlots[i]);
                slots[slot] = oldSlots[i];
                heads[slot] = oldHeads[i];
            }
        }
    }
}
