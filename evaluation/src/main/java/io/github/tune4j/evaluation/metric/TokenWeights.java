package io.github.tune4j.evaluation.metric;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How much each token of a text counts: 1, or its inverse document frequency ln((N + 1) / (n + 1)) where n of N
 * references have it; 0 for the special tokens at both ends and their like within.
 */
final class TokenWeights {
    static final TokenWeights EVEN = new TokenWeights(null, 0);

    private final @Nullable Map<String, Integer> references;
    private final int total;

    private TokenWeights(@Nullable Map<String, Integer> references, int total) {
        this.references = references;
        this.total = total;
    }

    static TokenWeights inverseDocumentFrequency(TokenEncoder encoder, List<String> references) {
        Map<String, Integer> withToken = new HashMap<>();
        for (String reference : references) {
            new HashSet<>(encoder.tokens(reference)).forEach(token -> withToken.merge(token, 1, Integer::sum));
        }
        return new TokenWeights(withToken, references.size());
    }

    /** The weights of a text's tokens. */
    double[] of(List<String> tokens) {
        String opening = tokens.get(0);
        String closing = tokens.get(tokens.size() - 1);
        double[] weights = new double[tokens.size()];
        for (int i = 0; i < weights.length; i++) {
            String token = tokens.get(i);
            weights[i] = token.equals(opening) || token.equals(closing) ? 0 : weight(token);
        }
        return weights;
    }

    private double weight(String token) {
        return references == null ? 1 : Math.log((total + 1.0) / (references.getOrDefault(token, 0) + 1.0));
    }
}
