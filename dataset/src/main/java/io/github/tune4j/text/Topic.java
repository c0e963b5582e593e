package io.github.tune4j.text;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Something that texts may speak of, told by its name: in any case, in singular or plural, as a whole word; a maker's
 * name before it may be left out. Immutable.
 */
public final class Topic {
    private static final List<String> MAKERS =
            List.of("amazon ", "aws ", "microsoft ", "azure ", "google ", "apache ", "anthropic ");

    private final String name;
    private final String stem;
    private final List<String> endings;
    private final @Nullable Pattern pattern;

    private Topic(String name, String stem, List<String> endings, @Nullable Pattern pattern) {
        this.name = name;
        this.stem = stem;
        this.endings = endings;
        this.pattern = pattern;
    }

    /** A topic told by its name, which has at least one letter or digit. */
    public static Topic of(String name) {
        String form = NormalForm.of(name);
        for (String maker : MAKERS) {
            form = form.startsWith(maker) ? form.substring(maker.length()) : form;
        }
        if (endsInCapitals(name)) {
            return new Topic(name, form, List.of("s", ""), null); // an acronym's last S is no plural
        }
        if (form.length() > 4 && form.endsWith("ies")) {
            return new Topic(name, form.substring(0, form.length() - 3), List.of("ies", "y"), null);
        }
        if (form.length() > 1 && form.endsWith("y") && "aeiou ".indexOf(form.charAt(form.length() - 2)) < 0) {
            return new Topic(name, form.substring(0, form.length() - 1), List.of("ies", "y"), null);
        }
        if (form.length() > 3 && form.endsWith("s") && isPluralBefore(form.charAt(form.length() - 2))) {
            return new Topic(name, form.substring(0, form.length() - 1), List.of("s", ""), null);
        }
        return new Topic(name, form, isLatin(form) ? List.of("s", "") : List.of(""), null);
    }

    private static boolean endsInCapitals(String name) {
        int length = name.length();
        return length > 1
                && Character.isUpperCase(name.charAt(length - 1))
                && Character.isUpperCase(name.charAt(length - 2));
    }

    private static boolean isPluralBefore(char c) {
        return c >= 'a' && c <= 'z' && c != 's' && c != 'u' && c != 'i';
    }

    private static boolean isLatin(String form) {
        return !form.isEmpty() && form.charAt(form.length() - 1) >= 'a' && form.charAt(form.length() - 1) <= 'z';
    }

    /** A topic told by a pattern of one's own, which is looked for in the text as it is written. */
    public static Topic of(String name, Pattern pattern) {
        return new Topic(name, "", List.of(), pattern);
    }

    public String name() {
        return name;
    }

    /** Topics with the same key are the same, such as a singular and its plural. */
    public String key() {
        return stem;
    }

    /**
     * How often a text names it.
     *
     * @param text the text as it is written
     * @param normalForm the text's normal form
     */
    public int mentions(String text, String normalForm) {
        int mentions = 0;
        if (pattern != null) {
            Matcher matcher = pattern.matcher(text);
            while (matcher.find()) {
                mentions++;
            }
            return mentions;
        }
        if (stem.isEmpty()) {
            return 0;
        }
        for (int at = normalForm.indexOf(stem); at >= 0; ) {
            int end = at == 0 || !joins(normalForm.charAt(at - 1), stem.charAt(0)) ? end(normalForm, at) : -1;
            mentions += end < 0 ? 0 : 1;
            at = normalForm.indexOf(stem, end < 0 ? at + 1 : end);
        }
        return mentions;
    }

    /** Behind the name that begins there; negative when only a longer word does. */
    private int end(String normalForm, int at) {
        int stemEnd = at + stem.length();
        for (String ending : endings) {
            int end = stemEnd + ending.length();
            if (normalForm.startsWith(ending, stemEnd)
                    && (end == normalForm.length() || !joins(normalForm.charAt(end - 1), normalForm.charAt(end)))) {
                return end;
            }
        }
        return -1;
    }

    /** Whether two characters side by side belong to one word. Words in kana and Han have no bounds. */
    private static boolean joins(char left, char right) {
        return left != ' '
                && right != ' '
                && !NormalForm.standsWithoutSpaces(left)
                && !NormalForm.standsWithoutSpaces(right);
    }
}
