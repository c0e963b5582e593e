package io.github.tune4j.evaluation.metric;

import java.util.Arrays;

/** Numbers different keys from 0 in the order of their first appearance: a hash table of longs. Not thread-safe. */
final class Numbering {
    static final int UNKNOWN = -1;

    /** Each key plus one, so that zero, with which arrays begin, is no key. */
    private long[] keys;

    private int[] numbers;
    private int size;

    /** For at most so many keys before it has to grow. */
    Numbering(int expected) {
        keys = new long[Integer.highestOneBit(Math.max(16, expected)) * 4];
        numbers = new int[keys.length];
    }

    /** How many different keys there are. */
    int size() {
        return size;
    }

    /** Forgets all keys. */
    void clear() {
        Arrays.fill(keys, 0);
        size = 0;
    }

    /** The number of a key other than -1, a new one when it is new. */
    int number(long key) {
        int slot = slotOf(key + 1);
        if (keys[slot] != 0) {
            return numbers[slot];
        }
        keys[slot] = key + 1;
        numbers[slot] = size;
        if (++size * 2 > keys.length) {
            grow();
        }
        return size - 1;
    }

    /** The number of a key other than -1, or {@link #UNKNOWN}. */
    int find(long key) {
        int slot = slotOf(key + 1);
        return keys[slot] != 0 ? numbers[slot] : UNKNOWN;
    }

    private int slotOf(long stored) {
        int mask = keys.length - 1;
        int slot = (int) (stored * 0x9E3779B97F4A7C15L >>> 32) & mask;
        while (keys[slot] != 0 && keys[slot] != stored) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldNumbers = numbers;
        keys = new long[oldKeys.length * 2];
        numbers = new int[keys.length];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != 0) {
                int slot = slotOf(oldKeys[i]);
                keys[slot] = oldKeys[i];
                numbers[slot] = oldNumbers[i];
            }
        }
    }
}
