package io.github.tune4j.dataset;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a conversion was asked for.
 *
 * @param source null: told from the first record
 * @param systemPrompt null: each record's own
 * @param skipped who hears of what cannot be carried over; null: that is an error
 */
record ConversionSettings(
        @Nullable DatasetFormat source,
        DatasetFormat target,
        @Nullable String systemPrompt,
        PairKeys keys,
        @Nullable Template prompt,
        @Nullable Template completion,
        @Nullable Consumer<? super String> skipped) {

    ConversionSettings from(DatasetFormat format) {
        return new ConversionSettings(format, target, systemPrompt, keys, prompt, completion, skipped);
    }

    boolean targetIsPairs() {
        return target == DatasetFormat.QUESTION_ANSWER || target == DatasetFormat.CSV;
    }
}
