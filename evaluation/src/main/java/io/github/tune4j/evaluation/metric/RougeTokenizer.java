package io.github.tune4j.evaluation.metric;

import java.lang.Character.UnicodeScript;
import java.util.Locale;

/** Runs of ASCII letters and digits in lower case; with {@code cjk}, each letter of Han, kana and Hangul besides. */
record RougeTokenizer(String name, boolean cjk) implements TokenScanner {
    static final RougeTokenizer REFERENCE = new RougeTokenizer("rouge", false);
    static final RougeTokenizer WITH_CJK = new RougeTokenizer("rouge+cjk", true);

    private static final int FIRST_CJK = 0x1100;

    /** The lower-case letter or digit of each ASCII character, 0 for one that separates. */
    private static final char[] WORD_LETTER = new char[128];

    static {
        for (char c = '0'; c <= '9'; c++) {
            WORD_LETTER[c] = c;
        }
        for (char c = 'a'; c <= 'z'; c++) {
            WORD_LETTER[c] = c;
            WORD_LETTER[Character.toUpperCase(c)] = c;
        }
    }

    @Override
    public void scan(String text, TokenSink sink) {
        char[] letters = text.toCharArray();
        int start = 0;
        for (int i = 0; i < letters.length; i++) {
            char c = letters[i];
            if (c >= 128) {
                scanBeyondAscii(text.toLowerCase(Locale.ROOT), sink, start);
                return;
            }
            char letter = WORD_LETTER[c];
            if (letter != 0) {
                letters[i] = letter;
            } else {
                if (start < i) {
                    sink.accept(letters, start, i);
                }
                start = i + 1;
            }
        }
        if (start < letters.length) {
            sink.accept(letters, start, letters.length);
        }
    }

    /** Goes on from a position before which all is ASCII, so that it is the same in the lower-case text. */
    private void scanBeyondAscii(String lowerCase, TokenSink sink, int from) {
        char[] letters = lowerCase.toCharArray();
        int start = from;
        for (int i = from; i < letters.length; ) {
            int codePoint = Character.codePointAt(letters, i);
            int next = i + Character.charCount(codePoint);
            if (codePoint >= 128 || WORD_LETTER[codePoint] == 0) {
                if (start < i) {
                    sink.accept(letters, start, i);
                }
                if (cjk && isCjk(codePoint)) {
                    sink.accept(letters, i, next);
                }
                start = next;
            }
            i = next;
        }
        if (start < letters.length) {
            sink.accept(letters, start, letters.length);
        }
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
