package io.github.tune4j.dataset.validation;

import java.io.IOException;

/** What one part of a record amounts to: what is wrong with it, its tokens, and where it has reserved words. */
final class Part {
    private final RecordLimits limits;
    private final Findings findings;
    private long tokens;
    private String reservedWord = "";
    private String reservedAt = "";
    private String reservedExcerpt = "";
    private long reservedTexts;

    Part(RecordLimits limits, int mostKept) {
        this.limits = limits;
        this.findings = new Findings(mostKept);
    }

    /** A part of the same record, to be added to this one or forgotten. */
    Part fresh() {
        return new Part(limits, findings.mostKept());
    }

    void report(Cursor at, Rule rule, Object... details) throws IOException {
        if (findings.keeps(rule)) {
            report(rule, at.pointer(), at.excerpt(), details);
        } else {
            findings.count(rule, 1); // its place is not worked out: a line may have half a million of them
        }
    }

    void report(Rule rule, String pointer, String excerpt, Object... details) {
        findings.add(new Finding(rule, 1, 0, pointer, excerpt, rule.problem(details)));
    }

    /** Reports the key that the value stands under, when it is not part of the format, and passes over the value. */
    void unknown(Cursor at) throws IOException {
        report(Rule.UNKNOWN_KEY, at.pointer(), "", Cursor.shortened(at.name()));
        at.skip(this);
    }

    /** Measures a text of the conversation. */
    void text(Cursor at) throws IOException {
        String text = at.text();
        tokens += limits.tokens(text);
        if (text.isEmpty()) {
            report(at, Rule.EMPTY_TEXT);
        }
        if (hasLoneSurrogate(text)) {
            report(at, Rule.LONE_SURROGATE);
        }
        String word = limits.reservedWordIn(text);
        if (word != null) {
            if (reservedTexts == 0) {
                reservedWord = word;
                reservedAt = at.pointer();
                reservedExcerpt = Cursor.shortened(text.substring(Math.max(0, text.indexOf(word) - 10)));
            }
            reservedTexts++;
        }
    }

    /** Takes over another part, whose reserved words are reported under a rule of their own. */
    void add(Part other, Rule reserved) {
        findings.addAll(other.findings, 0);
        tokens += other.tokens;
        if (other.reservedTexts > 0 && reserved == Rule.RESERVED_KEYWORD_SYSTEM) {
            report(reserved, other.reservedAt, other.reservedExcerpt, quoted(other.reservedWord));
        } else if (other.reservedTexts > 0) {
            String texts = other.reservedTexts == 1 ? "The text" : other.reservedTexts + " texts, this one first,";
            report(reserved, other.reservedAt, other.reservedExcerpt, texts, quoted(other.reservedWord));
        }
    }

    /** Takes over a part of the same kind, keeping the first place of reserved words. */
    void add(Part other) {
        findings.addAll(other.findings, 0);
        tokens += other.tokens;
        if (reservedTexts == 0) {
            reservedWord = other.reservedWord;
            reservedAt = other.reservedAt;
            reservedExcerpt = other.reservedExcerpt;
        }
        reservedTexts += other.reservedTexts;
    }

    void checkTokens() {
        if (limits.mostTokens() != null && tokens > limits.mostTokens()) {
            report(Rule.TOKEN_LIMIT, "", "", tokens, limits.mostTokens());
        }
    }

    Findings findings() {
        return findings;
    }

    private static String quoted(String word) {
        return '"' + word.replace("\n", "\\n") + '"';
    }

    private static boolean hasLoneSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (i + 1 == text.length() || !Character.isSurrogatePair(c, text.charAt(i + 1))) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }
}
