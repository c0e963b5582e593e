package io.github.tune4j.evaluation.metric;

import java.util.List;

/** Says so when a text is in a language that the chosen tokenizer or encoder was not made for. */
final class LanguageCheck {
    private static final double TOO_MANY_LETTERS = 0.2;
    private static final double TOO_MANY_UNKNOWN_TOKENS = 0.1;
    private static final double TOO_MANY_SPLIT_WORDS = 1.0 / 3;

    /** Of so few, one English word or abbreviation that ends in a single letter says nothing. */
    private static final int FEW_TOKENS = 8;

    private LanguageCheck() {}

    /** A warning about the tokenizer, empty when it fits. A tokenizer from elsewhere is not judged. */
    static String of(Tokenizer tokenizer, String prediction, List<String> references) {
        boolean ascii = isAscii(prediction);
        for (String reference : references) {
            ascii &= isAscii(reference);
        }
        if (ascii && !(tokenizer instanceof JapaneseTokenizer)) {
            return "";
        }
        Letters letters = Letters.in(prediction).plus(Letters.in(String.join("", references)));
        if (letters.all == 0) {
            return "";
        }
        if (tokenizer instanceof RougeTokenizer rouge) {
            double dropped = letters.shareOf(letters.all - letters.ascii - (rouge.cjk() ? letters.cjk : 0));
            return dropped <= TOO_MANY_LETTERS
                    ? ""
                    : doubtful(tokenizer, "drops " + percent(dropped) + " of the letters");
        }
        if (tokenizer instanceof JapaneseTokenizer) {
            return letters.cjk > 0 ? "" : doubtful(tokenizer, "is for Japanese, and there is no Japanese letter");
        }
        boolean partsAtSpaces = tokenizer instanceof Mteval13aTokenizer
                || tokenizer instanceof InternationalTokenizer
                || tokenizer instanceof WhitespaceTokenizer;
        double unparted = letters.shareOf(letters.unspaced);
        return partsAtSpaces && unparted > TOO_MANY_LETTERS
                ? doubtful(
                        tokenizer,
                        "takes whole phrases for a word: " + percent(unparted)
                                + " of the letters are of a script without spaces")
                : "";
    }

    /** A warning about the encoder, empty when it fits. */
    static String of(TokenEncoder.Encoding encoding) {
        int unknown = 0;
        int pieces = 0;
        boolean few = encoding.tokens().size() - 2 < FEW_TOKENS;
        for (String token : encoding.tokens()) {
            if (token.equals("[UNK]") || token.equals("<unk>")) {
                unknown++;
            } else if (token.startsWith("##")
                    && token.codePointCount(2, token.length()) == 1
                    && !(few && token.charAt(2) < 128)) {
                pieces++;
            }
        }
        double tokens = Math.max(1, encoding.tokens().size() - 2);
        if (unknown / tokens > TOO_MANY_UNKNOWN_TOKENS) {
            return "The encoder does not know " + percent(unknown / tokens)
                    + " of the tokens: it was made for another language.";
        }
        return pieces / tokens > TOO_MANY_SPLIT_WORDS
                ? "The encoder takes words apart into single letters: it was made for another language."
                : "";
    }

    private static String doubtful(Tokenizer tokenizer, String what) {
        return "The tokenizer " + tokenizer.name() + " does not fit this text: it " + what + ".";
    }

    private static String percent(double share) {
        return Math.round(share * 100) + " %";
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 128) {
                return false;
            }
        }
        return true;
    }

    /** Letters by kind; those of a script without spaces are Han and kana. */
    private record Letters(long all, long ascii, long cjk, long unspaced) {
        static Letters in(String text) {
            long[] counts = new long[4];
            text.codePoints().filter(Character::isLetter).forEach(letter -> {
                boolean cjk = RougeTokenizer.isCjk(letter);
                counts[0]++;
                counts[1] += letter < 128 ? 1 : 0;
                counts[2] += cjk ? 1 : 0;
                counts[3] += cjk && Character.UnicodeScript.of(letter) != Character.UnicodeScript.HANGUL ? 1 : 0;
            });
            return new Letters(counts[0], counts[1], counts[2], counts[3]);
        }

        Letters plus(Letters other) {
            return new Letters(all + other.all, ascii + other.ascii, cjk + other.cjk, unspaced + other.unspaced);
        }

        double shareOf(long letters) {
            return (double) letters / all;
        }
    }
}
