package io.github.tune4j.text;

import java.util.SplittableRandom;
import java.util.stream.Collectors;

/** Texts of letters, digits, kana, Han, spaces and marks, for tests of properties. */
final class RandomTexts {
    private static final String CHARACTERS = "abcdefgh ABCXYZ 0123 éßñ かなカナ漢字保管 日々ー ,.!?-、。「」\t\n 😀";

    private RandomTexts() {}

    static String text(SplittableRandom random, int codePoints) {
        int[] points = CHARACTERS.codePoints().toArray();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < codePoints; i++) {
            text.appendCodePoint(points[random.nextInt(points.length)]);
        }
        return text.toString();
    }

    /** ASCII as its full-width twins. */
    static String fullWidth(String text) {
        return text.codePoints()
                .mapToObj(c -> Character.toString(c > ' ' && c < 0x7F ? c + 0xFEE0 : c))
                .collect(Collectors.joining());
    }

    /** The text with some code points replaced. */
    static String changed(SplittableRandom random, String text, int changes) {
        int[] points = text.codePoints().toArray();
        for (int i = 0; i < changes && points.length > 0; i++) {
            points[random.nextInt(points.length)] = 'a' + random.nextInt(26);
        }
        return new String(points, 0, points.length);
    }
}
