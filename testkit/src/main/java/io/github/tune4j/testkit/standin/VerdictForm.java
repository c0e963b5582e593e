package io.github.tune4j.testkit.standin;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The form in which a prompt in words wants its verdict: {@code [[n]]}, or XML tags named for a verdict. */
final class VerdictForm {
    private static final Pattern BRACKETS = Pattern.compile("(\\p{L}{1,20}[:：] ?)?\\[\\[([^\\[\\]\\n]{1,40})\\]\\]");
    private static final Pattern TAG = Pattern.compile("<([\\p{L}_][\\p{L}\\p{N}_-]*)>(?:([^<>\\n]{0,80})</\\1>)?");
    private static final Pattern VERDICT_NAME = Pattern.compile(
            "score|rating|grade|verdict|judge?ment|decision|winner|preference|result|点数|得点|スコア|評点|評価|判定|採点|勝者");
    private static final Pattern REASON_NAME =
            Pattern.compile("reason|explanation|rationale|analysis|justification|thinking|feedback|理由|根拠|説明|分析");
    private static final Pattern RANGE = Pattern.compile(
            "(?<![\\p{L}\\d.])(\\d{1,3})(?:\\s*[(（][^)）\\n]{0,20}[)）])?\\s*(?:to|and|[-–—〜～~]|から)\\s*(\\d{1,3})(?![\\p{L}&&[^\\p{IsHan}\\p{IsHiragana}]]|\\d)");
    private static final Pattern NUMBER_OR_NAME =
            Pattern.compile("[\\d.\\s–〜～-]*|n|x|number|rating|score|grade|数字|数値|点数|得点|評価");
    private static final int LOWEST = 1;
    private static final int HIGHEST = 10;

    private final String asked;

    /** The form that a text asks for; the text is free of material. */
    VerdictForm(String asked) {
        this.asked = asked;
    }

    /** The lines of a text that show a verdict in brackets, or those that do not. */
    static String lines(String text, boolean withForm) {
        return text.lines()
                .filter(line -> BRACKETS.matcher(line).find() == withForm)
                .collect(Collectors.joining("\n"));
    }

    /** Whether a name is that of a verdict. */
    static boolean names(String name) {
        return VERDICT_NAME.matcher(name.toLowerCase(Locale.ROOT)).find();
    }

    /** Whether any form is shown. */
    boolean isShown() {
        return BRACKETS.matcher(asked).find() || TAG.matcher(asked).results().anyMatch(tag -> names(tag.group(1)));
    }

    /** The lowest and highest number of the scale that the text states, else 1 and 10. */
    int[] scale() {
        Matcher range = RANGE.matcher(asked);
        while (range.find()) {
            int low = Integer.parseInt(range.group(1));
            int high = Integer.parseInt(range.group(2));
            if (low < high) {
                return new int[] {low, high};
            }
        }
        return new int[] {LOWEST, HIGHEST};
    }

    /**
     * Words a verdict in the form that is shown.
     *
     * @param reason what it rests on
     * @param choose gives the verdict when told the words to choose from, of which there are none when a number is wanted
     */
    String word(String reason, Function<List<String>, String> choose) {
        Set<String> options = new LinkedHashSet<>();
        String lead = "";
        Matcher brackets = BRACKETS.matcher(asked);
        boolean found = false;
        while (brackets.find()) {
            found = true;
            lead = brackets.group(1) == null ? lead : brackets.group(1);
            options(brackets.group(2), options);
        }
        if (found) {
            return reason + "\n\n" + lead + "[[" + choose.apply(List.copyOf(options)) + "]]";
        }
        return inTags(reason, choose);
    }

    private String inTags(String reason, Function<List<String>, String> choose) {
        String reasonTag = "";
        String verdictTag = "";
        Set<String> options = new LinkedHashSet<>();
        Matcher tags = TAG.matcher(asked);
        while (tags.find()) {
            String name = tags.group(1);
            if (REASON_NAME.matcher(name.toLowerCase(Locale.ROOT)).find()) {
                reasonTag = name;
            } else if (names(name)) {
                verdictTag = name;
                options(tags.group(2) == null ? "" : tags.group(2), options);
            }
        }
        String account = reasonTag.isEmpty() ? reason : "<" + reasonTag + ">" + reason + "</" + reasonTag + ">";
        return verdictTag.isEmpty()
                ? account
                : account + "\n<" + verdictTag + ">" + choose.apply(List.copyOf(options)) + "</" + verdictTag + ">";
    }

    private static void options(String shown, Set<String> options) {
        List<String> words = new ArrayList<>();
        for (String word : shown.split("\\s*(?:[|/、]|\\bor\\b|または)\\s*")) {
            String option = word.strip().replaceAll("^[\"'「]|[\"'」.]$", "");
            if (!NUMBER_OR_NAME.matcher(option.toLowerCase(Locale.ROOT)).matches() && option.length() <= 20) {
                words.add(option);
            }
        }
        options.addAll(words);
    }
}
