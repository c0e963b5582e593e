package io.github.tune4j.testkit.standin;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds what a question is about. */
final class Subject {
    private static final int MOST_WORDS = 12;
    private static final int MOST_LETTERS = 40;
    private static final Pattern QUESTION = Pattern.compile("[^.!?。！？\\n]*[?？]");
    private static final Pattern PUNCTUATION = Pattern.compile("^[\\p{P}\\p{S}\\s]+|[\\p{P}\\p{S}\\s]+$");
    private static final Pattern JAPANESE_ENDING = Pattern.compile(
            "(とは|って|は|を|が|に|で|の|について|に関して)*(何|なん|なに|どの|どう|どこ|いつ|誰|だれ|なぜ|いくら|どれ|どんな|教え|説明|述べ|ですか|ますか|でしょうか).*$|(とは|について)$");

    private Subject() {}

    /** The subject of a text's last question, or of its first line when it asks none; empty when there is none. */
    static String of(String text) {
        String asked = "";
        Matcher questions = QUESTION.matcher(text);
        while (questions.find()) {
            asked = questions.group();
        }
        if (asked.isBlank()) {
            asked = text.strip().lines().findFirst().orElse("");
        }
        String bare = PUNCTUATION.matcher(asked).replaceAll("");
        return japanese(bare) ? ofJapanese(bare) : ofSpaced(bare);
    }

    static boolean japanese(String text) {
        return text.codePoints().anyMatch(Words::unspaced);
    }

    private static String ofJapanese(String asked) {
        String subject = JAPANESE_ENDING.matcher(asked).replaceFirst("");
        String named = PUNCTUATION.matcher(subject.isBlank() ? asked : subject).replaceAll("");
        return named.codePointCount(0, named.length()) <= MOST_LETTERS
                ? named
                : named.substring(0, named.offsetByCodePoints(0, MOST_LETTERS));
    }

    private static String ofSpaced(String asked) {
        List<String> words = new ArrayList<>(List.of(asked.split("\\s+")));
        while (!words.isEmpty() && says(words.get(0))) {
            words.remove(0);
        }
        int end = Math.min(words.size(), MOST_WORDS);
        while (end > 0 && says(words.get(end - 1))) {
            end--;
        }
        return PUNCTUATION.matcher(String.join(" ", words.subList(0, end))).replaceAll("");
    }

    /** Whether a word names nothing. */
    private static boolean says(String word) {
        return Words.of(word).stream().allMatch(Words::isFunctionWord);
    }
}
