package io.github.tune4j.evaluation.metric;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.ja.JapaneseTokenizer.Mode;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/** Japanese words by Lucene's Kuromoji and the IPA dictionary. */
record JapaneseTokenizer(String name) implements Tokenizer {
    static final JapaneseTokenizer INSTANCE = new JapaneseTokenizer("ja-kuromoji-ipadic");

    @Override
    public List<String> tokens(String text) {
        List<String> tokens = new ArrayList<>();
        try (var words = new org.apache.lucene.analysis.ja.JapaneseTokenizer(null, false, Mode.NORMAL)) {
            words.setReader(new StringReader(text));
            CharTermAttribute word = words.addAttribute(CharTermAttribute.class);
            words.reset();
            while (words.incrementToken()) {
                tokens.addAll(WhitespaceTokenizer.NONE.tokens(word.toString()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return tokens;
    }
}
