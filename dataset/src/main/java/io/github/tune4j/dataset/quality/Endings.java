package io.github.tune4j.dataset.quality;

import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether a text ends where texts end. */
final class Endings {
    /** A sentence without a full stop that is longer is taken for a sentence that was cut off. */
    private static final int MOST_WORDS_WITHOUT_STOP = 10;

    private static final int MOST_JAPANESE_WITHOUT_STOP = 30;

    private static final Pattern LIST_MARK =
            Pattern.compile("^\\s*(?:[-*+•・●▪◦>]|#{1,6}|\\(?[0-9０-９]{1,3}[.)．）、]|[a-zA-Z][.)])\\s*");
    private static final Pattern CODE_OR_LINK = Pattern.compile("://|[/\\\\=_<>{}$@#|`~]|\\w[.:]\\w");
    private static final Pattern BREAKS_OFF = Pattern.compile("[,;:(\\[{<、，；：（「『【〈《‘“&+=/-]$|(?<= )[–—]$");
    private static final Pattern FUNCTION_WORD = Pattern.compile(
            "(?i)(?:^|[ ,;(])(?:a|an|the|and|or|but|nor|of|to|in|on|at|by|for|from|with|into|onto|than|as|if|because|although"
                    + "|while|which|whose|who|whom|whereas|is|are|was|were|be|been|has|have|had|can|could|will|would|shall"
                    + "|should|may|might|must|your|their|its|our|my|his|very|such|every|when|where|until|unless|since"
                    + "|between|through|without|within|during|otherwise|namely|including|about|before|after|under|over)$");

    /** Words of the list above that end sentences as well, when a verb stands before them. */
    private static final Pattern MAY_END = Pattern.compile(
            "(?i)(?:\\b(?:turn|turned|turns|switch|switched|log|logged|sign|signed|fill|filled|built|opt|plug|kick|set"
                    + "|it|them|that|this|was|were|is|are|what|who|did|came|comes|go|goes|carry|move|left|stopped)) "
                    + "(?:in|on|over|about|for|at|with|from|to|by|before|after|under|through|is|are|was|were|has|had|can"
                    + "|will|may|might|must|do|be)$|\\b(?:yes|no|sure|as|so|all|than) (?:it|they|we|you|i) \\w+$");

    private static final Pattern JAPANESE_PARTICLE = Pattern.compile("(?:[のをにはがでとやへも]|から|より|まで|って|など、|ので|けど|または|および)$");
    private static final Pattern JAPANESE_PREDICATE = Pattern.compile(
            "(?:です|ます|ました|でした|ません|ない|たい|だ|た|る|う|く|す|つ|ぬ|む|ぶ|ぐ|い|ください|こと|もの|とき|ため|ん|か|ね|よ|など|以上|以下|可能|必要|不要|不可|なし|あり)$");
    private static final Pattern SENTENCE_END = Pattern.compile("[.!?][\"')\\]]?\\s+(?=\\S)|[。！？](?=.)");
    private static final Pattern STOP =
            Pattern.compile("[.!?。！？．…⋯♪）)\\]】」』》\"”'’*`|}>~]$|\\p{So}\\uFE0F?$|\\p{N}\\p{L}{0,3}[%°℃]?$");

    private Endings() {}

    /** {@link AnswerFlag#TRUNCATED}, {@link AnswerFlag#UNFINISHED} or nothing. */
    static Set<AnswerFlag> flags(String answer) {
        String text = answer.strip();
        if (hasOpenFence(text)) {
            return EnumSet.of(AnswerFlag.TRUNCATED);
        }
        if (text.endsWith("```")) {
            return EnumSet.noneOf(AnswerFlag.class);
        }
        String last = text.substring(text.lastIndexOf('\n') + 1);
        Matcher mark = LIST_MARK.matcher(last);
        String line = mark.lookingAt() ? last.substring(mark.end()).stripTrailing() : last;
        String tail = line.substring(Math.max(0, line.length() - 8));
        if (line.isEmpty()
                || STOP.matcher(tail).find()
                || CODE_OR_LINK.matcher(lastAsciiWord(line)).find()) {
            return EnumSet.noneOf(AnswerFlag.class);
        }
        if (breaksOff(line)) {
            return EnumSet.of(AnswerFlag.TRUNCATED);
        }
        return isSentence(line) ? EnumSet.of(AnswerFlag.UNFINISHED) : EnumSet.noneOf(AnswerFlag.class);
    }

    private static boolean hasOpenFence(String text) {
        boolean open = false;
        for (int at = text.indexOf("```"); at >= 0; at = text.indexOf("```", at + 3)) {
            open = !open;
        }
        return open;
    }

    private static String lastAsciiWord(String line) {
        int from = line.length();
        while (from > 0 && line.charAt(from - 1) > ' ' && line.charAt(from - 1) < 0x80) {
            from--;
        }
        return line.substring(from);
    }

    private static boolean breaksOff(String line) {
        String tail = line.substring(Math.max(0, line.length() - 60));
        boolean small = FUNCTION_WORD.matcher(tail).find()
                && words(line) >= 3
                && !MAY_END.matcher(tail).find();
        boolean particle = JAPANESE_PARTICLE.matcher(tail).find() && line.length() >= 10 && Japanese.mostly(line);
        return BREAKS_OFF.matcher(tail).find() || small || particle || opened(line);
    }

    /** Whether a bracket or quotation mark was opened and never closed. */
    private static boolean opened(String line) {
        return count(line, '(') > count(line, ')')
                || count(line, '（') + count(line, '(') > count(line, '）') + count(line, ')')
                || count(line, '「') > count(line, '」')
                || count(line, '『') > count(line, '』')
                || count(line, '[') > count(line, ']')
                || count(line, '“') > count(line, '”');
    }

    private static long count(String line, char c) {
        return line.chars().filter(x -> x == c).count();
    }

    /** Whether it is long enough to be a sentence, or follows one on the same line. */
    private static boolean isSentence(String line) {
        boolean letter = Character.isLetter(line.codePointBefore(line.length()));
        if (!letter) {
            return false;
        }
        if (SENTENCE_END.matcher(line).find()) {
            return true;
        }
        return Japanese.mostly(line)
                ? line.length() >= MOST_JAPANESE_WITHOUT_STOP
                        && !JAPANESE_PREDICATE.matcher(line).find()
                : words(line) >= MOST_WORDS_WITHOUT_STOP;
    }

    private static int words(String line) {
        return line.split("\\s+").length;
    }

    /** Whether a line is written in kana and Han for the most part. */
    private static final class Japanese {
        static boolean mostly(String line) {
            long wide = line.codePoints()
                    .filter(io.github.tune4j.text.NormalForm::standsWithoutSpaces)
                    .count();
            return wide * 2
                    >= line.codePointCount(0, line.length())
                            - line.codePoints().filter(c -> c == ' ').count();
        }
    }
}
