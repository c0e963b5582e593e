package io.github.tune4j.evaluation.metric;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Porter's algorithm (M. F. Porter, "An algorithm for suffix stripping", 1980) with the departures of NLTK 3.8, which
 * rouge_score uses: a table of irregular words, {@code bli}, {@code fulli} and {@code logi} among the suffixes,
 * {@code ie} kept in words of four letters, {@code y} turned after a consonant only. Expects lower case; words up to
 * three letters pass unchanged. Not thread-safe.
 */
final class PorterStemmer implements TokenScanner.TokenSink {
    private static final int LONGEST_UNCHANGED = 3;

    private static final String[][] IRREGULAR = {
        {"sky", "sky"},
        {"skies", "sky"},
        {"dying", "die"},
        {"lying", "lie"},
        {"tying", "tie"},
        {"news", "news"},
        {"innings", "inning"},
        {"inning", "inning"},
        {"outings", "outing"},
        {"outing", "outing"},
        {"cannings", "canning"},
        {"canning", "canning"},
        {"howe", "howe"},
        {"proceed", "proceed"},
        {"exceed", "exceed"},
        {"succeed", "succeed"}
    };

    private static final String[][][] PLURALS = byLastLetter("sses ss", "ies i", "ss ss", "s ");
    private static final String[][][] DOUBLE_SUFFIXES = byLastLetter(
            "ational ate",
            "tional tion",
            "enci ence",
            "anci ance",
            "izer ize",
            "bli ble",
            "alli al",
            "entli ent",
            "eli e",
            "ousli ous",
            "ization ize",
            "ation ate",
            "ator ate",
            "alism al",
            "iveness ive",
            "fulness ful",
            "ousness ous",
            "aliti al",
            "iviti ive",
            "biliti ble",
            "fulli ful",
            "logi log");
    private static final String[][][] ADJECTIVE_SUFFIXES =
            byLastLetter("icate ic", "ative ", "alize al", "iciti ic", "ical ic", "ful ", "ness ");
    private static final String[][][] LAST_SUFFIXES = byLastLetter(
            "al ", "ance ", "ence ", "er ", "ic ", "able ", "ible ", "ant ", "ement ", "ment ", "ent ", "ion ", "ou ",
            "ism ", "ate ", "iti ", "ous ", "ive ", "ize ");

    private static final int KNOWN_BITS = 12;

    /** Stems of words met lately, by a hash of the word; shared by all threads, which may overwrite each other's. */
    private static final Known[] KNOWN = new Known[1 << KNOWN_BITS];

    private record Known(byte[] word, byte[] stem, int length) {}

    private final TokenScanner.TokenSink stems;
    private byte[] word = new byte[32];
    private int length;

    /** Hands the stems on. */
    PorterStemmer(TokenScanner.TokenSink stems) {
        this.stems = stems;
    }

    /** The stem of a word of any length, also of one that {@link #accept} passes unchanged. */
    static String stem(String text) {
        byte[] letters = text.getBytes(StandardCharsets.US_ASCII);
        PorterStemmer stemmer = new PorterStemmer((bytes, from, to) -> {});
        stemmer.stem(letters, 0, letters.length);
        return new String(stemmer.word, 0, stemmer.length, StandardCharsets.US_ASCII);
    }

    @Override
    public void accept(byte[] letters, int from, int to) {
        if (to - from <= LONGEST_UNCHANGED) {
            stems.accept(letters, from, to);
            return;
        }
        long ends = ByteWords.at(letters, from, to) * 31 + ByteWords.at(letters, Math.max(from, to - Long.BYTES), to);
        int slot = (int) (ends * 0x9E3779B97F4A7C15L >>> Long.SIZE - KNOWN_BITS);
        Known known = KNOWN[slot];
        if (known == null || !Arrays.equals(known.word, 0, known.word.length, letters, from, to)) {
            stem(letters, from, to);
            known = new Known(
                    Arrays.copyOfRange(letters, from, to), Arrays.copyOf(word, length + TokenScanner.PADDING), length);
            KNOWN[slot] = known;
        }
        stems.accept(known.stem, 0, known.length);
    }

    private void stem(byte[] letters, int from, int to) {
        length = to - from;
        if (word.length <= length) {
            word = new byte[length * 2];
        }
        System.arraycopy(letters, from, word, 0, length);
        if (length <= 2 || isIrregular()) {
            return;
        }
        plural();
        pastAndGerund();
        finalY();
        doubleSuffix();
        replaceSuffix(ADJECTIVE_SUFFIXES);
        lastSuffix();
        finalE();
        if (endsWith("ll") && measure(length - 1) > 1) {
            length--;
        }
    }

    private boolean isIrregular() {
        for (String[] entry : IRREGULAR) {
            if (entry[0].length() == length && endsWith(entry[0])) {
                replace(length, entry[1]);
                return true;
            }
        }
        return false;
    }

    private void plural() {
        if (length == 4 && endsWith("ies")) {
            replace(3, "ie");
            return;
        }
        String[] rule = ruleFor(PLURALS);
        if (rule != null) {
            replace(rule[0].length(), rule[1]);
        }
    }

