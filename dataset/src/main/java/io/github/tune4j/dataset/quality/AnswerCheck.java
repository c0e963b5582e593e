package io.github.tune4j.dataset.quality;

import io.github.tune4j.text.NormalForm;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;

/** Looks at an answer by itself, in English and Japanese. */
final class AnswerCheck {
    private static final double SHORT_BELOW = 10;

    /** What people and programs write where an answer is to come, as keys of normal forms. */
    private static final Set<String> STAND_INS = Set.of(
            "na",
            "todo",
            "tbd",
            "tba",
            "fixme",
            "wip",
            "null",
            "nan",
            "nil",
            "undefined",
            "xxx",
            "placeholder",
            "notavailable",
            "notapplicable",
            "youranswerhere",
            "answergoeshere",
            "insertanswerhere",
            "tobedone",
            "tobedetermined",
            "tobefilledin",
            "loremipsum",
            "未定",
            "未記入",
            "未入力",
            "未回答",
            "未作成",
            "空欄",
            "空白",
            "該当なし",
            "準備中",
            "作成中",
            "後で記入",
            "後日記入",
            "あとで書く",
            "ここに回答",
            "ここに回答を入力",
            "ここに回答を記入",
            "回答を入力してください",
            "要確認",
            "プレースホルダー",
            "ダミー");

    /** As a program prints a missing value; in other writings these are answers. */
    private static final Set<String> STAND_INS_AS_WRITTEN = Set.of("None", "none", "NONE", "#N/A", "-");

    private static final Pattern ONLY_PUNCTUATION = Pattern.compile("[\\p{P}\\p{Z}\\p{C}\\p{Sm}\\s]*");

    private AnswerCheck() {}

    /** What is wrong with an answer. */
    static Set<AnswerFlag> flags(String answer) {
        return flags(answer, NormalForm.of(answer));
    }

    static Set<AnswerFlag> flags(String answer, String normalForm) {
        if (isBlank(answer)) {
            return EnumSet.of(AnswerFlag.EMPTY);
        }
        if (isPlaceholder(answer, normalForm)) {
            return EnumSet.of(AnswerFlag.PLACEHOLDER);
        }
        EnumSet<AnswerFlag> flags = EnumSet.noneOf(AnswerFlag.class);
        if (Refusals.refuses(answer)) {
            flags.add(AnswerFlag.REFUSAL);
        }
        flags.addAll(Endings.flags(answer));
        if (weight(normalForm) < SHORT_BELOW) {
            flags.add(AnswerFlag.SHORT);
        }
        return flags;
    }

    /** White space of any kind, invisible characters included. */
    static boolean isBlank(String text) {
        return text.codePoints()
                .allMatch(c -> Character.isWhitespace(c)
                        || Character.isSpaceChar(c)
                        || Character.getType(c) == Character.FORMAT
                        || Character.isISOControl(c));
    }

    /** How long a text is to a reader: kana and Han say about as much as two and a half other letters. */
    static double weight(String normalForm) {
        int wide = 0;
        int points = 0;
        for (int i = 0; i < normalForm.length(); ) {
            int c = normalForm.codePointAt(i);
            i += Character.charCount(c);
            points++;
            wide += NormalForm.standsWithoutSpaces(c) ? 1 : 0;
        }
        return points + 1.5 * wide;
    }

    private static boolean isPlaceholder(String answer, String normalForm) {
        return STAND_INS.contains(NormalForm.key(normalForm))
                || STAND_INS_AS_WRITTEN.contains(answer.strip())
                || normalForm.startsWith("lorem ipsum")
                || normalForm.isEmpty() && ONLY_PUNCTUATION.matcher(answer).matches();
    }
}
