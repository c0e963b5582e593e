package io.github.tune4j.text;

import java.text.Normalizer;
import java.util.Locale;

/**
 * A text without what does not matter to its reader: width, case, punctuation, and spaces beside Japanese or Chinese
 * letters. NFKC, case folded; every run of other than letters, digits and marks is one space; trimmed.
 */
public final class NormalForm {
    private NormalForm() {}

    /** The normal form of a text. */
    public static String of(String text) {
        String folded = isAscii(text) ? text : nfkc(folded(nfkc(text)));
        StringBuilder form = new StringBuilder(folded.length());
        int last = -1;
        boolean gap = false;
        for (int i = 0; i < folded.length(); ) {
            int c = folded.codePointAt(i);
            i += Character.charCount(c);
            if (!isKept(c)) {
                gap = true;
                continue;
            }
            if (gap && last >= 0 && !standsWithoutSpaces(last) && !standsWithoutSpaces(c)) {
                form.append(' ');
            }
            last = c < 0x80 ? lower(c) : c;
            form.appendCodePoint(last);
            gap = false;
        }
        return form.toString();
    }

    /** The normal form of two texts with a line end between them, from their normal forms. */
    public static String joined(String left, String right) {
        if (left.isEmpty() || right.isEmpty()) {
            return left + right;
        }
        boolean close =
                standsWithoutSpaces(left.codePointBefore(left.length())) || standsWithoutSpaces(right.codePointAt(0));
        return close ? left + right : left + " " + right;
    }

    /** Two texts are the same but for what does not matter when these are equal: the normal form without spaces. */
    public static String key(String normalForm) {
        return normalForm.replace(" ", "");
    }

    /** Whether a letter belongs to a script that is written without spaces between words: kana and Han. */
    public static boolean standsWithoutSpaces(int codePoint) {
        return codePoint >= 0x3040 && codePoint <= 0x30FF
                || codePoint >= 0x3400 && codePoint <= 0x9FFF
                || codePoint >= 0xF900 && codePoint <= 0xFAFF
                || codePoint == 0x3005
                || codePoint == 0x3006;
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    private static boolean isKept(int c) {
        if (c < 0x80) {
            return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z';
        }
        return switch (Character.getType(c)) {
            case Character.UPPERCASE_LETTER,
                    Character.LOWERCASE_LETTER,
                    Character.TITLECASE_LETTER,
                    Character.MODIFIER_LETTER,
                    Character.OTHER_LETTER,
                    Character.DECIMAL_DIGIT_NUMBER,
                    Character.LETTER_NUMBER,
                    Character.OTHER_NUMBER,
                    Character.NON_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.COMBINING_SPACING_MARK -> true;
            default -> false;
        };
    }

    private static int lower(int ascii) {
        return ascii >= 'A' && ascii <= 'Z' ? ascii + ('a' - 'A') : ascii;
    }

    private static String nfkc(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC);
    }

    /** Java has no case folding: to lower, upper and again lower case gives the same but for the two Turkish letters. */
    private static String folded(String text) {
        StringBuilder folded = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (c < 0x80) {
                folded.append((char) lower(c));
            } else if (c == 'İ') {
                folded.append("i\u0307");
            } else if (c == 'ı' || !hasCase(c)) {
                folded.appendCodePoint(c);
            } else {
                Character.toString(Character.toLowerCase(c))
                        .toUpperCase(Locale.ROOT)
                        .codePoints()
                        .map(Character::toLowerCase)
                        .forEach(folded::appendCodePoint);
            }
        });
        return folded.toString();
    }

    private static boolean hasCase(int c) {
        return Character.isLowerCase(c) || Character.toLowerCase(c) != c || Character.toUpperCase(c) != c;
    }
}
