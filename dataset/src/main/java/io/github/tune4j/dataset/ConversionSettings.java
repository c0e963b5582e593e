package io.github.tune4j.dataset;

import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What a conversion was asked for.
 *
 * @param source null: told from the first record
 * @param systemPrompt null: each record's own
 * @param skipped who hears of what cannot be carried over; null: that is an error
 * @param leftOut who hears of keys that were left out; null: they are logged
 */
record ConversionSettings(
        @Nullable DatasetFormat source,
        DatasetFormat target,
        @Nullable String systemPrompt,
        PairKeys keys,
        @Nullable Template prompt,
        @Nullable Template completion,
        @Nullable Consumer<? super String> skipped,
        @Nullable ObjLongConsumer<? super String> leftOut) {

    ConversionSettings from(DatasetFormat format) {
        return new ConversionSettings(format, target, systemPrompt, keys, prompt, completion, skipped, leftOut);
    }

    boolean targetIsPairs() {
        return target == DatasetFormat.QUESTION_ANSWER || target == DatasetFormat.CSV;
    }
}
