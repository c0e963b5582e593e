package io.github.tune4j.dataset.validation;

import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What one record may hold, by a model's limits and an estimator. */
final class RecordLimits {
    private final DatasetLimits limits;
    private final TokenEstimator estimator;
    private final @Nullable Long mostTokens;

    RecordLimits(DatasetLimits limits, TokenEstimator estimator) {
        this.limits = limits;
        this.estimator = estimator;
        OptionalLong most = limits.tokensPerRecord();
        this.mostTokens = most.isPresent() ? most.getAsLong() : null;
    }

    @Nullable
    Long mostTokens() {
        return mostTokens;
    }

    /** The tokens of a text; 0 when nobody limits them. */
    long tokens(String text) {
        return mostTokens == null ? 0 : Math.max(0, estimator.tokens(text));
    }

    @Nullable
    String reservedWordIn(String text) {
        for (String word : limits.reservedWords()) {
            if (text.contains(word)) {
                return word;
            }
        }
        return null;
    }

    List<String> reservedWords() {
        return limits.reservedWords();
    }

    /** A record of so many bytes or fewer has no more tokens than are allowed, whatever it says. */
    long harmlessBytes() {
        if (mostTokens == null) {
            return Long.MAX_VALUE;
        }
        return estimator instanceof KnownEstimator known ? known.mostBytesFor(mostTokens) : 0;
    }

    DatasetLimits limits() {
        return limits;
    }
}
