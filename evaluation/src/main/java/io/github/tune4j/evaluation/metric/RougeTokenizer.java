package io.github.tune4j.evaluation.metric;

import java.lang.Character.UnicodeScript;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Runs of ASCII letters and digits in lower case; with {@code cjk}, each letter of Han, kana and Hangul besides. */
record RougeTokenizer(String name, boolean cjk) implements TokenScanner {
    static final RougeTokenizer REFERENCE = new RougeTokenizer("rouge", false);
    static final RougeTokenizer WITH_CJK = new RougeTokenizer("rouge+cjk", true);

    private static final int FIRST_CJK = 0x1100;

    /** The lower-case letter or digit of each ASCII character, 0 for one that separates. */
    private static final byte[] WORD_LETTER = new byte[128];

    static {
        for (char c = '0'; c <= '9'; c++) {
            WORD_LETTER[c] = (byte) c;
        }
        for (char c = 'a'; c <= 'z'; c++) {
            WORD_LETTER[c] = (byte) c;
            WORD_LETTER[Character.toUpperCase(c)] = (byte) c;
        }
    }

    @Override
    public void scan(String text, TokenSink sink) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        boolean ascii = utf8.length == text.length();
        byte[] letters = ascii ? lettersOf(utf8) : lettersBeyondAscii(text.toLowerCase(Locale.ROOT));
        int end = letters.length - PADDING;
        for (int i = 0; i < end; i++) {
            if (letters[i] != 0) {
                int start = i;
                i = ByteWords.zeroFrom(letters, start);
                sink.accept(letters, start, i);
            }
        }
    }

    /** The text with a zero for everything that separates. */
    private static byte[] lettersOf(byte[] ascii) {
        byte[] letters = new byte[ascii.length + PADDING];
        for (int i = 0; i < ascii.length; i++) {
            letters[i] = WORD_LETTER[ascii[i]];
        }
        return letters;
    }

    private byte[] lettersBeyondAscii(String lowerCase) {
        StringBuilder letters = new StringBuilder(lowerCase.length() * 2);
        lowerCase.codePoints().forEach(c -> {
            if (c < 128) {
                letters.append((char) WORD_LETTER[c]);
            } else if (cjk && isCjk(c)) {
                letters.append('\0').appendCodePoint(c).append('\0');
            } else {
                letters.append('\0');
            }
        });
        return letters.append("\0".repeat(PADDING)).toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Han, kana and Hangul; the two marks of a long vowel belong to no script but are written in kana only. */
    static boolean isCjk(int codePoint) {
        if (codePoint < FIRST_CJK) {
            return false;
        }
        return switch (UnicodeScript.of(codePoint)) {
            case HAN, HIRAGANA, KATAKANA, HANGUL -> true;
            default -> codePoint == 0x30FC || codePoint == 0xFF70;
        };
    }
}
