package io.github.tune4j.dataset.quality;

import java.util.Arrays;

/** A growing row of numbers, four bytes each. */
final class Ints {
    private int[] numbers = new int[64];
    private int size;

    void add(int number) {
        if (size == numbers.length) {
            numbers = Arrays.copyOf(numbers, size * 2);
        }
        numbers[size++] = number;
    }

    int get(int index) {
        return numbers[index];
    }

    int size() {
        return size;
    }
}
