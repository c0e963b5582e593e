package io.github.tune4j.bertscore;

import java.text.Normalizer;
import java.util.Locale;

/**
 * Brings a text into the form that a BERT vocabulary spells.
 *
 * @param cleanText drops control characters and makes all white space plain
 * @param partChineseCharacters puts spaces around CJK ideographs, so that each is a word
 * @param stripAccents drops non-spacing marks after canonical decomposition
 * @param lowerCase turns to lower case, letter by letter
 */
record BertNormalizer(boolean cleanText, boolean partChineseCharacters, boolean stripAccents, boolean lowerCase) {
    static final BertNormalizer NONE = new BertNormalizer(false, false, false, false);

    String normalize(String text) {
        String normal = cleanText || partChineseCharacters ? clean(text) : text;
        if (stripAccents && !Normalizer.isNormalized(normal, Normalizer.Form.NFD)) {
            normal = Normalizer.normalize(normal, Normalizer.Form.NFD);
        }
        return stripAccents || lowerCase ? fold(normal) : normal;
    }

    private String clean(String text) {
        StringBuilder clean = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            if (cleanText && isWhitespaceInText(c)) {
                clean.append(' ');
            } else if (cleanText && isDropped(c)) {
                return;
            } else if (partChineseCharacters && isChinese(c)) {
                clean.append(' ').appendCodePoint(c).append(' ');
            } else {
                clean.appendCodePoint(c);
            }
        });
        return clean.toString();
    }

    private String fold(String text) {
        StringBuilder folded = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (stripAccents && Character.getType(c) == Character.NON_SPACING_MARK) {
                return;
            }
            if (lowerCase && c == 'İ') {
                folded.append("İ".toLowerCase(Locale.ROOT));
            } else {
                folded.appendCodePoint(lowerCase ? Character.toLowerCase(c) : c);
            }
        });
        return folded.toString();
    }

    private static boolean isWhitespaceInText(int c) {
        return c == '\t' || c == '\n' || c == '\r' || Character.isSpaceChar(c);
    }

    private static boolean isDropped(int c) {
        return c == 0xFFFD
                || switch (Character.getType(c)) {
                    case Character.CONTROL, Character.FORMAT, Character.PRIVATE_USE, Character.SURROGATE -> true;
                    default -> false;
                };
    }

    /** CJK ideographs as the reference has them, which is less than the script Han. */
    private static boolean isChinese(int c) {
        return (c >= 0x4E00 && c <= 0x9FFF)
                || (c >= 0x3400 && c <= 0x4DBF)
                || (c >= 0x20000 && c <= 0x2A6DF)
                || (c >= 0x2A700 && c <= 0x2B73F)
                || (c >= 0x2B740 && c <= 0x2B81F)
                || (c >= 0x2B920 && c <= 0x2CEAF)
                || (c >= 0xF900 && c <= 0xFAFF)
                || (c >= 0x2F800 && c <= 0x2FA1F);
    }
}
