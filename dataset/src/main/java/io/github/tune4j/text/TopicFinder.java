package io.github.tune4j.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds what questions are about: names, which are written with capitals, and in Japanese words in katakana, long words
 * in Han, and Latin words. Not thread-safe.
 */
public final class TopicFinder {
    /** The most different names that are counted; more than that are no topics any more. */
    private static final int MOST_COUNTED = 100_000;

    private static final Pattern JAPANESE_WORD =
            Pattern.compile("[\\u30A1-\\u30FA\\u30FC]{3,}|[\\u3400-\\u9FFF々]{3,8}");
    private static final Set<String> NO_NAMES = Set.of(
            ("what what's how does do did is are was were can could would should will which why when who whose where if in on at by"
                            + " for of and or to from with without after before during under the a an my our your their"
                            + " his her its i we you they he she it this that these those there here please explain describe"
                            + " compare list name tell give define discuss write show summarize summarise yes no not once"
                            + " while although because since as than but so then also only let suppose imagine given be")
                    .split(" "));

    private final Map<String, Found> found = new LinkedHashMap<>();
    private final Map<String, String> keys = new HashMap<>();

    /** A name, as first written, and in how many texts. */
    private static final class Found {
        final String name;
        int texts;
        boolean certain;

        Found(String name) {
            this.name = name;
        }
    }

    /** Takes a question into account. */
    public void add(String question) {
        Map<String, Boolean> names = new LinkedHashMap<>();
        Set<String> seen = new LinkedHashSet<>();
        latin(question, names);
        if (question.codePoints().anyMatch(NormalForm::standsWithoutSpaces)) {
            Matcher japanese = JAPANESE_WORD.matcher(question);
            while (japanese.find()) {
                names.put(japanese.group(), true);
            }
        }
        names.forEach((name, certain) -> {
            String key = keys.size() < MOST_COUNTED
                    ? keys.computeIfAbsent(name, n -> Topic.of(n).key())
                    : Topic.of(name).key();
            if (!key.isEmpty() && (found.containsKey(key) || found.size() < MOST_COUNTED)) {
                Found entry = found.computeIfAbsent(key, k -> new Found(name));
                entry.texts += seen.add(key) ? 1 : 0;
                entry.certain |= certain;
            }
        });
    }

    /**
     * The topics that most texts name.
     *
     * @param most the most topics
     * @param inTexts how many texts have to name a topic
     */
    public List<Topic> topics(int most, int inTexts) {
        return found.values().stream()
                .filter(f -> f.certain && f.texts >= inTexts)
                .sorted(Comparator.comparingInt((Found f) -> -f.texts))
                .limit(most)
                .map(f -> Topic.of(f.name))
                .toList();
    }

    /** Runs of capitalised words. A single one at the beginning of a sentence is a name only if it is one elsewhere. */
    private static void latin(String question, Map<String, Boolean> names) {
        List<Word> words = words(question);
        long capitalised = words.stream().filter(Word::capitalised).count();
        if (capitalised > 4 && capitalised * 5 > words.size() * 4) {
            return; // a title or shouting, in which capitals say nothing
        }
        for (int i = 0; i < words.size(); ) {
            int end = i;
            while (end < words.size()
                    && words.get(end).isName()
                    && (end == i
                            || question.substring(words.get(end - 1).end, words.get(end).start)
                                    .equals(" "))) {
                end++;
            }
            if (end > i) {
                Word first = words.get(i);
                String name = question.substring(first.start, words.get(end - 1).start) + words.get(end - 1).text;
                boolean certain = end - i > 1 || first.acronym() || !beginsSentence(question, first.start);
                names.merge(name, certain, Boolean::logicalOr);
            }
            i = Math.max(end, i + 1);
        }
    }

    private static List<Word> words(String text) {
        List<Word> words = new ArrayList<>();
        for (int i = 0; i < text.length(); i++) {
            if (isWordCharacter(text.charAt(i))) {
                int start = i;
                while (i < text.length()
                        && (isWordCharacter(text.charAt(i)) || ".+#'’-".indexOf(text.charAt(i)) >= 0)) {
                    i++;
                }
                words.add(new Word(bare(text.substring(start, i)), start, i));
            }
        }
        return words;
    }

    private static boolean isWordCharacter(char c) {
        return c < 0x80
                ? Character.isLetterOrDigit(c)
                : Character.isLetterOrDigit(c) && Character.UnicodeScript.of(c) == Character.UnicodeScript.LATIN;
    }

    /** Without an English genitive and what ends a sentence. */
    private static String bare(String word) {
        int end = word.length();
        while (end > 0 && ".'’-".indexOf(word.charAt(end - 1)) >= 0) {
            end--;
        }
        boolean genitive = end > 2 && word.charAt(end - 1) == 's' && "'’".indexOf(word.charAt(end - 2)) >= 0;
        return word.substring(0, genitive ? end - 2 : end);
    }

    private record Word(String text, int start, int end) {
        boolean capitalised() {
            return !text.isEmpty() && Character.isUpperCase(text.codePointAt(0));
        }

        boolean acronym() {
            return text.chars().filter(Character::isUpperCase).count() >= 2;
        }

        boolean isName() {
            return (capitalised() || acronym())
                    && text.length() > 1
                    && !NO_NAMES.contains(text.toLowerCase(Locale.ROOT));
        }
    }

    private static boolean beginsSentence(String text, int start) {
        String before = text.substring(0, start).stripTrailing();
        return before.isEmpty() || ".!?:\"“(。！？「".indexOf(before.charAt(before.length() - 1)) >= 0;
    }
}
