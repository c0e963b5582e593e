package io.github.tune4j.evaluation.metric;

import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of a prediction and a reference. Several types of ROUGE look at the same pair in turn, so each thread keeps
 * its last pair, until the next one or until memory is wanted.
 */
final class TokenizedPair {
    private static final ThreadLocal<@Nullable WeakReference<TokenizedPair>> LAST = new ThreadLocal<>();

    private final String prediction;
    private final String reference;
    private final Tokenizer tokenizer;
    private final boolean stemmed;
    private final Vocabulary vocabulary;
    private final int[] predicted;
    private final int[] expected;

    private TokenizedPair(String prediction, String reference, Tokenizer tokenizer, boolean stemmed) {
        this.prediction = prediction;
        this.reference = reference;
        this.tokenizer = tokenizer;
        this.stemmed = stemmed;
        this.vocabulary = new Vocabulary(prediction.length() + reference.length());
        TokenScanner.TokenSink sink = stemmed ? new PorterStemmer(vocabulary) : vocabulary;
        this.predicted = vocabulary.idsOf(prediction, tokenizer, sink);
        this.expected = vocabulary.idsOf(reference, tokenizer, sink);
    }

    static TokenizedPair of(String prediction, String reference, Tokenizer tokenizer, boolean stemmed) {
        WeakReference<TokenizedPair> kept = LAST.get();
        TokenizedPair last = kept == null ? null : kept.get();
        if (last != null && last.isOf(prediction, reference, tokenizer, stemmed)) {
            return last;
        }
        TokenizedPair pair = new TokenizedPair(prediction, reference, tokenizer, stemmed);
        LAST.set(new WeakReference<>(pair));
        return pair;
    }

    /** The same objects: comparing texts would cost as much as taking them apart. */
    @SuppressWarnings("ReferenceEquality")
    private boolean isOf(String prediction, String reference, Tokenizer tokenizer, boolean stemmed) {
        return this.prediction == prediction
                && this.reference == reference
                && this.tokenizer == tokenizer
                && this.stemmed == stemmed;
    }

    int[] predicted() {
        return predicted;
    }

    int[] expected() {
        return expected;
    }

    /** How many different tokens there are. */
    int vocabulary() {
        return vocabulary.size();
    }
}
