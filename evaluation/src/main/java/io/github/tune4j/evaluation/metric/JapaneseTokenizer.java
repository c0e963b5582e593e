package io.github.tune4j.evaluation.metric;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import org.apache.lucene.analysis.ja.JapaneseTokenizer.Mode;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/** Japanese words by Lucene's Kuromoji and the IPA dictionary. */
record JapaneseTokenizer(String name) implements TokenScanner {
    static final JapaneseTokenizer INSTANCE = new JapaneseTokenizer("ja-kuromoji-ipadic");

    @Override
    public void scan(String text, TokenSink sink) {
        try (var words = new org.apache.lucene.analysis.ja.JapaneseTokenizer(null, false, Mode.NORMAL)) {
            words.setReader(new StringReader(text));
            CharTermAttribute word = words.addAttribute(CharTermAttribute.class);
            words.reset();
            while (words.incrementToken()) {
                WhitespaceTokenizer.NONE.scan(word.toString(), sink);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