    private void pastAndGerund() {
        if (endsWith("ied")) {
            replace(3, length == 4 ? "ie" : "i");
        } else if (endsWith("eed")) {
            if (measure(length - 3) > 0) {
                length--;
            }
        } else if (endsWith("ed") && hasVowel(length - 2)) {
            length -= 2;
            restoreEnding();
        } else if (endsWith("ing") && hasVowel(length - 3)) {
            length -= 3;
            restoreEnding();
        }
    }

    private void restoreEnding() {
        byte last = word[length - 1];
        if (endsWith("at") || endsWith("bl") || endsWith("iz")) {
            word[length++] = 'e';
        } else if (length >= 2 && last == word[length - 2] && isConsonant(length - 1)) {
            if (last != 'l' && last != 's' && last != 'z') {
                length--;
            }
        } else if (measure(length) == 1 && endsShort(length)) {
            word[length++] = 'e';
        }
    }

    private void finalY() {
        if (endsWith("y") && length > 2 && isConsonant(length - 2)) {
            word[length - 1] = 'i';
        }
    }

    private void doubleSuffix() {
        while (endsWith("alli") && measure(length - 4) > 0) {
            length -= 2;
        }
        replaceSuffix(DOUBLE_SUFFIXES);
    }

    private void lastSuffix() {
        String[] rule = ruleFor(LAST_SUFFIXES);
        if (rule == null) {
            return;
        }
        int stem = length - rule[0].length();
        boolean fits = !rule[0].equals("ion") || (stem > 0 && (word[stem - 1] == 's' || word[stem - 1] == 't'));
        if (fits && measure(stem) > 1) {
            length = stem;
        }
    }

    private void finalE() {
        if (endsWith("e")) {
            int measure = measure(length - 1);
            if (measure > 1 || (measure == 1 && !endsShort(length - 1))) {
                length--;
            }
        }
    }

    private void replaceSuffix(String[][][] rules) {
        String[] rule = ruleFor(rules);
        if (rule != null) {
            int suffix = rule[0].length();
            int measured = rule[0].equals("logi") ? length - 3 : length - suffix;
            if (measure(measured) > 0) {
                replace(suffix, rule[1]);
            }
        }
    }

    /** The first rule whose suffix the word has; the others are not looked at even when its condition fails. */
    private String @Nullable [] ruleFor(String[][][] rules) {
        int letter = word[length - 1] - 'a';
        if (letter >= 0 && letter < rules.length) {
            for (String[] rule : rules[letter]) {
                if (endsWith(rule[0])) {
                    return rule;
                }
            }
        }
        return null;
    }

    private void replace(int suffix, String replacement) {
        length -= suffix;
        for (int i = 0; i < replacement.length(); i++) {
            word[length++] = (byte) replacement.charAt(i);
        }
    }

    private boolean endsWith(String suffix) {
        int start = length - suffix.length();
        if (start < 0) {
            return false;
        }
        for (int i = suffix.length() - 1; i >= 0; i--) {
            if (word[start + i] != suffix.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** How often a consonant follows a vowel in the first letters: Porter's m. */
    private int measure(int end) {
        int measure = 0;
        boolean vowelBefore = false;
        boolean consonant = false;
        for (int i = 0; i < end; i++) {
            consonant = isConsonant(word[i], i == 0, consonant);
            if (consonant && vowelBefore) {
                measure++;
            }
            vowelBefore = !consonant;
        }
        return measure;
    }

    private boolean hasVowel(int end) {
        for (int i = 0; i < end; i++) {
            if (!isConsonant(i)) {
                return true;
            }
        }
        return false;
    }

    /** Consonant, vowel, consonant other than w, x, y (Porter's *o); in words of two letters vowel and consonant do. */
    private boolean endsShort(int end) {
        if (end == 2) {
            return !isConsonant(0) && isConsonant(1);
        }
        byte last = word[end - 1];
        return end > 2
                && isConsonant(end - 3)
                && !isConsonant(end - 2)
                && isConsonant(end - 1)
                && last != 'w'
                && last != 'x'
                && last != 'y';
    }

    private boolean isConsonant(int index) {
        return isConsonant(word[index], index == 0, word[index] == 'y' && index > 0 && isConsonant(index - 1));
    }

    private static boolean isConsonant(byte letter, boolean first, boolean afterConsonant) {
        return switch (letter) {
            case 'a', 'e', 'i', 'o', 'u' -> false;
            case 'y' -> first || !afterConsonant;
            default -> true;
        };
    }

    private static String[][][] byLastLetter(String... rules) {
        String[][][] grouped = new String[26][][];
        for (int letter = 0; letter < 26; letter++) {
            char last = (char) ('a' + letter);
            grouped[letter] = Arrays.stream(rules)
                    .map(rule -> rule.split(" ", -1))
                    .filter(rule -> rule[0].charAt(rule[0].length() - 1) == last)
                    .toArray(String[][]::new);
        }
        return grouped;
    }
}
