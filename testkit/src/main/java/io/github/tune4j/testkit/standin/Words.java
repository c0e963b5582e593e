package io.github.tune4j.testkit.standin;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Splits text into words. In scripts that are written without spaces a letter is a word: pairs of neighbours, which the features have
 * too, then stand for words.
 */
final class Words {
    private static final Set<String> FUNCTION_WORDS = Set.of(
            ("a about after all also an and any are as at be because been before being both but by can could did do does during each"
                            + " every few for from had has have he her here him his how i if in into is it its just let may me might more most must my no nor not of"
                            + " off on once only or other our out over own per please shall she should so some such than that the their them then there these"
                            + " they this those through to too under until up us use used using very via was we were what when where which while who whom"
                            + " whose why will with within without would you your tell explain describe give list name")
                    .split(" "));

    private Words() {}

    /** The words in their order: normal form, lower case, an English plural without its s. */
    static List<String> of(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        Normalizer.normalize(text, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .codePoints()
                .forEach(c -> {
                    if (unspaced(c)) {
                        end(word, words);
                        words.add(Character.toString(c));
                    } else if (Character.isLetterOrDigit(c) || Character.getType(c) == Character.NON_SPACING_MARK) {
                        word.appendCodePoint(c);
                    } else if (c != '\'' && c != '\u2019') {
                        end(word, words);
                    }
                });
        end(word, words);
        return words;
    }

    /** Whether a word holds a sentence together rather than saying what it is about. */
    static boolean isFunctionWord(String word) {
        return FUNCTION_WORDS.contains(word) || script(word.codePointAt(0)) == UnicodeScript.HIRAGANA;
    }

    /** Whether a letter belongs to a script without spaces between words. */
    static boolean unspaced(int letter) {
        return Character.isLetter(letter)
                && switch (script(letter)) {
                    case HAN, HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR -> true;
                    default -> letter == 'ー';
                };
    }

    private static UnicodeScript script(int c) {
        return UnicodeScript.of(c);
    }

    private static void end(StringBuilder word, List<String> words) {
        if (word.isEmpty()) {
            return;
        }
        int length = word.length();
        boolean plural = length > 3 && word.charAt(length - 1) == 's' && word.charAt(length - 2) != 's';
        words.add(plural ? word.substring(0, length - 1) : word.toString());
        word.setLength(0);
    }
}
