package io.github.tune4j.testkit.standin;

/**
 * The one rule by which every stand-in counts tokens: a run of Latin letters or digits is a token for each five characters begun, of
 * another alphabet for each two; a letter of a script without spaces is a token, and so is every other visible character. White space belongs to
 * what follows. The real tokenizers are not public; this is near their counts for prose in English and Japanese.
 */
public final class TokenCount {
    /** What a turn's frame counts for. */
    private static final int TURN = 4;

    private TokenCount() {}

    /** How many tokens a text has. */
    public static int of(String text) {
        String visible = text.stripTrailing();
        int tokens = 0;
        for (int at = 0; at < visible.length(); at = next(visible, at)) {
            tokens++;
        }
        return tokens;
    }

    /** How many tokens a prompt has: its texts and those of its documents, and a few for each turn. Images count for nothing. */
    public static int of(Prompt prompt) {
        int tokens = of(prompt.system());
        for (Turn turn : prompt.turns()) {
            tokens += TURN + of(turn.text());
            for (Turn.Document document : turn.documents()) {
                tokens += of(document.name()) + of(DocumentText.of(document));
            }
        }
        Prompt.Tool tool = prompt.tool();
        return tool == null
                ? tokens
                : tokens
                        + of(tool.name())
                        + of(tool.description())
                        + of(tool.schema().toString());
    }

    /** The beginning of a text that has at most so many tokens; the text itself when it has no more. */
    static String first(String text, int tokens) {
        int at = skip(text, 0, tokens);
        return text.substring(at).isBlank() ? text : text.substring(0, at);
    }

    /** The place after so many tokens from a place on, or the end of the text. */
    public static int skip(String text, int from, int tokens) {
        int at = from;
        for (int i = 0; i < tokens && at < text.length(); i++) {
            at = next(text, at);
        }
        return at;
    }

    /** Where the token ends that begins at a place, leading white space included. */
    private static int next(String text, int from) {
        int at = from;
        while (at < text.length() && Character.isWhitespace(text.codePointAt(at))) {
            at += Character.charCount(text.codePointAt(at));
        }
        if (at == text.length()) {
            return at;
        }
        int first = text.codePointAt(at);
        int most = Words.unspaced(first) || !Character.isLetterOrDigit(first) ? 1 : first < 0x250 ? 5 : 2;
        for (int n = 0; n < most && at < text.length(); n++) {
            int c = text.codePointAt(at);
            if (n > 0 && (!Character.isLetterOrDigit(c) || Words.unspaced(c))) {
                break;
            }
            at += Character.charCount(c);
        }
        return at;
    }
}
