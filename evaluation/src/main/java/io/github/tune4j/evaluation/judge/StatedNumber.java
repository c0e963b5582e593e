package io.github.tune4j.evaluation.judge;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A number as people write it: 7, 7/10, "seven", [[7]], 7点です. Anything beside it makes it no number. */
final class StatedNumber {
    private static final List<String> WORDS =
            List.of("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten");
    static final String KANJI = "〇一二三四五六七八九十";

    private static final String OPENING = "[(<\"'";
    private static final String CLOSING = "])>\"'";
    private static final Pattern BOXED = Pattern.compile("\\$?\\\\boxed\\{([^{}]+)}\\$?");

    private static final Pattern OUT_OF =
            Pattern.compile("(?i)(.+?)\\s*点?\\s*(?:\\(\\s*)?(?:/|out of\\b|of\\b)\\s*([^\\s)点]+)\\s*点?\\s*\\)?");
    private static final Pattern JAPANESE_ENDING =
            Pattern.compile("(?:(?:点)?(?:です|とします|と評価します|と採点します|となります|とする|である|だ))$");

    private final BigDecimal highest;

    /** On a scale that ends here: "4 out of 5" is no number on a scale to 10. */
    StatedNumber(BigDecimal highest) {
        this.highest = highest;
    }

    /** The number, if the phrase is a number on this scale and nothing else. */
    @Nullable
    BigDecimal in(String phrase) {
        String rest = JAPANESE_ENDING
                .matcher(phrase.strip().replaceFirst("[.。!;]+$", "").strip())
                .replaceFirst("");
        rest = rest.replaceFirst("(?i),?\\s+(?:because|since)\\b(?!.*(?:\\d|\\b(?:or|but|if|not|maybe)\\b)).*", "");
        rest = unbracketed(rest);
        Matcher scale = OUT_OF.matcher(rest);
        if (scale.matches()) {
            BigDecimal top = plainNumber(scale.group(2));
            if (top == null || top.compareTo(highest) != 0) {
                return null;
            }
            rest = unbracketed(scale.group(1));
        }
        return plainNumber(rest.replaceFirst("(?i)\\s*(?:points?|点)$", ""));
    }

    private static String unbracketed(String phrase) {
        String rest = phrase.strip();
        Matcher boxed = BOXED.matcher(rest);
        if (boxed.matches()) {
            return boxed.group(1);
        }
        for (int layer = 0; layer < 4; layer++) {
            int pair = rest.length() < 3 ? -1 : OPENING.indexOf(rest.charAt(0));
            if (pair < 0 || rest.charAt(rest.length() - 1) != CLOSING.charAt(pair)) {
                break;
            }
            rest = rest.substring(1, rest.length() - 1).strip();
        }
        return rest;
    }

    private static @Nullable BigDecimal plainNumber(String text) {
        String word = text.strip().toLowerCase(Locale.ROOT);
        if (WORDS.contains(word)) {
            return BigDecimal.valueOf(WORDS.indexOf(word));
        }
        if (word.length() == 1 && KANJI.contains(word)) {
            return BigDecimal.valueOf(KANJI.indexOf(word));
        }
        return word.matches("[+-]?(?:(?:0|[1-9][0-9]{0,30})(?:\\.[0-9]{1,30})?|\\.[0-9]{1,30})")
                ? new BigDecimal(word)
                : null;
    }
}
