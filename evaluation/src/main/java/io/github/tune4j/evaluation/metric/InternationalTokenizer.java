package io.github.tune4j.evaluation.metric;

import java.util.List;
import java.util.regex.Pattern;

/** The tokens of mteval-v14.pl with international tokenisation, as sacreBLEU has them: three rules in this order. */
record InternationalTokenizer(String name) implements Tokenizer {
    static final InternationalTokenizer INSTANCE = new InternationalTokenizer("intl");

    private static final Pattern PUNCTUATION_AFTER_NO_NUMBER = Pattern.compile("(\\P{N})(\\p{P})");
    private static final Pattern PUNCTUATION_BEFORE_NO_NUMBER = Pattern.compile("(\\p{P})(\\P{N})");
    private static final Pattern SYMBOL = Pattern.compile("(\\p{S})");

    @Override
    public List<String> tokens(String text) {
        String apart = PUNCTUATION_AFTER_NO_NUMBER.matcher(text).replaceAll("$1 $2 ");
        apart = PUNCTUATION_BEFORE_NO_NUMBER.matcher(apart).replaceAll(" $1 $2");
        apart = SYMBOL.matcher(apart).replaceAll(" $1 ");
        return WhitespaceTokenizer.NONE.tokens(apart);
    }
}
