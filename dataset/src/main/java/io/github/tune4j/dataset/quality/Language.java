package io.github.tune4j.dataset.quality;

import io.github.tune4j.text.NormalForm;
import java.lang.Character.UnicodeScript;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * In which language a text is written: by its script, and for the Latin script by the small words of seven languages.
 * {@code und}, as ISO 639 has it, when that does not tell; the script's name, such as {@code Cyrillic}, when that serves
 * several languages.
 */
final class Language {
    static final String UNDETERMINED = "und";

    /** Of all letters, one of kana or Han counting twice, this share makes a text Japanese or Chinese. */
    private static final double SHARE = 0.2;

    private static final List<String> LATIN = List.of("en", "de", "fr", "es", "it", "pt", "nl");
    private static final Map<String, Integer> SMALL_WORDS = smallWords(
            "the of and to in is that it for was with as be by are this you not or from have an which can what how"
                    + " if at does will when where has do your should who why would they but no",
            "der die das und ist nicht ein eine zu den mit von auf für sich dem des im werden wird kann sind was wie"
                    + " oder auch bei nach aus wenn man es",
            "le la les des et est une pas pour que qui dans du en sur par avec ce sont au il elle ne vous nous plus"
                    + " comment quel quelle ou cette",
            "el los las y es una no para que en por con se del al lo como más pero su son está qué cómo cuál puede o"
                    + " hay",
            "il lo gli e è un una non per che di con si del della nel sono come più ma anche può cosa quale dei delle"
                    + " alla",
            "o os as e é um uma não para que em por com se do da no na como mais mas são está pode qual dos das ao",
            "de het een en is niet voor van dat op te zijn met die aan er door wordt kan wat hoe welke naar bij ook");

    private Language() {}

    private static Map<String, Integer> smallWords(String... byLanguage) {
        Map<String, Integer> words = new HashMap<>();
        for (int i = 0; i < byLanguage.length; i++) {
            for (String word : byLanguage[i].split(" ")) {
                words.merge(word, 1 << i, (a, b) -> a | b);
            }
        }
        return words;
    }

    /** The language of a text, from its normal form. */
    static String of(String normalForm) {
        Map<UnicodeScript, Integer> letters = new EnumMap<>(UnicodeScript.class);
        int latin = 0;
        int kana = 0;
        int han = 0;
        for (int i = 0; i < normalForm.length(); ) {
            int c = normalForm.codePointAt(i);
            i += Character.charCount(c);
            if (c >= 'a' && c <= 'z') {
                latin++;
            } else if (NormalForm.standsWithoutSpaces(c)) {
                kana += c <= 0x30FF ? 1 : 0;
                han += c > 0x30FF ? 1 : 0;
            } else if (c >= 0x80 && Character.isLetter(c)) {
                letters.merge(UnicodeScript.of(c), 1, Integer::sum);
            }
        }
        letters.merge(UnicodeScript.LATIN, latin, Integer::sum);
        int others = letters.values().stream().mapToInt(Integer::intValue).sum();
        double cjk = 2.0 * (kana + han);
        if (cjk > 0 && cjk >= SHARE * (cjk + others)) {
            return kana > 0 ? "ja" : han >= 10 ? "zh" : UNDETERMINED;
        }
        UnicodeScript most = Collections.max(letters.entrySet(), Map.Entry.comparingByValue())
                .getKey();
        return most == UnicodeScript.LATIN ? latin(normalForm) : named(most);
    }

    private static String named(UnicodeScript script) {
        return switch (script) {
            case HANGUL -> "ko";
            case GREEK -> "el";
            case HEBREW -> "he";
            case THAI -> "th";
            default -> script.name().charAt(0) + script.name().substring(1).toLowerCase(Locale.ROOT);
        };
    }

    private static String latin(String normalForm) {
        int[] hits = new int[LATIN.size()];
        for (int from = 0; from < normalForm.length(); ) {
            int space = normalForm.indexOf(' ', from);
            int to = space < 0 ? normalForm.length() : space;
            int languages = SMALL_WORDS.getOrDefault(normalForm.substring(from, to), 0);
            for (int i = 0; languages != 0; i++, languages >>= 1) {
                hits[i] += languages & 1;
            }
            from = to + 1;
        }
        int best = 0;
        int second = 0;
        for (int i = 1; i < hits.length; i++) {
            if (hits[i] > hits[best]) {
                second = hits[best];
                best = i;
            } else {
                second = Math.max(second, hits[i]);
            }
        }
        return hits[best] >= 2 && hits[best] > second ? LATIN.get(best) : UNDETERMINED;
    }
}
