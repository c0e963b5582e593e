package io.github.tune4j.evaluation.metric;

import java.util.List;

/**
 * Splits a text into the units that a metric counts. Implementations are thread-safe.
 *
 * <p>A tokenizer of one's own is a lambda; give it a {@link #named name}, for the name stands in the signature of every
 * score.
 */
@FunctionalInterface
public interface Tokenizer {

    /**
     * Splits a text.
     *
     * @param text any text, possibly empty
     * @return its tokens in order
     */
    List<String> tokens(String text);

    /**
     * What signatures call it.
     *
     * @return a short name without {@code |}
     */
    default String name() {
        return "custom";
    }

    /**
     * The same tokenizer under a name of its own.
     *
     * @param name what signatures call it; to be changed whenever its tokens change
     * @return the tokenizer
     */
    default Tokenizer named(String name) {
        return new NamedTokenizer(this, name);
    }

    /**
     * The default of {@link Rouge}: the words of {@link #rouge()}, and each letter of Han, kana and Hangul as a token
     * of its own. Text without such letters is split exactly as by {@link #rouge()}.
     *
     * @return the tokenizer {@code rouge+cjk}
     */
    static Tokenizer detecting() {
        return RougeTokenizer.WITH_CJK;
    }

    /**
     * As rouge_score 0.1.2 splits: lower case, then runs of ASCII letters and digits. Every other letter separates, so
     * Japanese text has no tokens.
     *
     * @return the tokenizer {@code rouge}
     */
    static Tokenizer rouge() {
        return RougeTokenizer.REFERENCE;
    }

    /**
     * As sacreBLEU's default splits: the tokens of mteval-v13a.pl.
     *
     * @return the tokenizer {@code 13a}
     */
    static Tokenizer mteval13a() {
        return Mteval13aTokenizer.INSTANCE;
    }

    /**
     * As sacreBLEU's {@code intl} splits: punctuation and symbols of any script stand alone, except punctuation
     * between numbers.
     *
     * @return the tokenizer {@code intl}
     */
    static Tokenizer international() {
        return InternationalTokenizer.INSTANCE;
    }

    /**
     * Every code point that is not white space, as sacreBLEU's {@code char} splits.
     *
     * @return the tokenizer {@code char}
     */
    static Tokenizer characters() {
        return CharacterTokenizer.INSTANCE;
    }

    /**
     * Japanese words by the IPA dictionary, as sacreBLEU's {@code ja-mecab} splits. The dictionary is loaded at first
     * use.
     *
     * @return the tokenizer {@code ja-kuromoji-ipadic}
     */
    static Tokenizer japanese() {
        return JapaneseTokenizer.INSTANCE;
    }

    /**
     * What stands between white space, as sacreBLEU's {@code none} splits.
     *
     * @return the tokenizer {@code none}
     */
    static Tokenizer whitespace() {
        return WhitespaceTokenizer.NONE;
    }

    /**
     * Words of any language: runs of letters, marks and digits in lower case, and each letter of Han, kana and Hangul
     * as a token of its own.
     *
     * @return the tokenizer {@code words}
     */
    static Tokenizer words() {
        return WordTokenizer.INSTANCE;
    }
}
