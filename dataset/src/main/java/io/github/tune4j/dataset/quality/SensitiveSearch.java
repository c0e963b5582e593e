package io.github.tune4j.dataset.quality;

import io.github.tune4j.dataset.quality.PersonalData.Match;
import io.github.tune4j.dataset.quality.PersonalData.Type;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One search for personal data and secrets. It looks at a copy of the text in which full-width characters have become
 * ASCII, one for one, so that places stay the same.
 */
final class SensitiveSearch {
    private final String text;
    private final String plain;
    private final List<Span> spans = new ArrayList<>();
    private final BitSet taken = new BitSet();

    private SensitiveSearch(String text) {
        this.text = text;
        this.plain = plain(text);
    }

    static List<Match> find(String text) {
        if (!mayHoldSome(text)) {
            return List.of();
        }
        SensitiveSearch search = new SensitiveSearch(text);
        search.search();
        return search.matches();
    }

    /** A quick look that spares most texts the patterns. */
    private static boolean mayHoldSome(String text) {
        int digits = 0;
        int colons = 0;
        int run = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            digits += isAnyDigit(c) ? 1 : 0;
            colons += c == ':' || c == '：' ? 1 : 0;
            run = c < 0x80 ? isKeyCharacter(c) || c == '-' ? run + 1 : 0 : c >= '\uFF01' && c <= '\uFF5E' ? run + 1 : 0;
            if (c == '@' || c == '＠' || digits >= 4 || colons >= 2 || run >= 16) {
                return true;
            }
        }
        return text.contains("-----BEGIN");
    }

    private void search() {
        Traits traits = Traits.of(plain);
        if (traits.at) {
            take(Type.EMAIL, SensitivePatterns.EMAIL, m -> true);
        }
        if (plain.length() >= 20) {
            take(Type.AWS_ACCESS_KEY_ID, SensitivePatterns.ACCESS_KEY, m -> true);
            if (traits.longWord) {
                boolean announced =
                        SensitivePatterns.SECRET_KEY_ANNOUNCED.matcher(plain).find();
                take(
                        Type.AWS_SECRET_ACCESS_KEY,
                        SensitivePatterns.SECRET_KEY,
                        m -> SensitivePatterns.isSecretKey(m.group(), announced));
            }
            if (plain.contains("-----BEGIN")) {
                take(Type.PRIVATE_KEY, SensitivePatterns.PRIVATE_KEY, m -> true);
            }
        }
        if (traits.colons >= 2) {
            take(Type.IPV6, SensitivePatterns.IPV6, m -> SensitivePatterns.isIpv6(m.group()));
        }
        if (traits.digits >= 4) {
            take(
                    Type.IPV4,
                    SensitivePatterns.IPV4,
                    m -> SensitivePatterns.isIpv4(m.group()) && !SensitivePatterns.isVersion(plain, m.start()));
        }
        if (traits.digits >= 8) {
            take(Type.CARD, SensitivePatterns.CARD, m -> SensitivePatterns.isCard(SensitivePatterns.digits(m.group())));
            take(Type.PHONE, SensitivePatterns.PHONE, m -> SensitivePatterns.isPhone(m.group()));
        }
    }

    private void take(Type type, Pattern pattern, Predicate<Matcher> confirmed) {
        Matcher matcher = pattern.matcher(plain);
        while (matcher.find()) {
            int next = taken.nextSetBit(matcher.start());
            boolean free = next < 0 || next >= matcher.end();
            if (free && confirmed.test(matcher)) {
                taken.set(matcher.start(), matcher.end());
                spans.add(new Span(type, matcher.start(), matcher.end()));
            }
        }
    }

    private List<Match> matches() {
        if (spans.isEmpty()) {
            return List.of();
        }
        spans.sort(Comparator.comparingInt(Span::start));
        List<Match> matches = new ArrayList<>();
        int at = 0;
        int points = 0;
        for (Span span : spans) {
            points += text.codePointCount(at, span.start);
            String value = text.substring(span.start, span.end);
            int end = points + value.codePointCount(0, value.length());
            matches.add(new Match(span.type, value, points, end));
            points = end;
            at = span.end;
        }
        return matches;
    }

    /** A place in UTF-16 units. */
    private record Span(Type type, int start, int end) {}

    /** What a text has at all, so that most patterns need not be tried on most texts. */
    private record Traits(boolean at, boolean longWord, int digits, int colons) {
        static Traits of(String text) {
            boolean at = false;
            boolean longWord = false;
            int digits = 0;
            int colons = 0;
            int run = 0;
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                at |= c == '@';
                digits += isDigit(c) ? 1 : 0;
                colons += c == ':' ? 1 : 0;
                run = isKeyCharacter(c) ? run + 1 : 0;
                longWord |= run >= 40;
            }
            return new Traits(at, longWord, digits, colons);
        }
    }

    /** Full-width characters as ASCII, and every kind of dash between digits as a hyphen. */
    private static String plain(String text) {
        char[] plain = text.toCharArray();
        for (int i = 0; i < plain.length; i++) {
            char c = plain[i];
            if (c >= '\uFF01' && c <= '\uFF5E') {
                plain[i] = (char) (c - 0xFEE0);
            } else if (c == '\u3000' || c == '\u00A0') {
                plain[i] = ' ';
            } else if (c >= '\u2010' && c <= '\u2015' || c == '\u2212' || c == 'ー') {
                boolean inNumber = i > 0 && isDigit(plain[i - 1]) && i + 1 < plain.length && isAnyDigit(plain[i + 1]);
                plain[i] = inNumber ? '-' : c;
            }
        }
        return new String(plain);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isAnyDigit(char c) {
        return isDigit(c) || c >= '０' && c <= '９';
    }

    private static boolean isKeyCharacter(char c) {
        return c < 0x80 && Character.isLetterOrDigit(c) || c == '/' || c == '+';
    }
}
