package io.github.tune4j.testkit.standin;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The sentences of a document, as far as they can stand alone. */
final class Sentences {
    private static final Pattern PARAGRAPH = Pattern.compile("\\n\\s*\\n|\\n(?=\\s*(?:[-*+•#>|]|\\d+[.)])\\s)");
    private static final Pattern APART = Pattern.compile("(?m)^\\s*#{1,6}\\s.*$|^\\s*\\|.*$|(?s:^```.*?^```)");
    private static final Pattern MARKUP = Pattern.compile("^\\s*(?:[-*+•>]|\\d+[.)])\\s+|\\*\\*|__|`");
    private static final Pattern WRAPPED_WORD = Pattern.compile("(?<=\\p{Ll})-\\n(?=\\p{Ll})");
    private static final Pattern UNSPACED_WRAP = Pattern.compile(
            "(?<=[\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}、])\\n(?=[\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}])");
    private static final Pattern END = Pattern.compile("(?<=[.!?])[\"')\\]]?\\s+(?=[\\p{Lu}\\p{N}\"'(\\[])|(?<=[。！？])");
    private static final int FEWEST_WORDS = 4;
    private static final int FEWEST_LETTERS = 8;
    private static final int LONGEST = 600;

    private Sentences() {}

    /** In their order, none twice. */
    static List<String> of(String text) {
        Set<String> sentences = new LinkedHashSet<>();
        String joined = UNSPACED_WRAP
                .matcher(WRAPPED_WORD
                        .matcher(APART.matcher(text.replace("\r", "")).replaceAll("\n"))
                        .replaceAll(""))
                .replaceAll("");
        for (String paragraph : PARAGRAPH.split(joined)) {
            String plain = MARKUP.matcher(paragraph)
                    .replaceAll("")
                    .replaceAll("\\s+", " ")
                    .strip();
            for (String sentence : END.split(plain)) {
                if (standsAlone(sentence.strip())) {
                    sentences.add(sentence.strip());
                }
            }
        }
        return new ArrayList<>(sentences);
    }

    private static boolean standsAlone(String sentence) {
        if (sentence.length() > LONGEST || !sentence.matches("(?s).*[.!?。！？\"')）」]")) {
            return false;
        }
        return Subject.japanese(sentence)
                ? sentence.length() >= FEWEST_LETTERS
                : Words.of(sentence).stream()
                                .filter(word -> Character.isLetter(word.charAt(0)))
                                .count()
                        >= FEWEST_WORDS;
    }
}
